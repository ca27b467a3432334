import { quoteIdent } from '../sql.ts'
import { displayTarget } from './target.ts'
import type {
  ColumnProperties,
  ColumnState,
  Finding,
  FindingKind,
  PartitionState,
  PolicyState,
} from './types.ts'

/**
 * Every difference between what was recorded and what is there, data excepted. A pure function: the same two
 * states give the same findings, in the order in which a restore has to deal with them.
 */
export function compareStates(expected: ColumnState, live: ColumnState): Finding[] {
  const findings: Finding[] = []
  const column = displayTarget(expected.target)
  const say = (kind: FindingKind, object: string, message: string, loss = true): void => {
    findings.push({ kind, column, object, message, loss })
  }

  if (live.movedTo !== null) {
    say('moved', column, `${column} is now ${displayTarget(live.movedTo)}`)
    return findings
  }
  if (!live.schemaExists)
    say('schema-missing', expected.target.schema, `schema ${expected.target.schema} is gone`)
  if (live.table === null) {
    say('table-missing', `${expected.target.schema}.${expected.target.table}`, 'the table is gone')
    return findings
  }
  if (expected.table?.rowSecurity && !live.table.rowSecurity) {
    say('rls-disabled', expected.target.table, 'row security was on and is off')
  }
  if (expected.table?.forced && !live.table.forced) {
    say('rls-not-forced', expected.target.table, 'row security was forced and is not')
  }
  comparePolicies(expected, live, say)
  for (const { schema, name } of missingPartitions(expected, live)) {
    say('partition-missing', `${schema}.${name}`, `partition ${schema}.${name} is dropped or detached`)
  }
  if (live.column === null) say('column-missing', column, 'the column is gone')
  else if (expected.column !== null) compareColumn(expected.column, live.column, column, say)
  if (expected.key !== null && live.key === null) {
    say('key-missing', expected.target.table, 'the key by which rows are found again is gone', false)
  }
  const plain = unqualified(expected, live)
  compareNamed('constraint', expected.constraints, live.constraints, say, plain)
  compareNamed('trigger', expected.triggers, live.triggers, say, plain)
  for (const view of expected.views) {
    if (!live.views.some((other) => other.schema === view.schema && other.name === view.name)) {
      say(
        'view-missing',
        `${view.schema}.${view.name}`,
        `view ${view.schema}.${view.name} does not read it any more`,
      )
    }
  }
  compareNamed('index', expected.indexes, live.indexes, say, plain)
  return findings
}

/** Partitions that were there and are not; those above come first. Pure. */
export function missingPartitions(expected: ColumnState, live: ColumnState): PartitionState[] {
  return expected.partitions.filter(
    (partition) => !live.partitions.some((p) => p.schema === partition.schema && p.name === partition.name),
  )
}

type Say = (kind: FindingKind, object: string, message: string, loss?: boolean) => void

function comparePolicies(expected: ColumnState, live: ColumnState, say: Say): void {
  const there = new Map(live.policies.map((policy) => [policy.name, policy]))
  const known = new Set(expected.policies.map((policy) => policy.name))
  for (const policy of expected.policies) {
    const other = there.get(policy.name)
    // A rename keeps the policy: a new one that lets the same through will do.
    const renamed = live.policies.find(
      (p) => !known.has(p.name) && there.has(p.name) && samePolicy(p, policy),
    )
    if (other === undefined && renamed !== undefined) there.delete(renamed.name)
    else if (other === undefined) say('policy-missing', policy.name, `policy ${policy.name} is gone`)
    else if (!samePolicy(policy, other))
      say('policy-changed', policy.name, `policy ${policy.name} is not what it was`)
    there.delete(policy.name)
  }
  for (const name of there.keys()) say('policy-added', name, `policy ${name} is new`, false)
}

/** Whether two policies let the same roles do the same and say the same of themselves. */
export function samePolicy(a: PolicyState, b: PolicyState): boolean {
  return (
    a.permissive === b.permissive &&
    a.command === b.command &&
    a.using === b.using &&
    a.check === b.check &&
    a.comment === b.comment &&
    a.roles.join('\0') === b.roles.join('\0')
  )
}

/** The type without its schema: an extension may be created again elsewhere. */
export function typeIdentity(column: ColumnProperties): string {
  return column.extension === null
    ? column.type
    : `${column.extension}:${column.typeName}:${column.typeModifier}`
}

/**
 * Definitions without the schema of the column's type, where that is another now: an extension may be moved, or made
 * again elsewhere, and then every operator class of it prints otherwise.
 */
function unqualified(expected: ColumnState, live: ColumnState): (text: string) => string {
  const [from, to] = [expected.column?.typeSchema, live.column?.typeSchema]
  if (from === undefined || to === undefined || from === to) return (text) => text
  const names = [from, to].flatMap((name) => [`${name}.`, `${quoteIdent(name)}.`])
  return (text) => names.reduce((rest, name) => rest.replaceAll(name, ''), text)
}

function compareColumn(expected: ColumnProperties, live: ColumnProperties, column: string, say: Say): void {
  if (typeIdentity(expected) !== typeIdentity(live)) {
    say('type-changed', column, `the type was ${expected.type} and is ${live.type}`)
  }
  if (expected.notNull && !live.notNull) say('not-null-dropped', column, 'NOT NULL is gone')
  const withoutSchema = (c: ColumnProperties): string | null =>
    c.default?.replaceAll(`${c.typeSchema}.`, '').replaceAll(`${quoteIdent(c.typeSchema)}.`, '') ?? null
  if (withoutSchema(expected) !== withoutSchema(live) || expected.generated !== live.generated) {
    say(
      'default-changed',
      column,
      `the default was ${expected.default ?? 'none'} and is ${live.default ?? 'none'}`,
    )
  }
  if (expected.comment !== live.comment) say('comment-changed', column, 'the comment is not what it was')
  if (
    expected.storage !== live.storage ||
    expected.compression !== live.compression ||
    expected.statistics !== live.statistics
  ) {
    say('storage-changed', column, 'storage, compression or statistics target are not what they were')
  }
  if (JSON.stringify(expected.grants) !== JSON.stringify(live.grants)) {
    say('grants-changed', column, 'the grants on the column are not what they were')
  }
}

function compareNamed(
  what: 'index' | 'constraint' | 'trigger',
  expected: readonly { name: string; definition: string; valid?: boolean }[],
  live: readonly { name: string; definition: string; valid?: boolean }[],
  say: Say,
  plain: (text: string) => string,
): void {
  const unnamed = (item: { name: string; definition: string }): string => withoutName(plain(item.definition))
  for (const item of expected) {
    const other = live.find((candidate) => candidate.name === item.name)
    if (other === undefined) {
      // A rename keeps the thing: another one with the same definition will do.
      const renamed = live.some(
        (candidate) => unnamed(candidate) === unnamed(item) && candidate.valid !== false,
      )
      if (!renamed) say(`${what}-missing`, item.name, `${what} ${item.name} is gone`)
    } else if (plain(other.definition) !== plain(item.definition)) {
      if (what === 'index') say('index-changed', item.name, `index ${item.name} is not what it was`)
      else say(`${what}-missing`, item.name, `${what} ${item.name} is not what it was`)
    } else if (item.valid === true && other.valid === false) {
      say('index-invalid', item.name, `index ${item.name} is invalid`)
    }
  }
}

/** An index's or a trigger's definition without its own name; constraints have none inside. */
function withoutName(definition: string): string {
  return definition.replace(
    /^(CREATE (?:UNIQUE )?INDEX |CREATE (?:CONSTRAINT )?TRIGGER )(?:"(?:[^"]|"")+"|\S+) /,
    '$1',
  )
}
