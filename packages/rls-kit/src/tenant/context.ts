import { createHash } from 'node:crypto'
import { quoteLiteral } from '../sql.ts'
import type { RlsDefinition } from '../types.ts'
import { encodeExecution, type Value } from './encode.ts'
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
   * What proves, once the transaction is over, that nothing of the tenant is left in the session: no tenant, user or
   * role, no temporary table, and the search path that it had before. It lets go of advisory locks as well.
   */
  proof(searchPath: string): BatchItem
  /** The same for a session that has had temporary tables: {@link proof} is uncertain where there is a schema for them. */
  fullProof(searchPath: string): BatchItem
}

const isolations: Record<string, string> = {
  'read committed': ' isolation level read committed',
  'repeatable read': ' isolation level repeatable read',
  serializable: ' isolation level serializable',
}

/** A statement of the kit's own, under a name that no other text has. */
export function ownStatement(name: string, text: string): BatchItem {
  const unique = `rls_kit_${name}_${createHash('sha256').update(text).digest('hex').slice(0, 8)}`
  return { name: unique, text, encoded: text.includes('$1') ? undefined : encodeExecution(unique) }
}

/** The same statement, always with these values. */
export function withValues(item: BatchItem, values: readonly Value[]): BatchItem {
  return {
    ...item,
    values,
    encoded: item.name === undefined ? undefined : encodeExecution(item.name, values),
  }
}

/** The same statement without its name, for a connection on which names do not hold. */
export function unnamed(item: BatchItem): BatchItem {
  return { ...item, name: undefined, encoded: undefined }
}

/** Builds them for one definition; none contains a caller's value outside a parameter. */
export function contextStatements(rls: RlsDefinition): ContextStatements {
  const own = ownStatement
  const begin = own('begin', 'begin')
  const tenant = quoteLiteral(rls.tenant.setting)
  const user = quoteLiteral(rls.tenant.userSetting)
  // The role goes last: an earlier one could lack the right to call set_config.
  const settings = `pg_catalog.set_config(${tenant}, $1, true), pg_catalog.set_config(${user}, $2, true)`
  const enter = own('enter', `select ${settings}, pg_catalog.set_config('role', $3, true)`)
  const enterTimed = own(
    'enter_timed',
    `select ${settings}, pg_catalog.set_config('statement_timeout', $4, true), pg_catalog.set_config('role', $3, true)`,
  )
  const nothingLeft =
    `select coalesce(pg_catalog.current_setting(${tenant}, true), '') = '' and coalesce(pg_catalog.current_setting(${user}, true), '') = '' ` +
    `and pg_catalog.current_setting('role') in ('none', ${quoteLiteral(rls.roles.app)}) and pg_catalog.current_setting('search_path') = $1 `
  const unlock = ', pg_catalog.pg_advisory_unlock_all()'
  const proof = own('proof', `${nothingLeft}, pg_catalog.pg_my_temp_schema() = 0${unlock}`)
  const fullProof = own(
    'full_proof',
    `${nothingLeft}and not exists (select from pg_catalog.pg_class where relnamespace = pg_catalog.pg_my_temp_schema())${unlock}`,
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
    commit: own('commit', 'commit'),
    rollback: { text: 'rollback' },
    proof: (searchPath) => ({ ...withValues(proof, [searchPath]), proof: true }),
    fullProof: (searchPath) => ({ ...withValues(fullProof, [searchPath]), proof: true }),
  }
}
