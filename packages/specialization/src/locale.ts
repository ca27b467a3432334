import { foldWord } from './fold.ts'
import type { LocalePack } from './types.ts'

const SAMPLE = 4000

/**
 * The pack of the language that a text is written in: by script where that is enough, else by how many of its
 * words are stop words of the language. None where English, or nothing, fits better.
 */
export function pickLocale(text: string, packs: readonly LocalePack[]): readonly LocalePack[] {
  const sample = text.slice(0, SAMPLE)
  const words = foldWord(sample).match(/[\p{L}\p{M}]+/gu) ?? []
  let best: LocalePack | undefined
  // What English has to be beaten by, so that a name or a loan word decides nothing.
  let most = Math.max(2, count(words, english) * 1.1)
  for (const pack of packs) {
    const stops = new Set(pack.stopWords.map(foldWord))
    const letters =
      pack.script === undefined
        ? 0
        : (sample.match(new RegExp(`\\p{Script=${pack.script}}`, 'gu'))?.length ?? 0)
    // In a script without spaces letters stand for words; each five count as one.
    const found = count(words, stops) + letters / 5
    if (found > most) {
      most = found
      best = pack
    }
  }
  return best === undefined ? [] : [best]
}

const english: ReadonlySet<string> = /* @__PURE__ */ new Set(
  'the and of to in is are with for that this on as your you be from or by an it will can not'.split(' '),
)

function count(words: readonly string[], stops: ReadonlySet<string>): number {
  let found = 0
  for (const word of words) if (stops.has(word)) found++
  return found
}
