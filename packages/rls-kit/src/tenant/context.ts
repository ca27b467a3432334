import { quoteLiteral } from '../sql.ts'
import type { RlsDefinition } from '../types.ts'
import { checkId } from './ids.ts'
import type { ContextOptions, TenantId, WithTenantOptions } from './types.ts'
import type { BatchItem } from './wire.ts'

/** The statements that surround the caller's. */
export interface ContextStatements {
  /** Tells the server who is asking, until the transaction ends. */
  enter(tenant: TenantId, options: ContextOptions, timeout?: number): BatchItem
  begin(options: WithTenantOptions): BatchItem
  readonly commit: BatchItem
  readonly rollback: BatchItem
  /**
   * After the end: lets go of advisory locks, and proves that nothing of the tenant is left in the session: no
   * tenant, user or role, no temporary table, and the search path that it had before.
   */
  leave(searchPath: string): BatchItem
}

const isolations: Record<string, string> = {
  'read committed': ' isolation level read committed',
  'repeatable read': ' isolation level repeatable read',
  serializable: ' isolation level serializable',
}

/** Builds them for one definition; none contains a caller's value outside a parameter. */
export function contextStatements(rls: RlsDefinition, prepare: boolean): ContextStatements {
  const named = (name: string, text: string): BatchItem =>
    prepare ? { name: `rls_kit_${name}`, text } : { text }
  const begin = named('begin', 'begin')
  const tenant = quoteLiteral(rls.tenant.setting)
  const user = quoteLiteral(rls.tenant.userSetting)
  // The role goes last: an earlier one could lack the right to call set_config.
  const settings = `pg_catalog.set_config(${tenant}, $1, true), pg_catalog.set_config(${user}, $2, true)`
  const enter = named('enter', `select ${settings}, pg_catalog.set_config('role', $3, true)`)
  const enterTimed = named(
    'enter_timed',
    `select ${settings}, pg_catalog.set_config('statement_timeout', $4, true), pg_catalog.set_config('role', $3, true)`,
  )
  const leave = named(
    'leave',
    `select coalesce(pg_catalog.current_setting(${tenant}, true), '') = '' and coalesce(pg_catalog.current_setting(${user}, true), '') = '' ` +
      `and pg_catalog.current_setting('role') in ('none', ${quoteLiteral(rls.roles.app)}) and pg_catalog.current_setting('search_path') = $1 ` +
      'and (pg_catalog.pg_my_temp_schema() = 0 or not exists (select from pg_catalog.pg_class where relnamespace = pg_catalog.pg_my_temp_schema())), pg_catalog.pg_advisory_unlock_all()',
  )
  return {
    enter(id, options, timeout) {
      const values = [
        checkId(id, rls.tenant.type, 'tenant id'),
        options.user === undefined ? '' : checkId(options.user, rls.tenant.userType, 'user id'),
        rls.roles.app,
      ]
      return timeout === undefined
        ? { ...enter, values }
        : { ...enterTimed, values: [...values, `${Math.ceil(timeout)}ms`] }
    },
    begin(options) {
      const isolation = options.isolation === undefined ? '' : isolations[options.isolation]
      if (
        isolation === undefined ||
        (options.isolation !== undefined && !Object.hasOwn(isolations, options.isolation))
      ) {
        throw new TypeError(`The isolation level must be one of ${Object.keys(isolations).join(', ')}.`)
      }
      const text = `begin${isolation}${options.readOnly ? ' read only' : ''}`
      return text === 'begin' ? begin : { text }
    },
    commit: named('commit', 'commit'),
    rollback: { text: 'rollback' },
    leave: (searchPath) => ({ ...leave, values: [searchPath], proof: true }),
  }
}
