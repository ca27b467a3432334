import { RlsKitError } from './errors.ts'
import { displayName, parseQualified, type QualifiedName } from './sql.ts'
import type {
  AlsoDefinition,
  AlsoRule,
  Command,
  GuardColumn,
  IdType,
  RlsConfig,
  RlsDefinition,
  TableConfig,
  TableDefinition,
} from './types.ts'

const allCommands: readonly Command[] = ['select', 'insert', 'update', 'delete']
const idTypes: readonly IdType[] = ['uuid', 'text', 'bigint']

/**
 * Declares who owns which rows. Checks everything that can be checked without a database, and reports all
 * mistakes at once.
 *
 * @throws {@link RlsKitError} with the code `CONFIG_INVALID`.
 * @example
 * ```ts
 * import { defineRls } from '@nyxcore/rls-kit'
 *
 * export default defineRls({
 *   tenant: { setting: 'app.tenant_id', type: 'uuid' },
 *   roles: { app: 'nyx_app', owner: 'nyx_owner' },
 *   tables: {
 *     project_notes: { tenant: 'tenant_id', also: { column: 'project_id', memberOf: 'project_members' } },
 *     project_members: { tenant: 'tenant_id' },
 *     plans: { shared: 'read' },
 *   },
 * })
 * ```
 */
export function defineRls(config: RlsConfig): RlsDefinition {
  const problems: string[] = []
  const say = (where: string, what: string): void => {
    problems.push(`${where}: ${what}`)
  }

  const tenant = config.tenant ?? ({} as RlsConfig['tenant'])
  const setting = tenant.setting ?? 'app.tenant_id'
  const userSetting = tenant.userSetting ?? 'app.user_id'
  for (const [where, name] of [
    ['tenant.setting', setting],
    ['tenant.userSetting', userSetting],
  ] as const) {
    if (!/^[a-z_][a-z0-9_$]*(\.[a-z_][a-z0-9_$]*)+$/i.test(name)) {
      say(where, `"${name}" is no custom setting; it needs a prefix and a dot, like app.tenant_id`)
    }
  }
  if (setting === userSetting) say('tenant.userSetting', 'is the same as tenant.setting')
  if (!idTypes.includes(tenant.type)) say('tenant.type', `must be one of ${idTypes.join(', ')}`)
  if (tenant.userType !== undefined && !idTypes.includes(tenant.userType)) {
    say('tenant.userType', `must be one of ${idTypes.join(', ')}`)
  }

  const roles = config.roles ?? ({} as RlsConfig['roles'])
  checkName('roles.app', roles.app, say)
  if (roles.owner !== undefined) checkName('roles.owner', roles.owner, say)
  if (roles.migrator !== undefined) checkName('roles.migrator', roles.migrator, say)
  if (roles.app !== undefined && (roles.app === roles.owner || roles.app === roles.migrator)) {
    say('roles.app', 'must differ from the owner and the migrator: an owner can switch row security off')
  }

  const defaultSchema = config.schema ?? 'public'
  const tables = new Map<string, TableDefinition>()
  for (const [key, table] of Object.entries(config.tables ?? {})) {
    const name = parseQualified(key, defaultSchema)
    if (name === undefined) {
      say(`tables["${key}"]`, 'is not a name; write table, schema.table, or "odd.schema"."odd.table"')
      continue
    }
    checkName(`tables["${key}"]`, name.schema, say)
    checkName(`tables["${key}"]`, name.name, say)
    if (tables.has(displayName(name))) say(`tables["${key}"]`, 'is declared twice')
    tables.set(displayName(name), readTable(key, name, table, defaultSchema, say))
  }
  if (tables.size === 0) say('tables', 'declares none')
  checkReferences(tables, say)

  if (problems.length > 0) {
    throw new RlsKitError(
      'CONFIG_INVALID',
      `The configuration is not valid:\n  - ${problems.join('\n  - ')}`,
      {
        advice: 'Correct these lines of rls.config.ts.',
      },
    )
  }
  return {
    tenant: { setting, type: tenant.type, userSetting, userType: tenant.userType ?? tenant.type },
    roles: { app: roles.app, owner: roles.owner, migrator: roles.migrator },
    tables: [...tables.values()],
  }
}

type Say = (where: string, what: string) => void

/** PostgreSQL cuts a longer name off silently, and two long names can then become one. */
function checkName(where: string, name: unknown, say: Say): void {
  if (typeof name !== 'string' || name === '') say(where, 'must be a name')
  else if (name.includes('\0')) say(where, 'contains a NUL character')
  else if (new TextEncoder().encode(name).length > 63) {
    say(where, `"${name}" is longer than the 63 bytes that PostgreSQL keeps of a name`)
  }
}

function readTable(
  key: string,
  name: QualifiedName,
  table: TableConfig,
  defaultSchema: string,
  say: Say,
): TableDefinition {
  const where = `tables["${key}"]`
  const kinds = (['tenant', 'via', 'shared'] as const).filter((kind) => table[kind] !== undefined)
  if (kinds.length !== 1) say(where, 'needs exactly one of tenant, via and shared')
  const kind = kinds[0] ?? 'tenant'

  if (table.tenant !== undefined) checkName(`${where}.tenant`, table.tenant, say)
  let via: TableDefinition['via']
  if (table.via !== undefined) {
    const target = parseQualified(table.via.table ?? '', defaultSchema)
    if (target === undefined) say(`${where}.via.table`, 'is not a name')
    checkName(`${where}.via.column`, table.via.column, say)
    via = {
      table: target ?? name,
      column: table.via.column,
      references: table.via.references ?? 'id',
    }
    checkName(`${where}.via.references`, via.references, say)
  }
  if (table.shared !== undefined && table.shared !== 'read' && table.shared !== 'write') {
    say(`${where}.shared`, 'must be "read" or "write"')
  }

  const commands = readCommands(`${where}.commands`, table.commands, say) ?? allCommands
  const allowed = table.shared === 'read' ? commands.filter((command) => command === 'select') : commands
  if (table.shared === 'read' && table.commands !== undefined && allowed.length !== commands.length) {
    say(`${where}.commands`, 'goes beyond select, which shared: "read" rules out')
  }
  const rules = table.also === undefined ? [] : Array.isArray(table.also) ? table.also : [table.also]
  return {
    ...name,
    kind,
    tenant: table.tenant,
    via,
    shared: table.shared,
    also: rules.map((rule: AlsoRule, index: number) =>
      readRule(
        `${where}.also${rules.length > 1 ? `[${index}]` : ''}`,
        rule,
        name,
        allowed,
        defaultSchema,
        say,
      ),
    ),
    commands: allowed,
    index: table.index ?? true,
    guard: (table.guard ?? []).map((guard, index) => readGuard(`${where}.guard[${index}]`, guard, say)),
  }
}

function readCommands(
  where: string,
  commands: readonly Command[] | undefined,
  say: Say,
): readonly Command[] | undefined {
  if (commands === undefined) return undefined
  for (const command of commands) {
    if (!allCommands.includes(command)) say(where, `"${command}" is none of ${allCommands.join(', ')}`)
  }
  if (commands.length === 0) say(where, 'is empty; leave the table out instead')
  return allCommands.filter((command) => commands.includes(command))
}

function readRule(
  where: string,
  rule: AlsoRule,
  table: QualifiedName,
  allowed: readonly Command[],
  defaultSchema: string,
  say: Say,
): AlsoDefinition {
  const commands = readCommands(`${where}.commands`, rule.commands, say) ?? allowed
  if ('memberOf' in rule) {
    checkName(`${where}.column`, rule.column, say)
    const members = parseQualified(rule.memberOf, defaultSchema)
    if (members === undefined) say(`${where}.memberOf`, 'is not a name')
    else if (displayName(members) === displayName(table)) {
      say(`${where}.memberOf`, 'is the table itself; a policy that reads its own table recurses for ever')
    }
    const key = rule.key ?? rule.column
    const user = rule.user ?? 'user_id'
    checkName(`${where}.key`, key, say)
    checkName(`${where}.user`, user, say)
    return { kind: 'member', column: rule.column, table: members ?? table, key, user, commands }
  }
  if ('owner' in rule) {
    checkName(`${where}.owner`, rule.owner, say)
    return { kind: 'owner', column: rule.owner, commands }
  }
  if (typeof rule.using !== 'string' || rule.using.trim() === '') {
    say(where, 'needs memberOf, owner, or a predicate in using')
  }
  return { kind: 'sql', using: rule.using, check: rule.check ?? rule.using, commands }
}

function readGuard(where: string, guard: NonNullable<TableConfig['guard']>[number], say: Say): GuardColumn {
  checkName(`${where}.column`, guard.column, say)
  if (typeof guard.type !== 'string' || guard.type.trim() === '') say(`${where}.type`, 'must be a type')
  if (guard.data !== undefined && guard.data !== 'snapshot') say(`${where}.data`, 'must be "snapshot"')
  return { column: guard.column, type: guard.type, data: 'snapshot' }
}

/** A table reached through another needs that one declared, and a chain needs an end. */
function checkReferences(tables: ReadonlyMap<string, TableDefinition>, say: Say): void {
  for (const table of tables.values()) {
    const where = `tables["${displayName(table)}"]`
    const seen = new Set([displayName(table)])
    let here: TableDefinition | undefined = table
    while (here?.via !== undefined) {
      const next = displayName(here.via.table)
      if (!tables.has(next)) {
        say(`${where}.via`, `leads to ${next}, which is not declared`)
        break
      }
      if (seen.has(next)) {
        say(`${where}.via`, `leads in a circle through ${next}`)
        break
      }
      seen.add(next)
      here = tables.get(next)
    }
    if (here !== undefined && here.kind === 'shared' && here !== table) {
      say(`${where}.via`, `ends at ${displayName(here)}, which is shared and so has no tenant`)
    }
    for (const rule of table.also) {
      if (
        rule.kind === 'member' &&
        tables.get(displayName(rule.table))?.also.some((r) => r.kind === 'member')
      ) {
        say(`${where}.also`, `reads ${displayName(rule.table)}, which has a membership rule of its own`)
      }
    }
  }
}
