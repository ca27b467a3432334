import type { LexiconSource } from './lexicon.ts'

/** Lexicons as the build writes them: see `build/pack.ts`. */
export interface PackedLexicons {
  /** All but the terms. */
  readonly heads: readonly Omit<LexiconSource, 'terms'>[]
  /** The keys of `terms`, the same for all lexicons. */
  readonly keys: readonly string[]
  /** Signs that stand for two others each: the sign, then what it stands for. */
  readonly pairs: string
  /**
   * A line for each lexicon, in it a part for each key, parted by `|`. A term is a capital that counts the
   * letters it shares with the term before, then the rest of its letters.
   */
  readonly text: string
}

/** Reads packed lexicons. */
export function unpack({ heads, keys, pairs, text }: PackedLexicons): LexiconSource[] {
  let plain = text
  for (let at = pairs.length; at > 0; at -= 3) {
    plain = plain.replaceAll(pairs[at - 3]!, pairs.slice(at - 2, at))
  }
  return plain.split('\n').map((line, nth) => ({
    ...heads[nth]!,
    terms: Object.fromEntries(line.split('|').map((list, key) => [keys[key]!, unpackList(list)])),
  }))
}

function unpackList(list: string): string {
  let before = ''
  return list.replace(/([A-Z])([^A-Z]*)/g, (_, shared: string, rest: string) => {
    before = before.slice(0, shared.charCodeAt(0) - 65) + rest
    return `${before},`
  })
}
