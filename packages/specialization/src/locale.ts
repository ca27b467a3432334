import { foldWord } from './fold.ts'
import type { LocalePack } from './types.ts'

const SAMPLE = 4000

const english: ReadonlySet<string> = /* @__PURE__ */ new Set(
  'a the and of to in is are with for that this on as your you be from or by an it will can not'.split(' '),
)

/**
 * A function that picks the pack of the language that a text is written in: by script where that is enough, else
 * by how many of its words are stop words of the language. None where English, or nothing, fits better.
 */
export function createPicker(packs: readonly LocalePack[]): (text: string) => readonly LocalePack[] {
  const known = packs.map((pack) => ({
    pack,
    stops: new Set(pack.stopWords.map(foldWord)),
    script: pack.script === undefined ? undefined : new RegExp(`\\p{Script=${pack.script}}`, 'gu'),
    // Han letters occur in Japanese too, kana in nothing else.
    letter: pack.script === 'Han' ? 0.2 : 0.6,
  }))
  return (text) => {
    const sample = text.slice(0, SAMPLE)
    const words = foldWord(sample).match(/[\p{L}\p{M}]+/gu) ?? []
    let best: LocalePack | undefined
    // What English has to be beaten by, so that a name or a loan word decides nothing.
    let most = Math.max(2, count(words, english) * 1.1)
    for (const { pack, stops, script, letter } of known) {
      const letters = script === undefined ? 0 : (sample.match(script)?.length ?? 0)
      const found = count(words, stops) + letters * letter
      if (found > most) {
        most = found
        best = pack
      }
    }
    return best === undefined ? [] : [best]
  }
}

function count(words: readonly string[], stops: ReadonlySet<string>): number {
  let found = 0
  for (const word of words) if (stops.has(word)) found++
  return found
}
