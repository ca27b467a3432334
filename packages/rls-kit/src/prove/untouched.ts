import type { RelationRow } from '../audit/snapshot/types.ts'
import { qualified } from '../sql.ts'
import { carriesMark, type Stage } from './stage.ts'

/**
 * Where each row of tenant B's stands in a table, and what is in it. Even an UPDATE that changes nothing makes a new
 * version of the row in another place. To be asked as the login.
 */
export async function versionsOfB(stage: Stage, relation: RelationRow): Promise<string> {
  const { rows } = await stage.session.query(
    `select md5(coalesce(string_agg(t.tableoid::text || t.ctid::text || t::text, '|' order by t.tableoid, t.ctid), '')) as digest
     from ${qualified(relation)} t where ${carriesMark}`,
    [[...stage.sides.b.marks]],
  )
  return (rows as { digest: string }[])[0]?.digest ?? ''
}

/** The same over every table of tenants' rows. */
export async function allVersionsOfB(stage: Stage): Promise<string> {
  const parts: string[] = []
  for (const { relation } of stage.tables.values()) {
    if (relation.kind === 'r' && stage.context.tenantTable(relation.oid) !== undefined) {
      parts.push(await versionsOfB(stage, relation))
    }
  }
  return parts.join()
}
