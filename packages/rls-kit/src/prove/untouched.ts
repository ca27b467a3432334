import type { RelationRow } from '../audit/snapshot/types.ts'
import { qualified } from '../sql.ts'
import { become, carriesMark, type Stage, unbecome } from './stage.ts'

/**
 * Where each row of tenant B's stands in a table, and what is in it. Even an UPDATE that changes nothing makes a new
 * version of the row in another place. To be asked as the login.
 */
export async function versionsOfB(stage: Stage, relation: RelationRow): Promise<string> {
  // a login that is held to the policies sees tenant B's rows only as tenant B
  if (!stage.authorized) await become(stage, 'b')
  const { rows } = await stage.session.query(
    `select md5(coalesce(string_agg(rls_kit_row.tableoid::text || rls_kit_row.ctid::text || rls_kit_row::text, '|' order by rls_kit_row.tableoid, rls_kit_row.ctid), '')) as digest
     from ${qualified(relation)} rls_kit_row where ${carriesMark}`,
    [[...stage.sides.b.marks]],
  )
  if (!stage.authorized) await unbecome(stage)
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
