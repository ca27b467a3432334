import { RlsKitError } from '../errors.ts'

/** A statement as a caller may hand it in: what `pg` takes, without what cannot work inside a tenant's transaction. */
export interface TenantStatement {
  text: string
  values?: unknown[] | undefined
  /** Prepares the statement under this name, once a connection. */
  name?: string | undefined
  rowMode?: 'array' | undefined
  types?: { getTypeParser(oid: number, format?: string): (value: string) => unknown } | undefined
}

const transactionControl = new Set([
  'begin',
  'start',
  'commit',
  'end',
  'rollback',
  'abort',
  'savepoint',
  'release',
  'prepare',
])
const sessionState = new Set(['reset', 'discard', 'listen', 'unlisten', 'load', 'deallocate'])

/**
 * Refuses statements that would end the transaction, leave something behind in the session, or change who is
 * asking. This is for honest mistakes; that the server is in the right state is checked besides, after each
 * statement, by its own answers.
 */
export function checkStatement(text: string, settings: readonly string[]): void {
  if (typeof text !== 'string' || text.trim() === '') throw refused('An empty statement', 'Pass SQL text.')
  if (text.includes('\0')) throw refused('A text with a NUL character', 'SQL has none.')
  const words = leadingWords(text, 5)
  const [first = '', second = ''] = words
  if (transactionControl.has(first)) {
    throw refused(
      first.toUpperCase(),
      'The transaction is begun and ended for you; nest with tx.savepoint().',
    )
  }
  if (sessionState.has(first))
    throw refused(first.toUpperCase(), 'It changes the session, which others use next.')
  if (first === 'declare' && /\bwith\s+hold\b/i.test(text))
    throw refused('DECLARE ... WITH HOLD', 'Its rows would be there for whoever uses the session next.')
  if (first === 'create' && words.slice(1, 3).some((word) => word === 'temp' || word === 'temporary')) {
    if (!/\bon\s+commit\s+drop\b/i.test(text))
      throw refused(
        'A temporary table that stays',
        'Make it with ON COMMIT DROP: others use the session next.',
      )
  }
  if (first === 'copy') throw refused('COPY', 'Use INSERT ... SELECT from unnest() for many rows.')
  if (first !== 'set') return
  const name = second === 'local' || second === 'session' ? words.slice(2) : words.slice(1)
  if (second !== 'local' && second !== 'constraints') {
    throw refused('SET without LOCAL', 'It would outlive the transaction: use SET LOCAL.')
  }
  const target = name[0] ?? ''
  const own = settings.map((setting) => setting.toLowerCase())
  if (['role', 'session_authorization', 'session', ...own].includes(target.replaceAll('"', ''))) {
    throw refused(`SET LOCAL ${target.toUpperCase()}`, 'Who is asking is decided by withTenant alone.')
  }
}

/** The first words of a statement in lower case, past comments and parentheses. */
export function leadingWords(text: string, count: number): string[] {
  const words: string[] = []
  let rest = text
  while (words.length < count) {
    rest = skipBlank(rest)
    const word = /^(?:"[^"]*"|[\p{L}_][\p{L}\p{N}_$]*)(?:\.(?:"[^"]*"|[\p{L}_][\p{L}\p{N}_$]*))*/u.exec(
      rest,
    )?.[0]
    if (word === undefined) break
    words.push(word.toLowerCase())
    rest = rest.slice(word.length)
  }
  return words
}

function skipBlank(text: string): string {
  let rest = text
  for (;;) {
    const before = rest
    rest = rest.replace(/^[\s(;\ufeff]+/, '').replace(/^--[^\n]*(\n|$)/, '')
    if (rest.startsWith('/*')) rest = skipComment(rest)
    if (rest === before) return rest
  }
}

/** Block comments nest in SQL. */
function skipComment(text: string): string {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    if (text.startsWith('/*', at)) {
      depth++
      at++
    } else if (text.startsWith('*/', at)) {
      depth--
      at++
      if (depth === 0) return text.slice(at + 1)
    }
  }
  return ''
}

function refused(what: string, advice: string): RlsKitError {
  return new RlsKitError('STATEMENT_REFUSED', `${what} cannot run inside a tenant's transaction.`, { advice })
}
