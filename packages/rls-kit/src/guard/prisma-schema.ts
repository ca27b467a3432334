import { displayTarget } from './target.ts'
import type { ColumnState } from './types.ts'

/** What {@link amendPrismaSchema} made of a schema. */
export interface PrismaAmendment {
  readonly text: string
  /** The lines that were added, each with its model. */
  readonly added: readonly string[]
  /** Guarded columns whose table has no model here. */
  readonly unknown: readonly string[]
}

/**
 * Tells a schema.prisma of guarded columns and their indexes, so that `prisma db push` does not plan to drop them
 * at all: `Unsupported("vector(1536)")` for the column, `@@index` with `map` for each plain index. Prisma does not
 * look at partial and expression indexes, so those are left out. Pure; adding again adds nothing.
 */
export function amendPrismaSchema(text: string, states: readonly ColumnState[]): PrismaAmendment {
  const added: string[] = []
  const unknown: string[] = []
  let result = text
  for (const state of states) {
    const model = findModel(result, state.target.table)
    if (model === undefined || state.column === null) {
      unknown.push(displayTarget(state.target))
      continue
    }
    const lines: string[] = []
    const field = fieldOf(model.body, state.target.column)
    const name = field ?? prismaName(state.target.column)
    if (field === undefined) lines.push(fieldLine(state, name))
    for (const index of state.indexes) {
      const plain = / USING \w+ \((?:"(?:[^"]|"")+"|\w+)(?: [^(),]+)?\)(?: WITH \([^)]*\))?$/.test(
        index.definition,
      )
      if (plain && !model.body.includes(`map: ${JSON.stringify(index.name)}`)) {
        lines.push(`@@index([${name}], map: ${JSON.stringify(index.name)})`)
      }
    }
    added.push(...lines.map((line) => `model ${model.name}: ${line}`))
    if (lines.length > 0) {
      const body = `${model.body.trimEnd()}\n${lines.map((line) => `  ${line}\n`).join('')}`
      result = result.slice(0, model.start) + body + result.slice(model.end)
    }
  }
  return { text: result, added, unknown }
}

interface Model {
  readonly name: string
  readonly body: string
  readonly start: number
  readonly end: number
}

function findModel(text: string, table: string): Model | undefined {
  for (const found of text.matchAll(/^model\s+(\w+)\s*\{[^\n]*\n([\s\S]*?)^\}/gm)) {
    const [whole, name, body] = found as unknown as [string, string, string]
    const mapped = /@@map\(\s*(?:name:\s*)?"([^"]+)"\s*\)/.exec(body)?.[1] ?? name
    if (mapped !== table) continue
    const end = found.index + whole.length - 1
    return { name, body, start: end - body.length, end }
  }
  return undefined
}

/** The field that stands for a column: by `@map`, else by its name. */
function fieldOf(body: string, column: string): string | undefined {
  for (const line of body.split('\n')) {
    const name = /^\s*(\w+)\s+\S/.exec(line)?.[1]
    if (name === undefined) continue
    const mapped = /\s@map\(\s*(?:name:\s*)?"([^"]+)"\s*\)/.exec(line)?.[1] ?? name
    if (mapped === column) return name
  }
  return undefined
}

function prismaName(column: string): string {
  const name = column.replaceAll(/\W/g, '_').replace(/^[^A-Za-z]+/, '')
  return name === '' ? 'guarded' : name
}

function fieldLine(state: ColumnState, name: string): string {
  const column = state.column!
  const type = column.type.replace(/^(?:"(?:[^"]|"")+"|\w+)\./, '')
  const parts = [`${name} Unsupported(${JSON.stringify(type)})${column.notNull ? '' : '?'}`]
  if (column.default !== null && column.generated === '') {
    parts.push(`@default(dbgenerated(${JSON.stringify(column.default)}))`)
  }
  if (name !== state.target.column) parts.push(`@map(${JSON.stringify(state.target.column)})`)
  return parts.join(' ')
}
