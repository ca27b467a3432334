import { hash } from 'node:crypto'
import { extname } from 'node:path'
import { Detector, type IMapFrame, type IOptions, MemoryStore, weak } from '@jscpd/core'
import { Tokenizer } from '@jscpd/tokenizer'
import type { Finding, SourceText } from './types.ts'

/** The least that counts as a copy: jscpd counts the tokens, white space and comments aside. */
export const minTokens = 100

/** Copies, as jscpd's detector finds them. Reports the later place, and where the first one stands. */
export async function* findDuplicates(files: readonly SourceText[]): AsyncGenerator<Finding> {
  const options: IOptions & { mode: unknown } = {
    minTokens,
    minLines: 5,
    mode: weak,
    // Its own MD5 in JavaScript takes twice the time.
    hashFunction: (text) => hash('md5', text),
  }
  const detector = new Detector(new Tokenizer(), new MemoryStore<IMapFrame>(), [], options)
  const texts = new Map(files.map(({ path, text }) => [path, text]))
  for (const { path, text } of files) {
    for (const { duplicationA: copy, duplicationB: first } of await detector.detect(
      path,
      text,
      formatOf(path),
    )) {
      const lines = copy.end.line - copy.start.line + 1
      yield {
        rule: 'jscpd',
        category: 'duplicate-code',
        severity: lines > 40 ? 'medium' : 'low',
        file: copy.sourceId,
        line: copy.start.line,
        message: `${lines} lines are the same as in ${first.sourceId}:${first.start.line}`,
        excerpt: lineOf(texts.get(copy.sourceId) ?? '', copy.start.line),
      }
    }
  }
}

/** One format for a language and its JSX: a copy is one in either. */
function formatOf(path: string): string {
  return /^\.[cm]?jsx?$/.test(extname(path)) ? 'javascript' : 'typescript'
}

function lineOf(text: string, line: number): string {
  return (text.split('\n')[line - 1] ?? '').trim().slice(0, 160)
}
