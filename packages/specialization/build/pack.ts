import { type LexiconSource, split } from '../src/domains/lexicon.ts'
import type { PackedLexicons } from '../src/domains/unpack.ts'
import { encode } from './encode.ts'

/** Lexicons in fewer bytes than gzip finds: sorted, so that each term tells much of the next, and coded. */
export function pack(sources: readonly LexiconSource[]): PackedLexicons {
  const keys = [...new Set(sources.flatMap(({ terms }) => Object.keys(terms)))]
  const lists = sources.flatMap(({ terms, masks }) => [...keys.map((key) => terms[key]), masks].map(packList))
  const { digits, ...rest } = encode(lists.join('') + packHints(sources))
  // What gzip can do nothing about comes first, in a block of its own.
  return {
    digits,
    ...rest,
    keys,
    heads: sources.map(({ terms: _terms, masks: _masks, hints: _hints, ...head }) => head),
  }
}

/** Each word once, with a capital for each domain. */
function packHints(sources: readonly LexiconSource[]): string {
  const owners = new Map<string, string>()
  sources.forEach(({ hints }, nth) => {
    for (const word of split(hints)) {
      if (!/^[a-z ]+$/.test(word)) throw new Error(`The hint "${word}" is not all small letters.`)
      owners.set(word, (owners.get(word) ?? '') + String.fromCharCode(65 + nth))
    }
  })
  return [...owners]
    .map(([word, letters]) => `${word}${letters}\n`)
    .sort()
    .join('')
}

function packList(list: string | undefined): string {
  const terms = split(list).sort()
  for (const term of terms) {
    if (/[^!-@[-~ ]/.test(term)) {
      throw new Error(`"${term}" has a capital or is not ASCII; write a rule instead.`)
    }
  }
  return `${terms.map((term) => `${term}\n`).join('')}\n`
}

/** The esbuild plugin that packs what `src/domains/written.ts` has into `src/domains/packed.ts`. */
export function packLexicons(written: readonly LexiconSource[]) {
  const modules: Readonly<Record<string, string>> = {
    packed: `export const packed = ${JSON.stringify(pack(written))}`,
    written: 'export const written = []',
  }
  return {
    name: 'pack-lexicons',
    setup(build: {
      onLoad(
        options: { filter: RegExp },
        load: (file: { path: string }) => { contents: string; loader: 'ts' },
      ): void
    }): void {
      build.onLoad({ filter: /[\\/]src[\\/]domains[\\/](?:packed|written)\.ts$/ }, ({ path }) => ({
        contents: modules[/(\w+)\.ts$/.exec(path)![1]!]!,
        loader: 'ts',
      }))
    },
  }
}
