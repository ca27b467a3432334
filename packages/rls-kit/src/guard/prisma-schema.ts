import { type PrismaModel, readModels } from './prisma-models.ts'
import { displayTarget } from './target.ts'
import type { ColumnState } from './types.ts'

/** What {@link amendPrismaSchema} made of a schema. */
export interface PrismaAmendment {
  readonly text: string
  /** The lines that were added, each with its model. */
  readonly added: readonly string[]
  /** Guarded columns whose table has no model here. */
  readonly unknown: readonly string[]
  /** What a person has to decide: a field of another type, or one that keeps Prisma Client from creating rows. */
  readonly notes: readonly string[]
}

/**
 * Tells a schema.prisma of guarded columns and their indexes, so that `prisma db push` does not plan to drop them
 * at all: `Unsupported("vector(1536)")` for the column, `@@index` with `map` for each plain index. Prisma does not
 * look at partial and expression indexes, so those are left out. Everything else stays as it is, to the byte. Pure;
 * adding again adds nothing.
 */
export function amendPrismaSchema(text: string, states: readonly ColumnState[]): PrismaAmendment {
  const added: string[] = []
  const unknown: string[] = []
  const notes: string[] = []
  let result = text
  for (const state of states) {
    const model = state.column === null ? undefined : findModel(result, state)
    if (model === undefined) {
      unknown.push(displayTarget(state.target))
      continue
    }
    const field = model.fields.find((other) => other.column === state.target.column)
    const name = field?.name ?? freeName(state.target.column, model)
    const line = field === undefined ? fieldLine(state, name) : undefined
    if (field !== undefined) notes.push(...differs(model, field.type, name, state))
    if (line !== undefined && state.column!.notNull && state.column!.default === null) {
      notes.push(
        `model ${model.name}: ${name} is NOT NULL without a default, so Prisma Client cannot create its rows; drop NOT NULL, or give it a default`,
      )
    }
    const indexes = state.indexes
      .filter((index) => isPlain(index.definition) && !model.indexes.has(index.name))
      .map((index) => `@@index([${name}], map: ${JSON.stringify(index.name)})`)
    added.push(...[line ?? [], indexes].flat().map((text) => `model ${model.name}: ${text}`))
    result = insert(result, model, line, indexes)
  }
  return { text: result, added, unknown, notes }
}

function findModel(text: string, { target }: ColumnState): PrismaModel | undefined {
  const models = readModels(text).filter((model) => model.table === target.table)
  return (
    models.find((model) => model.schema === target.schema) ??
    models.find((model) => model.schema === undefined)
  )
}

/** Attributes last, fields before them: in this order no offset moves before it is used. */
function insert(
  text: string,
  model: PrismaModel,
  field: string | undefined,
  indexes: readonly string[],
): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  const attributes = indexes.map((index) => `${model.indent}${index}${eol}`).join('')
  // A body on one line, `model A { id Int @id }`, has no line of its own for it.
  const open = attributes !== '' && !/[\n{]$/.test(text.slice(0, model.end)) ? eol : ''
  const rest = text.slice(0, model.end) + open + attributes + text.slice(model.end)
  if (field === undefined) return rest
  return `${rest.slice(0, model.fieldsEnd)}${eol}${model.indent}${field}${rest.slice(model.fieldsEnd)}`
}

/** A field that is there and is not what the column is: Prisma would change the column. */
function differs(model: PrismaModel, type: string, name: string, state: ColumnState): string[] {
  const written = /^Unsupported\s*\(\s*"([^"]*)"\s*\)(\?)?$/.exec(type)
  const bare = (text: string): string => text.replaceAll(/\s+/g, '').replace(/^.*\./, '').toLowerCase()
  const wanted = bareType(state)
  if (written !== null && bare(written[1]!) === bare(wanted)) return []
  return [`model ${model.name}: ${name} is ${type}, and the column is ${wanted}`]
}

/** `CREATE INDEX ... USING hnsw (embedding ...)`: one column, no predicate. */
function isPlain(definition: string): boolean {
  return / USING \w+ \((?:"(?:[^"]|"")+"|\w+)(?: [^(),]+)?\)(?: WITH \([^)]*\))?$/.test(definition)
}

/** A name that Prisma takes and that no other field has. */
function freeName(column: string, model: PrismaModel): string {
  const name = column.replaceAll(/\W/g, '_').replace(/^[^A-Za-z]+/, '') || 'guarded'
  const taken = new Set(model.fields.map((field) => field.name))
  if (!taken.has(name)) return name
  for (let n = 1; ; n++) if (!taken.has(`${name}_${n}`)) return `${name}_${n}`
}

function fieldLine(state: ColumnState, name: string): string {
  const column = state.column!
  const parts = [`${name} Unsupported(${JSON.stringify(bareType(state))})${column.notNull ? '' : '?'}`]
  if (column.default !== null && column.generated === '') {
    parts.push(`@default(dbgenerated(${JSON.stringify(column.default)}))`)
  }
  if (name !== state.target.column) parts.push(`@map(${JSON.stringify(state.target.column)})`)
  return parts.join(' ')
}

function bareType(state: ColumnState): string {
  return state.column!.type.replace(/^(?:"(?:[^"]|"")+"|\w+)\./, '')
}
