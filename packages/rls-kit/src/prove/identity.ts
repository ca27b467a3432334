import { qualified, quoteIdent } from '../sql.ts'
import type { Queryable } from '../types.ts'
import type { Filled } from './stage.ts'

/**
 * A published table without a replica identity refuses every UPDATE and DELETE, which would hide what policies say of
 * them. Gives such tables a full one, and answers the SQL that takes it back. For the surrounding transaction.
 */
export async function giveIdentity(session: Queryable, tables: Iterable<Filled>): Promise<string[]> {
  const undo: string[] = []
  const { rows } = await session.query(
    "select c.oid::int8::text as oid, c.relreplident as kind, i.relname as index, exists (select from pg_catalog.pg_publication_rel l where l.prrelid = c.oid and to_jsonb(l)->>'prattrs' is not null) as listed from pg_catalog.pg_class c left join pg_catalog.pg_index x on x.indrelid = c.oid and x.indisreplident left join pg_catalog.pg_class i on i.oid = x.indexrelid where c.relkind = 'r' and exists (select from pg_catalog.pg_publication_tables p join pg_catalog.pg_namespace n on n.nspname = p.schemaname where n.oid = c.relnamespace and (p.tablename = c.relname or c.relispartition))",
  )
  const published = new Map(
    (rows as { oid: string; kind: string; index: string | null; listed: boolean }[]).map((row) => [
      row.oid,
      row,
    ]),
  )
  for (const { relation } of tables) {
    const row = published.get(String(relation.oid))
    // a list of columns has to hold the identity, and a full one is every column
    if (row === undefined || row.kind === 'f' || row.listed) continue
    const name = qualified(relation)
    await session.query('savepoint rls_kit_identity')
    try {
      await session.query(`alter table ${name} replica identity full`)
      const before =
        row.kind === 'n' ? 'nothing' : row.index === null ? 'default' : `using index ${quoteIdent(row.index)}`
      undo.push(`alter table ${name} replica identity ${before}`)
    } catch {
      await session.query('rollback to savepoint rls_kit_identity') // not the owner: the probes say what fails
    }
    await session.query('release savepoint rls_kit_identity')
  }
  return undo
}
