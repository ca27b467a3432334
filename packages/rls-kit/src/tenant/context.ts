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
  /** After the end: proves that nothing of the tenant is left in the session. */
  readonly leave: BatchItem
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
  const settings = `set_config(${tenant}, $1, true), set_config(${user}, $2, true)`
  const enter = named('enter', `select ${settings}, set_config('role', $3, true)`)
  const enterTimed = named(
    'enter_timed',
    `select ${settings}, set_config('statement_timeout', $4, true), set_config('role', $3, true)`,
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
    leave: {
      ...named(
        'leave',
        `select coalesce(current_setting(${tenant}, true), '') = '' and coalesce(current_setting(${user}, true), '') = '' ` +
          `and current_setting('role') in ('none', ${quoteLiteral(rls.roles.app)})`,
      ),
      proof: true,
    },
  }
}
