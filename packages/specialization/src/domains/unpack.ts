import type { LexiconSource } from './lexicon.ts'

/** Lexicons as the build writes them: see `build/pack.ts`. */
export interface PackedLexicons {
  /** All but the terms. */
  readonly heads: readonly Omit<LexiconSource, 'terms' | 'masks' | 'hints'>[]
  /** The keys of `terms`, the same for all lexicons. */
  readonly keys: readonly string[]
  /** Signs that stand for two others each: the sign, then what it stands for. */
  readonly pairs: string
  /**
   * A line for each lexicon, in it a part for each key and one for the masks, parted by `|`. A term is a capital
   * that counts the letters it shares with the term before, then the rest of its letters. The last line is the
   * hints: each a digit for the letters shared, the rest, and a capital for each domain it speaks for.
   */
  readonly text: string
}

/** Reads packed lexicons. */
export function unpack({ heads, keys, pairs, text }: PackedLexicons): LexiconSource[] {
  let plain = text
  for (let at = pairs.length; at > 0; at -= 3) {
    plain = plain.replaceAll(pairs[at - 3]!, pairs.slice(at - 2, at))
  }
  const lines = plain.split('\n')
  const hints = heads.map(() => '')
  let word = ''
  for (const [, shared, rest, owners] of lines.pop()!.matchAll(/(\d)([a-z ]*)([A-Z]+)/g)) {
    word = word.slice(0, Number(shared)) + rest
    for (const owner of owners!) hints[owner.charCodeAt(0) - 65] += `${word},`
  }
  return lines.map((line, nth) => {
    const lists = line.split('|').map(unpackList)
    const masks = lists.pop()
    const terms = Object.fromEntries(keys.map((key, at) => [key, lists[at]!]))
    return { ...heads[nth]!, terms, masks, hints: hints[nth] }
  })
}

function unpackList(list: string): string {
  let before = ''
  return list.replace(/([A-Z])([^A-Z]*)/g, (_, shared: string, rest: string) => {
    before = before.slice(0, shared.charCodeAt(0) - 65) + rest
    return `${before},`
  })
}
