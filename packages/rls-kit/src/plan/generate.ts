import { displayName, dollarQuote, qualified, quoteIdent, quoteLiteral } from '../sql.ts'
import type { RlsDefinition, TableDefinition } from '../types.ts'
import { createPolicy, desiredPolicies, desiredPrivileges, indexColumn, indexName } from './desired.ts'
import { createRole } from './roles.ts'
import { sealPolicies } from './seal.ts'

/**
 * The whole definition as SQL, for a migration tool of your own: idempotent, so that it can run after each
 * push. It touches no policy that rls-kit did not make. Where the tool has no transaction of its own, run it
 * with `psql -1`.
 *
 * @example
 * ```ts
 * import { defineRls, generate } from '@nyxcore/rls-kit'
 * import { writeFile } from 'node:fs/promises'
 *
 * const rls = defineRls({ tenant: { type: 'uuid' }, roles: { app: 'nyx_app' }, tables: { notes: { tenant: 'tenant_id' } } })
 * await writeFile('prisma/rls.sql', generate(rls))
 * ```
 */
export function generate(rls: RlsDefinition): string {
  const out: string[] = [
    '-- Tenant isolation, written by rls-kit from rls.config.ts. Change that file and generate this one again.',
    `-- The tenant of a transaction: select set_config('${rls.tenant.setting}', <id>, true)`,
  ]
  const say = (comment: string, ...statements: string[]): void => {
    out.push('', `-- ${comment.replaceAll(/[\r\n]+/g, ' ')}`, ...statements.map((sql) => `${sql};`))
  }
  for (const role of [rls.roles.owner, rls.roles.migrator, rls.roles.app]) {
    if (role !== undefined) say(`Role ${role}`, createRole(role))
  }
  if (rls.roles.owner !== undefined && rls.roles.migrator !== undefined) {
    say(
      'The migrator alters what the owner owns',
      `grant ${quoteIdent(rls.roles.owner)} to ${quoteIdent(rls.roles.migrator)}`,
    )
  }
  const app = quoteIdent(rls.roles.app)
  for (const schema of new Set(rls.tables.map((table) => table.schema))) {
    say(`Schema ${schema}`, `grant usage on schema ${quoteIdent(schema)} to ${app}`)
  }
  for (const table of rls.tables) say(title(table), ...tableStatements(rls, table, app))
  return `${out.join('\n')}\n`
}

function title(table: TableDefinition): string {
  const how =
    table.kind === 'tenant'
      ? `the tenant stands in ${table.tenant}`
      : table.kind === 'via'
        ? `the tenant is that of ${displayName(table.via!.table)}`
        : `shared by all tenants (${table.shared})`
  return `${displayName(table)}: ${how}`
}

function tableStatements(rls: RlsDefinition, table: TableDefinition, app: string): string[] {
  const name = qualified(table)
  const policies = desiredPolicies(rls, table)
  const column = indexColumn(table)
  return [
    ...(rls.roles.owner === undefined ? [] : [`alter table ${name} owner to ${quoteIdent(rls.roles.owner)}`]),
    `alter table ${name} enable row level security`,
    `alter table ${name} force row level security`,
    ...(['select', 'insert', 'update', 'delete'] as const).map(
      (command) => `drop policy if exists ${quoteIdent(`rls_kit_${command}`)} on ${name}`,
    ),
    ...policies.map((policy) => createPolicy(table, policy)),
    sealPolicies(table, policies),
    `revoke all privileges on table ${name} from public, ${app}`,
    `grant ${desiredPrivileges(table).join(', ').toLowerCase()} on table ${name} to ${app}`,
    reachOfApp(rls, table, name),
    ...(column === undefined
      ? []
      : [
          `create index if not exists ${quoteIdent(indexName(table, column))} on ${name} (${quoteIdent(column)})`,
        ]),
  ]
}

/** What only the database knows: its partitions and child tables, which are closed, and sequences behind keys. */
function reachOfApp(rls: RlsDefinition, table: TableDefinition, name: string): string {
  const app = quoteLiteral(rls.roles.app)
  const declared = rls.tables.map((other) => quoteLiteral(displayName(other))).join(', ')
  const sequences = table.commands.includes('insert')
    ? `
  for found in
    select s.oid::regclass as name from pg_catalog.pg_depend d
    join pg_catalog.pg_class s on s.oid = d.objid and s.relkind = 'S'
    where d.refobjid = ${quoteLiteral(name)}::regclass and d.deptype = 'a' and d.classid = 'pg_catalog.pg_class'::regclass
  loop
    execute format('grant usage on sequence %s to %I', found.name, ${app});
  end loop;`
    : ''
  const body = `
declare
  found record;
begin${sequences}
  for found in
    with recursive family as (
      select inhrelid as oid from pg_catalog.pg_inherits where inhparent = ${quoteLiteral(name)}::regclass
      union
      select i.inhrelid from family f join pg_catalog.pg_inherits i on i.inhparent = f.oid
    )
    select c.oid::regclass as name from family f join pg_catalog.pg_class c on c.oid = f.oid and c.relkind in ('r', 'p')
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname || '.' || c.relname not in (${declared})
  loop
    execute format('alter table %s enable row level security', found.name);
    execute format('alter table %s force row level security', found.name);
    execute format('revoke all privileges on table %s from public, %I', found.name, ${app});
  end loop;
end `
  return `do ${dollarQuote(body)}`
}
