import { quoteIdent, quoteLiteral } from '../sql.ts'
import { missingPartitions } from './compare.ts'
import {
  addColumn,
  asideName,
  createExtension,
  createPolicy,
  moveBack,
  setGrants,
  setStorage,
} from './restore-sql.ts'
import type { ShapeColumn } from './shape.ts'
import { attachPartition, createTable, createTrigger, finishTable, otherViews } from './shape-sql.ts'
import { displayTarget, tableOf } from './target.ts'
import type { ColumnState, Finding, PartitionState, PolicyState } from './types.ts'
import { createView } from './views.ts'

/** One step of a restore. `sql` steps of one plan run one by one, each in a transaction of its own. */
export type RestoreStep =
  | {
      readonly kind: 'sql'
      readonly what: string
      readonly object: string
      readonly sql: readonly string[]
      /** A failure is reported and the restore goes on: what it refers to may be gone as well. */
      readonly optional?: boolean | undefined
      /** It belongs to a step that is reported, and is not reported by itself. */
      readonly quiet?: boolean | undefined
    }
  | {
      readonly kind: 'rows'
      /** Only those that belong into these partitions; undefined for all that are missing. */
      readonly partitions?: readonly PartitionState[] | undefined
    }
  | { readonly kind: 'data'; readonly overwrite: boolean }
  | {
      readonly kind: 'index'
      readonly name: string
      /** The statement that makes way for it, where a wrong or invalid one stands in its place. */
      readonly drop: string | undefined
      readonly create: string
      /** For a table that takes writes meanwhile; undefined where PostgreSQL cannot do it. */
      readonly createConcurrently: string | undefined
      readonly comment: string | undefined
    }

/** What a restore will do, and what it will not. */
export interface RestorePlan {
  readonly steps: readonly RestoreStep[]
  /** What it refuses, each as one sentence with advice. */
  readonly refused: readonly string[]
}

/** Decisions that belong to the user. */
export interface RestoreChoices {
  /** Also puts back values that are there but are not what the snapshot holds. Default false. */
  readonly overwrite?: boolean | undefined
  /** Also puts back rows that were deleted since the snapshot, one by one. Default: only where all are gone. */
  readonly rows?: boolean | undefined
  /** Where the type changed: keep the column of another type aside, and bring the recorded one back. Default false. */
  readonly replaceColumn?: boolean | undefined
}

/**
 * Decides how to get from what is there to what was recorded: row security and policies first, so that no row is
 * readable a moment longer than it must, then the column, its data, constraints, and indexes last. Pure.
 */
export function planRestore(
  expected: ColumnState,
  live: ColumnState,
  findings: readonly Finding[],
  choices: RestoreChoices = {},
): RestorePlan {
  const steps: RestoreStep[] = []
  const refused: string[] = []
  const has = (kind: Finding['kind']): boolean => findings.some((finding) => finding.kind === kind)
  const sql = (what: string, object: string, ...statements: string[]): void => {
    steps.push({ kind: 'sql', what, object, sql: statements })
  }
  // What it refers to may be gone as well, such as a role: then the rest is restored all the same, and it is said.
  const attempt = (what: string, object: string, ...statements: string[]): void => {
    steps.push({ kind: 'sql', what, object, sql: statements, optional: true })
  }
  const name = displayTarget(expected.target)
  const table = tableOf(expected.target)
  const column = expected.column!
  const ident = quoteIdent(expected.target.column)

  const quietly = (what: string, object: string, ...statements: string[]): void => {
    steps.push({ kind: 'sql', what, object, sql: statements, optional: true, quiet: true })
  }

  if (live.movedTo !== null) {
    sql('moved back', name, ...moveBack(expected, live))
    return { steps, refused } // the rest is seen only once it is back in its place
  }
  if (live.table === null) {
    const { shape } = expected
    if (shape === undefined) {
      return {
        steps,
        refused: [`${name}: its table is gone. Create the table with its rows, then restore again.`],
      }
    }
    const schema = quoteIdent(expected.target.schema)
    if (!live.schemaExists) sql('schema', schema, `create schema ${schema}`)
    if (column.extension !== null) sql('extension', column.extension, createExtension(column))
    for (const need of shape.needs) quietly(need.what, need.name, ...need.sql)
    sql('table', table, ...createTable(expected.target, shape, expected.partitions))
    return { steps, refused } // its rows, row security and indexes are seen only once it is there
  }

  if (has('rls-disabled')) sql('row security', name, `alter table ${table} enable row level security`)
  if (has('rls-not-forced')) sql('forced row security', name, `alter table ${table} force row level security`)
  const typeChanged = has('type-changed')
  const missing = has('column-missing') || typeChanged
  const policies = (ofColumn: boolean): void => {
    for (const policy of expected.policies) {
      const kind = findings.find(
        (f) => f.object === policy.name && /^policy-(missing|changed)$/.test(f.kind),
      )?.kind
      if (kind === undefined || (missing && reads(policy, expected.target.column)) !== ofColumn) continue
      const drop = kind === 'policy-changed' ? [`drop policy ${quoteIdent(policy.name)} on ${table}`] : []
      attempt('policy', policy.name, ...drop, ...createPolicy(table, policy))
    }
  }
  const again = columnsMadeAgain(expected, live)
  for (const c of again) {
    const collation = c.collation === null ? '' : ` collate ${c.collation}`
    const value = c.default === null ? '' : ` default ${c.default}`
    attempt(
      'column',
      c.name,
      `alter table ${table} add column ${quoteIdent(c.name)} ${c.type}${collation}${value}`,
    )
  }
  policies(false)
  const partitions = missingPartitions(expected, live)
  for (const partition of partitions) {
    attempt('partition', `${partition.schema}.${partition.name}`, attachPartition(partition))
  }

  if (typeChanged && !choices.replaceColumn) {
    refused.push(
      `${name} is ${live.column?.type} and was ${column.type}: no value is converted unasked. ` +
        'Restore with --replace-column to keep the new one aside and bring the recorded one back.',
    )
    return { steps, refused }
  }
  if (typeChanged) {
    const aside = quoteIdent(asideName(expected.target.column, live))
    sql('other column kept aside', name, `alter table ${table} rename column ${ident} to ${aside}`)
  }
  if (missing) sql('column', name, ...addColumn(table, ident, column))
  const emptied = findings.some(
    (finding) => finding.kind === 'rows-deleted' && (finding.loss || choices.rows),
  )
  // Where the column is missing its rows cannot be counted yet; a further round sees them.
  if (emptied && expected.shape !== undefined) {
    steps.push({ kind: 'rows', partitions: onlyPartitions(expected, live, findings, choices) })
    for (const c of again) {
      if (c.notNull)
        quietly('belonging', table, `alter table ${table} alter column ${quoteIdent(c.name)} set not null`)
    }
    if (expected.table?.oid !== live.table.oid) {
      for (const statement of finishTable(expected.target, expected.shape))
        quietly('belonging', table, statement)
      for (const view of otherViews(expected.shape, expected.views)) quietly('belonging', table, ...view)
    }
  }
  if (
    column.generated === '' &&
    (missing || has('values-lost') || (choices.overwrite && has('values-changed')))
  ) {
    steps.push({ kind: 'data', overwrite: choices.overwrite === true })
  }
  for (const constraint of expected.constraints) {
    if (!missing && !findings.some((f) => f.kind === 'constraint-missing' && f.object === constraint.name))
      continue
    attempt(
      'constraint',
      constraint.name,
      `alter table ${table} drop constraint if exists ${quoteIdent(constraint.name)}`,
      `alter table ${table} add constraint ${quoteIdent(constraint.name)} ${constraint.definition}`,
    )
  }
  if (column.notNull && (missing || has('not-null-dropped'))) {
    attempt('not null', name, `alter table ${table} alter column ${ident} set not null`)
  }
  if (!missing && has('default-changed') && column.generated === '') {
    attempt(
      'default',
      name,
      `alter table ${table} alter column ${ident} ${column.default === null ? 'drop default' : `set default ${column.default}`}`,
    )
  }
  if (missing || has('comment-changed')) {
    const text = column.comment === null ? 'null' : quoteLiteral(column.comment)
    if (!missing || column.comment !== null)
      attempt('comment', name, `comment on column ${table}.${ident} is ${text}`)
  }
  if (has('storage-changed')) attempt('storage', name, ...setStorage(table, ident, column))
  if (has('grants-changed') || (missing && column.grants.length > 0)) {
    attempt('grants', name, ...setGrants(table, ident, column, missing ? [] : (live.column?.grants ?? [])))
  }
  policies(true)
  for (const trigger of expected.triggers) {
    const there = live.triggers.find((other) => other.name === trigger.name)
    if (!missing && !findings.some((f) => f.kind === 'trigger-missing' && f.object === trigger.name)) continue
    const drop = there === undefined ? [] : [`drop trigger ${quoteIdent(trigger.name)} on ${table}`]
    attempt('trigger', trigger.name, ...drop, ...createTrigger(table, trigger))
  }
  for (const view of expected.views) {
    if (!findings.some((f) => f.kind === 'view-missing' && f.object === `${view.schema}.${view.name}`))
      continue
    attempt('view', `${quoteIdent(view.schema)}.${quoteIdent(view.name)}`, ...createView(view))
  }
  steps.push(...indexSteps(expected, live, findings, missing))
  return { steps, refused }
}

/** Whether a policy's expressions name the column: such a one went with it, and comes back after it. */
function reads(policy: PolicyState, column: string): boolean {
  return [policy.using, policy.check].some((text) => text?.includes(column))
}

/**
 * A table that was made again may lack the column by which its policies tell tenants apart; rows and policies need it.
 * Other columns that it lacks were left out on purpose, as far as anybody here can tell.
 */
function columnsMadeAgain(expected: ColumnState, live: ColumnState): readonly ShapeColumn[] {
  if (expected.table?.oid === live.table?.oid) return []
  return (expected.shape?.columns ?? []).filter(
    (c) =>
      c.kept &&
      !live.columns.some((other) => other.name === c.name) &&
      expected.policies.some((policy) => reads(policy, c.name)),
  )
}

/** Where only partitions are gone, only their rows are missing: what the application deleted elsewhere stays deleted. */
function onlyPartitions(
  expected: ColumnState,
  live: ColumnState,
  findings: readonly Finding[],
  choices: RestoreChoices,
): readonly PartitionState[] | undefined {
  const some = findings.some((finding) => finding.kind === 'partition-missing')
  const sameTable = expected.table?.oid === live.table?.oid
  return some && sameTable && !choices.rows ? missingPartitions(expected, live) : undefined
}

function indexSteps(
  expected: ColumnState,
  live: ColumnState,
  findings: readonly Finding[],
  missing: boolean,
): RestoreStep[] {
  return expected.indexes.flatMap((index): RestoreStep[] => {
    const finding = findings.find((f) => f.object === index.name && f.kind.startsWith('index-'))
    if (finding === undefined && !missing) return []
    const name = `${quoteIdent(expected.target.schema)}.${quoteIdent(index.name)}`
    const create = index.definition.replace(/ ON ONLY /, ' ON ')
    const wrong = live.indexes.some((other) => other.name === index.name)
    return [
      {
        kind: 'index',
        name: index.name,
        drop: wrong ? `drop index if exists ${name}` : undefined,
        create,
        createConcurrently:
          expected.table?.kind === 'p'
            ? undefined
            : create.replace(/^CREATE (UNIQUE )?INDEX /, 'CREATE $1INDEX CONCURRENTLY '),
        comment:
          index.comment === null ? undefined : `comment on index ${name} is ${quoteLiteral(index.comment)}`,
      },
    ]
  })
}
