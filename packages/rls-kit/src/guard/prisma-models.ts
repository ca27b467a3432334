/** One model of a schema.prisma, with where its body stands in the text. */
export interface PrismaModel {
  readonly name: string
  /** The table: of `@@map`, else the model's name. */
  readonly table: string
  /** Of `@@schema`; undefined where it has none. */
  readonly schema: string | undefined
  readonly fields: readonly PrismaField[]
  /** The names that `map:` gives to indexes. */
  readonly indexes: ReadonlySet<string>
  /** Where a field can be added: after the last one. */
  readonly fieldsEnd: number
  /** Where an attribute of the block can be added: before its closing brace's line. */
  readonly end: number
  readonly indent: string
}

/** One field. */
export interface PrismaField {
  readonly name: string
  /** The column: of `@map`, else the field's name. */
  readonly column: string
  /** As it is written, such as `Unsupported("vector(3)")?`. */
  readonly type: string
}

/**
 * Reads the models of a schema.prisma, as far as tables, columns and index names go. Comments and what stands inside
 * quotes mislead nobody: they are blanked first, in place, so that every offset is one of the text given. Pure.
 */
export function readModels(text: string): PrismaModel[] {
  const code = blank(text)
  const models: PrismaModel[] = []
  for (const found of code.matchAll(/^[ \t]*model\s+(\w+)\s*\{/gm)) {
    const start = found.index + found[0].length
    const close = code.indexOf('}', start)
    if (close >= 0) models.push(readModel(text, code, found[1]!, start, close))
  }
  return models
}

function readModel(text: string, code: string, name: string, start: number, close: number): PrismaModel {
  const fields: PrismaField[] = []
  let fieldsEnd = start
  let indent: string | undefined
  for (const statement of statements(code, start, close)) {
    const shape = /^(\w+)\s+(Unsupported\s*\([^)]*\)(?:\[\]|\?)?|\w+(?:\[\]|\?)?)/.exec(
      code.slice(statement.start, statement.end),
    )
    if (shape === null) continue
    const from = statement.start + shape[0].length - shape[2]!.length
    const mapped = argument(text, code, /(?<!@)@map\s*\(/g, statement.start, statement.end)
    fields.push({
      name: shape[1]!,
      column: mapped ?? shape[1]!,
      type: text.slice(from, from + shape[2]!.length),
    })
    fieldsEnd = statement.end
    indent ??= /\n([ \t]+)$/.exec(text.slice(0, statement.start))?.[1]
  }
  const indexes = new Set<string>()
  for (const found of code.slice(start, close).matchAll(/\bmap:\s*"/g)) {
    const name = quoted(text, start + found.index + found[0].length - 1)
    if (name !== undefined) indexes.add(name)
  }
  const before = text.slice(0, close)
  return {
    name,
    table: argument(text, code, /@@map\s*\(/g, start, close) ?? name,
    schema: argument(text, code, /@@schema\s*\(/g, start, close),
    fields,
    indexes,
    fieldsEnd: fields.length === 0 ? start : lineEnd(text, fieldsEnd),
    end: before.length - /[ \t]*$/.exec(before)![0].length,
    indent: indent ?? '  ',
  }
}

/** Statements of a body: lines, but one that opens a bracket goes on until it closes. */
function* statements(code: string, start: number, close: number): Generator<{ start: number; end: number }> {
  let depth = 0
  let from = start
  for (let at = start; at <= close; at++) {
    const char = code[at]!
    if (char === '(' || char === '[') depth++
    else if (char === ')' || char === ']') depth--
    else if (at === close || (char === '\n' && depth === 0)) {
      const line = code.slice(from, at)
      const lead = /^\s*/.exec(line)![0].length
      if (lead < line.length) yield { start: from + lead, end: from + line.trimEnd().length }
      from = at + 1
    }
  }
}

/** The first quoted argument of an attribute, by itself or as `name:`. */
function argument(
  text: string,
  code: string,
  attribute: RegExp,
  from: number,
  to: number,
): string | undefined {
  const pattern = new RegExp(`${attribute.source}\\s*(?:name:\\s*)?"`, attribute.flags)
  const found = pattern.exec(code.slice(from, to))
  return found === null ? undefined : quoted(text, from + found.index + found[0].length - 1)
}

/** The text of the literal that begins at `at`. */
function quoted(text: string, at: number): string | undefined {
  const literal = /"(?:[^"\\\n]|\\.)*"/y
  literal.lastIndex = at
  try {
    return JSON.parse(literal.exec(text)?.[0] ?? '') as string
  } catch {
    return undefined
  }
}

/** Comments, and what stands between quotes, as spaces; lines and offsets stay. */
function blank(text: string): string {
  return text.replaceAll(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (found) =>
    found.startsWith('"') ? `"${' '.repeat(found.length - 2)}"` : found.replaceAll(/[^\r\n]/g, ' '),
  )
}

/** After the comment that may end the line, before its end. */
function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  if (end < 0) return at
  return text[end - 1] === '\r' ? end - 1 : end
}
