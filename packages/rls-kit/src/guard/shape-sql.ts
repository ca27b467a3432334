import { quoteIdent, quoteLiteral } from '../sql.ts'
import type { ShapeColumn, TableShape } from './shape.ts'
import { tableOf } from './target.ts'
import type { GuardTarget, PartitionState, TriggerState } from './types.ts'
import { createView, grantStatements } from './views.ts'

/** Statements that create the table again, empty, with what it needs to take its rows. Pure. */
export function createTable(
  target: GuardTarget,
  shape: TableShape,
  partitions: readonly PartitionState[] = [],
): string[] {
  const table = tableOf(target)
  const late = lateColumns(target, shape)
  const serial = shape.sequences.filter((s) => !s.identity)
  return [
    ...serial.map((s) => `create sequence if not exists ${s.name} ${s.options}`),
    `create ${shape.unlogged ? 'unlogged ' : ''}table ${table} (${shape.columns.map((c) => column(c, shape, late.has(c.name))).join(', ')})` +
      (shape.inherits.length === 0 ? '' : ` inherits (${shape.inherits.join(', ')})`) +
      (shape.partitionKey === null ? '' : ` partition by ${shape.partitionKey}`) +
      (shape.options.length === 0 ? '' : ` with (${shape.options.join(', ')})`),
    ...serial.map((s) => `alter sequence ${s.name} owned by ${table}.${quoteIdent(s.column)}`),
    ...serial.flatMap((s) => grantStatements(`sequence ${s.name}`, s.grants)),
    ...partitions.flatMap(createPartition),
    // Constraints over a column with a record of its own come back with its values.
    ...shape.constraints
      .filter((k) => k.type !== 'f' && !k.columns.some((name) => name !== target.column && late.has(name)))
      .map((k) => `alter table ${table} add constraint ${quoteIdent(k.name)} ${k.definition}`),
    ...shape.columns.flatMap((c) => columnProperties(table, c, c.name === target.column)),
    ...grantStatements(table, shape.grants),
    ...(shape.comment === null ? [] : [`comment on table ${table} is ${quoteLiteral(shape.comment)}`]),
    `alter table ${table} owner to ${quoteIdent(shape.owner)}`,
  ]
}

/** Columns whose values come later than the rows: the guarded one, and others that have a record of their own. */
function lateColumns(target: GuardTarget, shape: TableShape): ReadonlySet<string> {
  return new Set(
    shape.columns
      .filter((c) => c.name === target.column || (!c.kept && c.generated === ''))
      .map((c) => c.name),
  )
}

function column(c: ShapeColumn, shape: TableShape, late: boolean): string {
  const stored = { s: 'stored', v: 'virtual' }[c.generated]
  const sequence = shape.sequences.find((s) => s.identity && s.column === c.name)
  const options = sequence === undefined ? '' : ` (${sequence.options.replace(/^as \S+ /, '')})`
  const rule =
    stored !== undefined
      ? ` generated always as (${c.default}) ${stored}`
      : c.identity !== ''
        ? ` generated ${c.identity === 'a' ? 'always' : 'by default'} as identity${options}`
        : c.default === null
          ? ''
          : ` default ${c.default}`
  const collation = c.collation === null ? '' : ` collate ${c.collation}`
  return `${quoteIdent(c.name)} ${c.type}${collation}${rule}${c.notNull && !late ? ' not null' : ''}`
}

/** Comment, statistics, storage, compression and grants of another column; the guarded one has a record of them. */
function columnProperties(table: string, c: ShapeColumn, guarded: boolean): string[] {
  if (guarded) return []
  const ident = quoteIdent(c.name)
  const alter = `alter table ${table} alter column ${ident} set`
  const storage = { p: 'plain', e: 'external', x: 'extended', m: 'main' }[c.storage ?? '']
  const compression = { p: 'pglz', l: 'lz4' }[c.compression]
  return [
    ...(storage === undefined ? [] : [`${alter} storage ${storage}`]),
    ...(c.statistics === null ? [] : [`${alter} statistics ${c.statistics}`]),
    ...(compression === undefined ? [] : [`${alter} compression ${compression}`]),
    ...(c.comment === null ? [] : [`comment on column ${table}.${ident} is ${quoteLiteral(c.comment)}`]),
    ...c.grants.map(
      (g) =>
        `grant ${g.privilege} (${ident}) on ${table} to ${g.grantee === '' ? 'public' : quoteIdent(g.grantee)}${g.grantable ? ' with grant option' : ''}`,
    ),
  ]
}

/** Statements that make one partition again, empty. Pure. */
export function createPartition(partition: PartitionState): string[] {
  const name = tableOf({ schema: partition.schema, table: partition.name })
  const parent = tableOf({ schema: partition.parent.schema, table: partition.parent.name })
  return [
    `create table ${name} partition of ${parent} ${partition.bound}${partition.key === null ? '' : ` partition by ${partition.key}`}`,
    ...(partition.rowSecurity ? [`alter table ${name} enable row level security`] : []),
    ...(partition.forced ? [`alter table ${name} force row level security`] : []),
    `alter table ${name} owner to ${quoteIdent(partition.owner)}`,
  ]
}

/**
 * One statement that attaches a partition that was detached, or makes it again where it was dropped. A table of its
 * name that is no partition is taken for the one that was detached: it attaches only if its rows fit. Pure.
 */
export function attachPartition(partition: PartitionState): string {
  const name = tableOf({ schema: partition.schema, table: partition.name })
  const parent = tableOf({ schema: partition.parent.schema, table: partition.parent.name })
  const run = (statement: string): string => `execute ${quoteLiteral(statement)};`
  return `do $rls_kit$ begin
    if pg_catalog.to_regclass(${quoteLiteral(name)}) is null then
      ${createPartition(partition).map(run).join(' ')}
    else ${run(`alter table ${parent} attach partition ${name} ${partition.bound}`)}
    end if; end $rls_kit$`
}

/** Statements that may fail because something else is gone as well: each is tried by itself, when the rows are back. */
export function finishTable(target: GuardTarget, shape: TableShape): string[] {
  const table = tableOf(target)
  return [
    ...shape.sequences.map((s) => {
      const sequence = `pg_catalog.pg_get_serial_sequence(${quoteLiteral(table)}, ${quoteLiteral(s.column)})`
      // As far as it was, or as the rows are: an id must not be given twice.
      return `select pg_catalog.setval(${sequence}, greatest((select pg_catalog.max(${quoteIdent(s.column)}) from ${table}), ${s.lastValue ?? 'null'}))`
    }),
    ...shape.indexes.map((definition) =>
      definition
        .replace(/^CREATE (UNIQUE )?INDEX /, 'CREATE $1INDEX IF NOT EXISTS ')
        .replace(/ ON ONLY /, ' ON '),
    ),
    ...(shape.replicaIdentity === 'i' && shape.replicaIndex !== null
      ? [`alter table ${table} replica identity using index ${quoteIdent(shape.replicaIndex)}`]
      : []),
    ...(shape.replicaIdentity === 'f' ? [`alter table ${table} replica identity full`] : []),
    ...(shape.replicaIdentity === 'n' ? [`alter table ${table} replica identity nothing`] : []),
    ...shape.constraints
      .filter((k) => k.type === 'f')
      .map((k) => `alter table ${table} add constraint ${quoteIdent(k.name)} ${k.definition}`),
    ...shape.inbound.map(
      (k) => `alter table ${k.table} add constraint ${quoteIdent(k.name)} ${k.definition}`,
    ),
    ...shape.statistics,
    ...shape.publications.map((name) => `alter publication ${quoteIdent(name)} add table ${table}`),
    ...shape.triggers.flatMap((trigger) => createTrigger(table, trigger)),
  ]
}

/** Statements that make a trigger as it was. Pure. */
export function createTrigger(table: string, trigger: TriggerState): string[] {
  const state = { D: 'disable', R: 'enable replica', A: 'enable always' }[trigger.enabled]
  return [
    trigger.definition,
    ...(state === undefined ? [] : [`alter table ${table} ${state} trigger ${quoteIdent(trigger.name)}`]),
  ]
}

/** Views over the table that do not read the guarded column, each as one optional step. Pure. */
export function otherViews(shape: TableShape, own: readonly { schema: string; name: string }[]): string[][] {
  return shape.views
    .filter((view) => !own.some((other) => other.schema === view.schema && other.name === view.name))
    .map(createView)
}
