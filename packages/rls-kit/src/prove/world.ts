import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import type { AuditContext } from '../audit/context.ts'
import { writes } from '../audit/keys.ts'
import { tenantParent } from '../audit/select.ts'
import type { RelationRow } from '../audit/snapshot/types.ts'
import { qualified, quoteIdent } from '../sql.ts'
import type { IdType, Queryable } from '../types.ts'
import { CannotFill, foreignKeyLinks, insertRow, type Link } from './fill.ts'
import type { Filled, Row, Side, Stage } from './stage.ts'

/** A tenant nobody has, and a text that stands in all its rows. */
export function makeSide(type: string, fixed?: string): Side {
  const marker = `nyx${randomBytes(4).toString('hex')}`
  const tenant = fixed ?? makeId(type, marker)
  return {
    tenant,
    user: makeId(type, `${marker}u`),
    marker,
    marks: new Set([tenant, marker, marker.toUpperCase()]),
  }
}

/** The type that an id must have to fit into every tenant column: a bigint's columns may be integers. */
export function narrowest(context: AuditContext, type: IdType): string {
  if (type !== 'bigint') return type
  const found = new Set(
    context.tenancy.tables.map(
      ({ relation, column }) => relation.columns.find((row) => row.name === column)?.type ?? type,
    ),
  )
  return ['smallint', 'integer'].find((narrow) => found.has(narrow)) ?? type
}

function makeId(type: string, marker: string): string {
  if (type === 'uuid') return randomUUID()
  if (type === 'smallint') return String(20_000 + randomInt(10_000))
  if (/int/.test(type))
    return String(
      type === 'bigint'
        ? 7_000_000_000_000 + randomInt(1_000_000_000_000)
        : 1_500_000_000 + randomInt(500_000_000),
    )
  return marker
}

/** Whether a relation holds tenants' rows: a tenant table, or a partition or child of one. */
export function isTenantRelation(context: AuditContext, oid: number): boolean {
  return context.tenantTable(oid) !== undefined || tenantParent(context, oid) !== undefined
}

/** The tables to fill, parents before children, with what each takes from others. */
export function planFill(context: AuditContext): { relation: RelationRow; links: Link[] }[] {
  const { snapshot } = context
  const wanted = new Map<number, RelationRow>()
  const want = (relation: RelationRow | undefined): void => {
    if (relation === undefined || wanted.has(relation.oid) || !'rp'.includes(relation.kind)) return
    wanted.set(relation.oid, relation)
    for (const key of snapshot.constraints) {
      if (key.type === 'f' && key.table === relation.oid) want(context.relation(key.references))
    }
    if (relation.kind === 'p') {
      for (const row of snapshot.inheritance)
        if (row.parent === relation.oid) want(context.relation(row.child))
    }
  }
  for (const relation of snapshot.relations) {
    if (isTenantRelation(context, relation.oid) || pointsAtTenants(context, relation)) want(relation)
  }
  const links = new Map([...wanted.values()].map((relation) => [relation.oid, linksOf(context, relation)]))
  const done = new Set<number>()
  const order: { relation: RelationRow; links: Link[] }[] = []
  const visit = (relation: RelationRow, path: ReadonlySet<number>): void => {
    if (done.has(relation.oid) || path.has(relation.oid)) return
    const deeper = new Set([...path, relation.oid])
    for (const link of links.get(relation.oid) ?? []) {
      const target = wanted.get(link.target)
      if (target !== undefined) visit(target, deeper)
    }
    // a partitioned table holds the rows of its partitions
    if (relation.kind === 'p') {
      for (const row of snapshot.inheritance) {
        const child = row.parent === relation.oid ? wanted.get(row.child) : undefined
        if (child !== undefined) visit(child, deeper)
      }
    }
    done.add(relation.oid)
    order.push({ relation, links: links.get(relation.oid) ?? [] })
  }
  for (const relation of wanted.values()) visit(relation, new Set())
  return order
}

/** A table without tenants whose foreign keys lead to tenants' rows, and which the app role may write. */
export function pointsAtTenants(context: AuditContext, relation: RelationRow): boolean {
  if (!writes(context, relation)) return false
  return context.snapshot.constraints.some(
    (key) => key.type === 'f' && key.table === relation.oid && isTenantRelation(context, key.references),
  )
}

/** Foreign keys, and what the definition says leads from one table to another without one. */
function linksOf(context: AuditContext, relation: RelationRow): Link[] {
  const links = foreignKeyLinks(relation, context.snapshot.constraints, (oid) => context.relation(oid))
  const has = (column: string): boolean => links.some((link) => link.columns.includes(column))
  const table = context.tenantTable(relation.oid)
  if (table?.via !== undefined && !has(table.via.column)) {
    links.push({
      columns: [table.via.column],
      target: table.via.parent.oid,
      targetColumns: [table.via.references],
    })
  }
  for (const rule of table?.declared?.also ?? []) {
    if (rule.kind !== 'member' || has(rule.column)) continue
    const members = context.snapshot.relations.find(
      (row) => row.schema === rule.table.schema && row.name === rule.table.name,
    )
    if (members !== undefined)
      links.push({ columns: [rule.column], target: members.oid, targetColumns: [rule.key] })
  }
  return links
}

/** Fills every table for both tenants, then looks for one more row of each that would fit. */
export async function fillAll(stage: Stage, rows: number): Promise<void> {
  const order = planFill(stage.context)
  for (const { relation, links } of order) {
    const filled = stage.tables.get(relation.oid) as Filled
    if (relation.kind === 'p') {
      adoptPartitions(stage, filled)
      continue
    }
    if (!isTenantRelation(stage.context, relation.oid)) {
      await fillCommon(stage, filled, links)
      if (pointsAtTenants(stage.context, relation)) {
        filled.spareA = await spare(stage, filled, links, stage.sides.a)
      }
      continue
    }
    try {
      for (const key of ['a', 'b'] as const) {
        const side = stage.sides[key]
        await sayTenant(stage, side)
        for (let index = 0; index < rows; index++) {
          try {
            filled[key].push(await insertRow(stage, filled, links, side, index, index === 0 ? 60 : 12))
          } catch (error) {
            // one row is needed; the others are for variety, and some tables hold only one a tenant
            if (!(error instanceof CannotFill) || index === 0) throw error
            break
          }
        }
      }
    } catch (error) {
      if (!(error instanceof CannotFill)) throw error
      filled.reason = error.message
    }
    remember(stage, filled)
    settleUsers(stage)
  }
  for (const { relation, links } of order) {
    const filled = stage.tables.get(relation.oid) as Filled
    if (
      filled.reason !== undefined ||
      relation.kind === 'p' ||
      !isTenantRelation(stage.context, relation.oid)
    )
      continue
    filled.spareA = await spare(stage, filled, links, stage.sides.a)
    filled.spareB =
      (await spare(stage, filled, links, stage.sides.b)) ?? (await spareOfThird(stage, filled, links))
  }
  for (const { relation } of order)
    if (relation.kind === 'p') adoptPartitions(stage, stage.tables.get(relation.oid) as Filled)
}

/** Defaults and triggers may ask for the tenant while rows are made. */
export async function sayTenant(stage: Stage, side: Side): Promise<void> {
  const { session, context } = stage
  await session.query('select set_config($1, $2, true)', [
    context.tenancy.setting ?? 'app.tenant_id',
    side.tenant,
  ])
  const user = context.definition?.tenant.userSetting
  if (user !== undefined) await session.query('select set_config($1, $2, true)', [user, side.user])
}

/** A row that would fit: below the first parent, where the tenant's user is a member, or below the last one. */
async function spare(
  stage: Stage,
  filled: Filled,
  links: readonly Link[],
  side: Side,
): Promise<Row | undefined> {
  await sayTenant(stage, side)
  for (const parent of ['first', 'last'] as const) {
    await stage.session.query('savepoint rls_kit_spare')
    try {
      return await insertRow(stage, filled, links, side, 7, 12, parent)
    } catch (error) {
      if (!(error instanceof CannotFill)) throw error
    } finally {
      await stage.session.query('rollback to savepoint rls_kit_spare')
      await stage.session.query('release savepoint rls_kit_spare')
    }
  }
  return undefined
}

/** Where each tenant has one row, such as the table of tenants, a row of another tenant is that of a third one. */
function spareOfThird(stage: Stage, filled: Filled, links: readonly Link[]): Promise<Row | undefined> {
  const type = stage.context.definition?.tenant.type ?? 'uuid'
  return spare(stage, filled, links, makeSide(narrowest(stage.context, type)))
}

/**
 * A table without tenants needs a row for those that point at it, and a second one for where each row may be pointed at
 * once; rows that are there already will do.
 */
async function fillCommon(stage: Stage, filled: Filled, links: readonly Link[]): Promise<void> {
  const { relation } = filled
  const nobody: Side = {
    tenant: '',
    user: '',
    marker: `nyx${randomBytes(4).toString('hex')}`,
    marks: new Set(),
  }
  try {
    const columns = relation.columns.map(
      (column) => `${quoteIdent(column.name)}::text as ${quoteIdent(column.name)}`,
    )
    const { rows } = await stage.session.query(
      `select ${columns.join(', ')} from ${qualified(relation)} limit 2`,
    )
    const found = rows as Row[]
    const tries = [60, 12].slice(found.length)
    for (const row of found) filled.a.push(row)
    for (const most of tries) {
      try {
        filled.a.push(await insertRow(stage, filled, links, nobody, filled.a.length, most))
      } catch (error) {
        if (!(error instanceof CannotFill) || filled.a.length === 0) throw error
      }
    }
    filled.b.push(...filled.a)
  } catch (error) {
    if (!(error instanceof CannotFill)) throw error
    filled.reason = error.message
  }
}

function adoptPartitions(stage: Stage, filled: Filled): void {
  for (const row of stage.context.snapshot.inheritance) {
    const child = row.parent === filled.relation.oid ? stage.tables.get(row.child) : undefined
    if (child === undefined || child.a.length === 0 || child.b.length === 0) continue
    if (filled.a.length === 0) {
      filled.a.push(...child.a)
      filled.b.push(...child.b)
    }
    filled.spareA ??= child.spareA
    filled.spareB ??= child.spareB
  }
  if (filled.a.length === 0) filled.reason = 'none of its partitions could be filled'
}

/** Random keys of a side's rows give them away wherever they turn up. */
function remember(stage: Stage, filled: Filled): void {
  for (const key of ['a', 'b'] as const) {
    const other = filled[key === 'a' ? 'b' : 'a']
    for (const row of filled[key]) {
      for (const column of filled.relation.columns) {
        const value = row[column.name]
        if (column.type !== 'uuid' || value === null || value === undefined) continue
        if (!other.some((foreign) => foreign[column.name] === value)) stage.sides[key].marks.add(value)
      }
    }
  }
}

/** The user of a side is whoever the membership or the row names. */
function settleUsers(stage: Stage): void {
  for (const declared of stage.context.definition?.tables ?? []) {
    for (const rule of declared.also) {
      if (rule.kind === 'sql') continue
      const at = rule.kind === 'member' ? rule.table : declared
      const column = rule.kind === 'member' ? rule.user : rule.column
      const filled = [...stage.tables.values()].find(
        (row) => row.relation.schema === at.schema && row.relation.name === at.name,
      )
      for (const key of ['a', 'b'] as const) {
        const value = filled?.[key][0]?.[column]
        if (typeof value === 'string') stage.sides[key].user = value
      }
    }
  }
}

/** Settings that ALTER ROLE and ALTER DATABASE give the app role at login, the strongest last. */
export function loginSettings(context: AuditContext): [string, string][] {
  const app = context.app?.oid
  const rank = (row: { role: number; wholeCluster: boolean }): number =>
    (row.role === 0 ? 0 : 2) + (row.wholeCluster ? 0 : 1)
  return context.snapshot.settings
    .filter((row) => row.role === 0 || row.role === app)
    .sort((a, b) => rank(a) - rank(b))
    .flatMap((row) => row.entries)
    .map(splitSetting)
    .filter(([name]) => name.includes('.'))
}

/** `name=value` in its parts. */
export function splitSetting(entry: string): [string, string] {
  const at = entry.indexOf('=')
  return [entry.slice(0, at), entry.slice(at + 1)]
}

/** Materialized views hold what they held when they were refreshed. */
export async function refresh(session: Queryable, context: AuditContext): Promise<string[]> {
  const notes: string[] = []
  for (const view of context.snapshot.relations) {
    if (view.kind !== 'm' || context.readsTenantRows(view) === undefined) continue
    await session.query('savepoint rls_kit_refresh')
    try {
      await session.query(`refresh materialized view ${qualified(view)}`)
    } catch (error) {
      await session.query('rollback to savepoint rls_kit_refresh')
      notes.push(`${view.schema}.${view.name} could not be refreshed: ${(error as Error).message}`)
    }
    await session.query('release savepoint rls_kit_refresh')
  }
  return notes
}
