/** A name with its schema. */
export interface QualifiedName {
  readonly schema: string
  readonly name: string
}

/**
 * Quotes an identifier. Always quotes, so that case, keywords and hostile characters mean nothing special.
 * PostgreSQL accepts every character but NUL in one.
 */
export function quoteIdent(name: string): string {
  if (name.includes('\0')) throw new TypeError('An SQL identifier cannot contain a NUL character.')
  return `"${name.replaceAll('"', '""')}"`
}

/** Quotes text as a literal that means the same whatever `standard_conforming_strings` is. */
export function quoteLiteral(text: string): string {
  if (text.includes('\0')) throw new TypeError('An SQL literal cannot contain a NUL character.')
  const quoted = text.replaceAll("'", "''")
  return text.includes('\\') ? ` E'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`
}

/** `"schema"."name"`. */
export function qualified(name: QualifiedName): string {
  return `${quoteIdent(name.schema)}.${quoteIdent(name.name)}`
}

/** `schema.name` for a person to read; the default schema is kept, so that it is never ambiguous. */
export function displayName(name: QualifiedName): string {
  return `${name.schema}.${name.name}`
}

/**
 * Reads `table` or `schema.table` as it stands in a configuration. A part that contains a dot is written in
 * double quotes, as in SQL: `"odd.schema".notes`.
 */
export function parseQualified(text: string, defaultSchema: string): QualifiedName | undefined {
  const parts: string[] = []
  let rest = text
  for (;;) {
    const quoted = /^"((?:[^"]|"")+)"/.exec(rest)
    const part = quoted ? quoted[0] : (/^[^".]+/.exec(rest)?.[0] ?? '')
    if (part === '') return undefined
    parts.push(quoted ? (quoted[1] as string).replaceAll('""', '"') : part)
    rest = rest.slice(part.length)
    if (rest === '') break
    if (!rest.startsWith('.')) return undefined
    rest = rest.slice(1)
  }
  if (parts.length === 1) return { schema: defaultSchema, name: parts[0] as string }
  if (parts.length === 2) return { schema: parts[0] as string, name: parts[1] as string }
  return undefined
}

/** A dollar-quoted string whose tag does not occur in the body. */
export function dollarQuote(body: string): string {
  let tag = 'rls'
  while (body.includes(`$${tag}$`)) tag += '_'
  return `$${tag}$${body}$${tag}$`
}
