import { nameOf } from '../../audit/context.ts'
import type { RelationRow } from '../../audit/snapshot/types.ts'
import { qualified, quoteIdent } from '../../sql.ts'
import { copyOut } from '../copy.ts'
import { type As, attempt, carriesMark, isPrivilege, literal, reasonOf, type Stage } from '../stage.ts'
import type { Outcome, Probe } from '../types.ts'

type Tell = (action: Probe['action'], outcome: Outcome, detail: string) => void

/** Writes one line of the result. */
export function teller(stage: Stage, object: string, kind: Probe['kind']): Tell {
  return (action, outcome, detail) => void stage.probes.push({ object, kind, action, outcome, detail })
}

/** What a relation is called in the result. */
export function kindOf(relation: RelationRow): Probe['kind'] {
  if (relation.kind === 'v') return 'view'
  if (relation.kind === 'm') return 'materialized view'
  if (relation.kind === 'f') return 'foreign table'
  return relation.partition ? 'partition' : 'table'
}

/** What the app role may read of a relation, as a FROM item: all of it, or the columns that were granted. */
export function readableFrom(stage: Stage, relation: RelationRow): string {
  const { context } = stage
  const granted = relation.columns.filter((column) => context.heldBy(column.acl).has('SELECT'))
  if (granted.length === 0 || context.heldBy(relation.acl).has('SELECT')) return qualified(relation)
  return `(select ${granted.map((column) => quoteIdent(column.name)).join(', ')} from ${qualified(relation)})`
}

/** Rows of the other tenant (or of any, where none was told) that a relation shows, and the tenant's own. */
async function look(stage: Stage, relation: RelationRow, as: As): Promise<{ foreign: number; own: number }> {
  const { a, b } = stage.sides
  const [self, others] = as === 'b' ? [b, a] : [a, b]
  const table = stage.context.tenantTable(relation.oid)
  const all = stage.context.heldBy(relation.acl).has('SELECT')
  const column = relation.columns.find(
    (row) => row.name === table?.column && (all || stage.context.heldBy(row.acl).has('SELECT')),
  )?.name
  const type = relation.columns.find((row) => row.name === column)?.type ?? 'text'
  const name = readableFrom(stage, relation)
  const count = async (where: string, marks: string[]): Promise<number> => {
    const { rows } = await stage.session.query(
      `select count(*)::int as n from ${name} rls_kit_row where ${where}`,
      [marks],
    )
    return (rows as { n: number }[])[0]?.n ?? 0
  }
  if (as === 'nobody') {
    const any = table === undefined ? carriesMark : `(${carriesMark} or true)`
    return { foreign: await count(any, [...a.marks, ...b.marks]), own: 0 }
  }
  const other =
    column === undefined
      ? ''
      : ` or rls_kit_row.${quoteIdent(column)} is distinct from ${literal(self.tenant, type)}`
  return {
    foreign: await count(`(${carriesMark}${other})`, [...others.marks]),
    own: await count(carriesMark, [...self.marks]),
  }
}

/** SELECT as tenant A, SELECT with no tenant, COPY TO. */
export async function probeRead(stage: Stage, relation: RelationRow): Promise<void> {
  const tell = teller(stage, nameOf(relation), kindOf(relation))
  const tenant = stage.context.tenantTable(relation.oid) !== undefined
  const filled = stage.tables.get(relation.oid)
  const seen = await attempt(stage, 'a', () => look(stage, relation, 'a'))
  // a policy may let one of the two look at the other and not the other way round, as >= does
  const back = await attempt(stage, 'b', () => look(stage, relation, 'b'))
  if (seen.ok && seen.value.foreign === 0 && back.ok && back.value.foreign > 0) {
    tell('select', 'leak', `tenant B reads ${back.value.foreign} rows of other tenants`)
  } else if (!seen.ok) {
    const denied = isPrivilege(seen)
    tell('select', denied ? 'denied' : 'unproven', reasonOf(seen))
  } else if (seen.value.foreign > 0) {
    tell('select', 'leak', `tenant A reads ${seen.value.foreign} rows of other tenants`)
  } else if (filled?.reason !== undefined) {
    tell('select', 'unproven', `could not be filled: ${filled.reason}`)
  } else if (relation.kind === 'f') {
    tell('select', 'unproven', 'no rows can be made on the other side of a foreign table')
  } else if (tenant && seen.value.own === 0 && filled !== undefined) {
    const policies = stage.context.policiesFor(relation.oid, 'select').some((policy) => policy.permissive)
    const child = stage.context.snapshot.inheritance.some((row) => row.child === relation.oid)
    if (policies && !child)
      tell(
        'select',
        'unproven',
        "tenant A does not see its own rows either, so seeing none of B's proves nothing",
      )
    else tell('select', 'held', 'no policy lets the app role see any row')
  } else {
    tell(
      'select',
      'held',
      tenant
        ? `tenant A sees its own ${seen.value.own} rows and none of B's`
        : "nothing of tenant B's is in it",
    )
  }
  if (seen.ok && filled?.reason === undefined) {
    const nobody = await attempt(stage, 'nobody', () => look(stage, relation, 'nobody'))
    if (!nobody.ok) tell('no tenant', isPrivilege(nobody) ? 'denied' : 'held', `fails: ${reasonOf(nobody)}`)
    else if (nobody.value.foreign > 0) {
      const fixed = stage.loginSettings.length > 0 ? ', with the settings that a login gives it' : ''
      tell('no tenant', 'leak', `a session that says no tenant${fixed} reads ${nobody.value.foreign} rows`)
    } else tell('no tenant', 'held', 'a session that says no tenant sees no row')
  }
  if (!'rpvmf'.includes(relation.kind)) return
  const from = readableFrom(stage, relation)
  const source =
    relation.kind === 'r' && from === qualified(relation) ? from : `(select * from ${from} rls_kit_row)`
  const copied = await attempt(stage, 'a', () => copyOut(stage.session, `copy ${source} to stdout`))
  if (!copied.ok) tell('copy out', isPrivilege(copied) ? 'denied' : 'unproven', reasonOf(copied))
  else if (copied.value === undefined) tell('copy out', 'unproven', 'this driver has no COPY')
  else {
    const text = copied.value
    const leaked = [...stage.sides.b.marks].some((mark) => text.includes(mark))
    if (leaked) tell('copy out', 'leak', "COPY TO sends rows of tenant B's")
    else if (filled?.reason !== undefined)
      tell('copy out', 'unproven', `could not be filled: ${filled.reason}`)
    else tell('copy out', 'held', "COPY TO sends nothing of tenant B's")
  }
}
