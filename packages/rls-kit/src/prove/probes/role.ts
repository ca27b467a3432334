import { nameOf } from '../../audit/context.ts'
import { copyTargets } from '../../audit/functions.ts'
import { qualified, quoteIdent, quoteLiteral } from '../../sql.ts'
import { insertable, insertSql } from '../fill.ts'
import {
  attempt,
  become,
  carriesMark,
  type Filled,
  isPrivilege,
  reasonOf,
  type Stage,
  unbecome,
} from '../stage.ts'
import { kindOf, teller } from './read.ts'

/** What the app role can become, and what it then reads. */
export async function probeRoles(stage: Stage): Promise<void> {
  const { context } = stage
  const app = context.app
  if (app === undefined) return
  const tell = teller(stage, app.name, 'role')
  const others = new Set([...context.canBecome, ...context.holders])
  others.delete(app.oid)
  const roles = context.snapshot.roles.filter(
    (role) => others.has(role.oid) || (app.createRole && owns(stage, role.oid)),
  )
  if (roles.length > 0 && !stage.authorized) {
    tell('set role', 'unproven', 'only a superuser login can try SET ROLE as the app role would')
    return
  }
  for (const role of roles) {
    const done = await attempt(stage, 'a', async (session) => {
      await session.query('savepoint rls_kit_role')
      try {
        await session.query(`set local role ${quoteIdent(role.name)}`)
      } catch {
        // who may grant a role may grant it to himself
        await session.query('rollback to savepoint rls_kit_role')
        await session.query(`grant ${quoteIdent(role.name)} to ${quoteIdent(app.name)}`)
        await session.query(`set local role ${quoteIdent(role.name)}`)
      }
      for (const { relation } of stage.tables.values()) {
        if (context.tenantTable(relation.oid) === undefined) continue
        for (const open of ['', `alter table ${qualified(relation)} no force row level security`]) {
          await session.query('savepoint rls_kit_become')
          try {
            if (open !== '') await session.query(open)
            const { rows } = await session.query(
              `select count(*)::int as n from ${qualified(relation)} rls_kit_row where ${carriesMark}`,
              [[...stage.sides.b.marks]],
            )
            if (((rows as { n: number }[])[0]?.n ?? 0) > 0) return `reads ${nameOf(relation)}`
          } catch {
            // no privilege on this table; another may be open
          }
          await session.query('rollback to savepoint rls_kit_become')
        }
        await session.query('savepoint rls_kit_become')
        try {
          await session.query(`truncate ${qualified(relation)} cascade`)
          return `empties ${nameOf(relation)}`
        } catch {
          await session.query('rollback to savepoint rls_kit_become')
        }
      }
      return undefined
    })
    if (!done.ok) tell('set role', 'held', `${role.name}: ${reasonOf(done)}`)
    else if (done.value === undefined)
      tell('set role', 'held', `as ${role.name} it reads no row of tenant B's either`)
    else tell('set role', 'leak', `after SET ROLE ${role.name} it ${done.value}, with tenant B's rows`)
  }
}

const owns = (stage: Stage, oid: number): boolean =>
  stage.context.tenancy.tables.some((table) => table.relation.owner === oid)

/** Programs and files of the server, where every tenant's rows lie. The program is `echo`. */
export async function probePrograms(stage: Stage): Promise<void> {
  const tell = teller(stage, stage.app, 'role')
  const program = await attempt(stage, 'a', async (session) => {
    await session.query('create temporary table rls_kit_line (line text)')
    await session.query("copy rls_kit_line from program 'echo rls-kit'")
  })
  if (program.ok) {
    tell('program', 'leak', 'COPY FROM PROGRAM ran a command as the user that owns the database files')
    return
  }
  const { rows } = await stage.session
    .query("select setting as folder from pg_catalog.pg_settings where name = 'data_directory'")
    .catch(() => ({ rows: [] }))
  const folder = (rows as { folder: string }[])[0]?.folder
  if (folder === undefined || folder === '') {
    tell(
      'program',
      isPrivilege(program) || program.code === '42501' ? 'denied' : 'unproven',
      reasonOf(program),
    )
    return
  }
  const { context } = stage
  const names = context.snapshot.roles
    .filter((role) => context.canBecome.has(role.oid))
    .map((role) => role.name)
  let refused: string | undefined
  // as itself, and as what it can become
  for (const role of [undefined, ...(stage.authorized ? names : [])]) {
    for (const [what, statements] of filesOf(folder)) {
      const done = await attempt(stage, 'a', async (session) => {
        await session.query('create temporary table rls_kit_line (line text)')
        await session.query('grant insert on rls_kit_line to public')
        if (role !== undefined) await session.query(`set local role ${quoteIdent(role)}`)
        await session.query(statements)
      })
      if (done.ok) {
        tell('program', 'leak', role === undefined ? what : `after SET ROLE ${role}: ${what}`)
        return
      }
      if (done.code !== '42501' && role === undefined) refused ??= reasonOf(done)
    }
  }
  if (refused === undefined) tell('program', 'denied', reasonOf(program as { error: unknown }))
  else tell('program', 'unproven', refused)
}

const filesOf = (folder: string): readonly [what: string, sql: string][] => [
  [
    'COPY FROM PROGRAM ran a command as the user that owns the database files',
    "copy rls_kit_line from program 'echo rls-kit'",
  ],
  [
    "COPY FROM read a file of the server's data folder",
    `copy rls_kit_line from ${quoteLiteral(`${folder}/PG_VERSION`)}`,
  ],
  ["pg_read_file read a file of the server's data folder", "select pg_catalog.pg_read_file('PG_VERSION')"],
  ['COPY TO opened a file of the server for writing', "copy (select 1) to '/dev/null'"],
]

/** What NOTIFY sends comes with COMMIT, and nothing is committed here: so row contents in it count as unproven. */
export function probeNotify(stage: Stage, filled: Filled): void {
  const { context } = stage
  const tell = teller(stage, nameOf(filled.relation), kindOf(filled.relation))
  for (const trigger of context.snapshot.triggers) {
    const fn = trigger.table === filled.relation.oid ? context.functionOf(trigger.function) : undefined
    if (fn === undefined || !copyTargets(context, fn.source).notifies) continue
    tell(
      'trigger',
      'unproven',
      `${trigger.name} sends row contents with NOTIFY, and any role may LISTEN; it sends them at COMMIT, which is not tried`,
    )
  }
}

/** With the TRIGGER privilege, tenant A hangs a function into tenant B's writes and reads what it saw. */
export async function probeTrigger(stage: Stage, filled: Filled): Promise<void> {
  const { relation, spareB } = filled
  const held = stage.context.held(relation)
  if (!held.has('TRIGGER') && !held.has('REFERENCES')) return
  const tell = teller(stage, nameOf(relation), kindOf(relation))
  if (held.has('TRIGGER') && spareB !== undefined) {
    const done = await attempt(stage, 'a', async (session) => {
      await session.query('create temporary table rls_kit_seen (t text)')
      await session.query(`create function pg_temp.rls_kit_peek() returns trigger language plpgsql as
        $$ begin insert into pg_temp.rls_kit_seen values (new::text); return new; end $$`)
      await session.query(
        `create trigger rls_kit_peek after insert on ${qualified(relation)} for each row execute function pg_temp.rls_kit_peek()`,
      )
      await unbecome(stage)
      await become(stage, 'b')
      await session.query(insertSql(relation, insertable(stage, relation, spareB)))
      await unbecome(stage)
      await become(stage, 'a')
      const { rows } = await session.query(
        `select count(*)::int as n from pg_temp.rls_kit_seen rls_kit_row where ${carriesMark}`,
        [[...stage.sides.b.marks]],
      )
      return (rows as { n: number }[])[0]?.n ?? 0
    })
    if (done.ok && done.value > 0)
      tell('trigger', 'leak', "a trigger that tenant A made was handed tenant B's new row")
    else
      tell(
        'trigger',
        done.ok ? 'held' : isPrivilege(done) ? 'denied' : 'unproven',
        done.ok ? 'it saw nothing' : reasonOf(done),
      )
  }
  if (held.has('REFERENCES')) {
    const b = filled.b[0]
    const key = relation.columns.find((column) =>
      stage.context.snapshot.indexes.some(
        (index) =>
          index.table === relation.oid &&
          index.unique &&
          !index.partial &&
          index.columns.length === 1 &&
          index.columns[0] === column.number,
      ),
    )
    const schema = stage.context.snapshot.schemas.find((row) => stage.context.heldBy(row.acl).has('CREATE'))
    if (key === undefined || schema === undefined || b === undefined) return
    const name = qualified({ schema: schema.name, name: 'rls_kit_reference' })
    const done = await attempt(stage, 'a', async (session) => {
      await session.query(
        `create table ${name} (k ${key.type} references ${qualified(relation)} (${quoteIdent(key.name)}))`,
      )
      await session.query(`insert into ${name} values (${quoteLiteral(b[key.name] ?? '')}::${key.type})`)
    })
    if (done.ok)
      tell('trigger', 'leak', "a foreign key that tenant A made tells which of tenant B's keys exist")
  }
}
