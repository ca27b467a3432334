import { FIRST_SOLO, foldWord } from './fold.ts'

/** What begins the hash of every word. */
export const SEED: number = 0x811c9dc5 | 0
/** Makes `.net` another word than `net`. */
export const DOT = 0x5bd1e995

/** One step of the word hash (FNV-1a over folded code units). */
export function step(hash: number, folded: number): number {
  return Math.imul(hash ^ folded, 0x01000193)
}

/** The hash under which a folded word of the lexicon is found. Never 0, which marks an empty slot. */
export function hashWord(word: string): number {
  const dotted = word[0] === '.'
  let hash = SEED
  for (let at = dotted ? 1 : 0; at < word.length; at++) hash = step(hash, word.charCodeAt(at))
  return (dotted ? hash ^ DOT : hash) || 1
}

const SPACE = 1
const JOINER = 2
const BREAK = 4
const LINE = 8
const DOTTED = 16

/** What stands between two words of one phrase, by ASCII code: 0 for nothing of note (markup, apostrophes). */
const GAP: Uint8Array = /* @__PURE__ */ createGaps()

function createGaps(): Uint8Array {
  const gaps = new Uint8Array(128).fill(BREAK)
  for (const char of ' \t') gaps[char.charCodeAt(0)] = SPACE
  for (const char of '-_/+&') gaps[char.charCodeAt(0)] = JOINER
  for (const char of "*`'#~\\") gaps[char.charCodeAt(0)] = 0
  gaps[10] = LINE
  gaps[13] = 0
  gaps[46] = DOTTED
  return gaps
}

/** The kind of gap after one more character: a bit set in which BREAK means that no phrase spans it. */
export function widenGap(gap: number, code: number): number {
  // A curly apostrophe is one; a no-break or wide space is a space; other signs end a phrase.
  const kind =
    code < 128
      ? GAP[code]!
      : code === 0x2019
        ? 0
        : code === 0xa0 || code === 0x3000
          ? SPACE
          : code === 0x2010 || code === 0x2011
            ? JOINER
            : BREAK
  if (kind === LINE && gap & LINE) return BREAK
  // A dot before a space ends a sentence; a joiner in a new line is a list's bullet, one between spaces a dash.
  if (kind & (SPACE | LINE) && gap & (DOTTED | JOINER))
    return gap & SPACE || gap & DOTTED ? BREAK : gap | kind
  if (kind === JOINER && gap & LINE) return BREAK
  return gap | kind
}

/** Whether a gap (see {@link widenGap}) ends a phrase. */
export function breaks(gap: number): boolean {
  return (gap & BREAK) !== 0
}

const word = /(?<![\p{L}\p{N}])\.(?=\p{L})[\p{L}\p{N}]+|[\p{L}\p{N}\p{M}]+(?:\+\+|#(?![\p{L}\p{N}]))?\*?/gu

/** The words of a lexicon's term, folded, as the scanner will meet them. A trailing `*` is kept. */
export function termWords(term: string): string[] {
  const out: string[] = []
  for (const [found] of term.normalize('NFKC').matchAll(word)) {
    let run = ''
    for (const char of foldWord(found)) {
      const solo = char.charCodeAt(0) >= FIRST_SOLO
      if (solo && run !== '') out.push(run)
      if (solo) out.push(char)
      run = solo ? '' : run + char
    }
    if (run !== '' && run !== '*') out.push(run)
  }
  return out
}
