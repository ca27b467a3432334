import ts from 'typescript'
import { placeOf } from './scan.ts'
import type { Finding, SourceText } from './types.ts'

interface Token {
  readonly hash: number
  readonly pos: number
}

/** The least number of tokens that counts as a copy: about fifteen lines. */
const window = 100

/**
 * Copies of at least 100 tokens, by a rolling hash over the token stream: names and literals count as what they
 * are, white space and comments do not. Reports the later place, and where the first one stands.
 */
export function findDuplicates(files: readonly SourceText[]): Finding[] {
  const firstSeen = new Map<number, { file: number; token: number }>()
  const sources = files.map((file) =>
    ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, false),
  )
  const streams = files.map((file) => tokensOf(file.text))
  const findings: Finding[] = []
  streams.forEach((tokens, index) => {
    let skipUntil = 0
    for (const { at, hash } of rollingHashes(tokens)) {
      const earlier = firstSeen.get(hash)
      if (earlier === undefined) {
        firstSeen.set(hash, { file: index, token: at })
        continue
      }
      const overlaps = earlier.file === index && at < earlier.token + window
      if (at < skipUntil || overlaps) continue
      const length = sharedLength(streams[earlier.file] ?? [], earlier.token, tokens, at)
      if (length < window) continue
      skipUntil = at + length
      const source = sources[index] as ts.SourceFile
      const original = sources[earlier.file] as ts.SourceFile
      const place = placeOf(original, streams[earlier.file]?.[earlier.token]?.pos ?? 0)
      findings.push({
        rule: 'copy',
        category: 'duplicate-code',
        severity: length > 300 ? 'medium' : 'low',
        file: source.fileName,
        ...placeOf(source, tokens[at]?.pos ?? 0),
        message: `${length} tokens are the same as in ${original.fileName}:${place.line}`,
      })
    }
  })
  return findings
}

function tokensOf(text: string): Token[] {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, text)
  const tokens: Token[] = []
  let inImport = false
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    // Import lists are alike in every file and nobody's copy.
    if (kind === ts.SyntaxKind.ImportKeyword) inImport = true
    if (!inImport) tokens.push({ hash: hashOf(scanner.getTokenText()), pos: scanner.getTokenStart() })
    if (inImport && kind === ts.SyntaxKind.StringLiteral) inImport = false
  }
  return tokens
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

/** Rabin-Karp with base 31 modulo 2^32; collisions are ruled out by comparing the tokens themselves. */
function* rollingHashes(tokens: readonly Token[]): Generator<{ at: number; hash: number }> {
  if (tokens.length < window) return
  let lead = 1
  for (let i = 1; i < window; i++) lead = Math.imul(lead, 31)
  let hash = 0
  for (let i = 0; i < tokens.length; i++) {
    const leaving = tokens[i - window]
    if (leaving !== undefined) hash = (hash - Math.imul(leaving.hash, lead)) | 0
    hash = (Math.imul(hash, 31) + (tokens[i]?.hash ?? 0)) | 0
    if (i >= window - 1) yield { at: i - window + 1, hash }
  }
}

function sharedLength(a: readonly Token[], fromA: number, b: readonly Token[], fromB: number): number {
  let length = 0
  while (
    a[fromA + length] !== undefined &&
    b[fromB + length] !== undefined &&
    a[fromA + length]?.hash === b[fromB + length]?.hash
  ) {
    length += 1
  }
  return length
}
