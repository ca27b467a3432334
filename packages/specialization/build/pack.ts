import { fileURLToPath } from 'node:url'
import { type LexiconSource, split } from '../src/domains/lexicon.ts'
import type { PackedLexicons } from '../src/domains/unpack.ts'
import { encode } from './encode.ts'

/** Lexicons in fewer bytes than gzip finds: sorted, so that each term tells much of the next, and coded. */
export function pack(sources: readonly LexiconSource[]): PackedLexicons {
  const keys = [...new Set(sources.flatMap(({ terms }) => Object.keys(terms)))]
  const lists = sources.flatMap(({ terms, masks }) => [...keys.map((key) => terms[key]), masks].map(packList))
  return {
    heads: sources.map(({ terms: _terms, masks: _masks, hints: _hints, ...head }) => head),
    keys,
    ...encode(lists.join('') + packHints(sources)),
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

/** The esbuild plugin that puts the packed lexicons in the place of `src/domains/sources.ts`. */
export function packLexicons(sources: readonly LexiconSource[]) {
  const module = `import { unpack } from './unpack.ts'
export const sources = /* @__PURE__ */ unpack(${JSON.stringify(pack(sources))})
`
  return {
    name: 'pack-lexicons',
    setup(build: {
      onLoad(
        options: { filter: RegExp },
        load: () => { contents: string; loader: 'ts'; resolveDir: string },
      ): void
    }): void {
      build.onLoad({ filter: /[\\/]src[\\/]domains[\\/]sources\.ts$/ }, () => ({
        contents: module,
        loader: 'ts',
        resolveDir: fileURLToPath(new URL('../src/domains', import.meta.url)),
      }))
    },
  }
}
