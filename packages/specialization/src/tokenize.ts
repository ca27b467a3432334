import { FIRST_SOLO, FOLD, foldWord } from './fold.ts'

/**
 * The hash under which a word of the lexicon is found: of the first, the middle and the last four bytes and the
 * length, which reads a word in three steps and without a branch. Case makes no difference but for the least bit,
 * which is set where a letter behind the first may be a capital. `view` is over the bytes of `text`.
 */
export function hashAt(text: string, view: DataView, start: number, end: number): number {
  const length = (end - start) | 0
  // All ones for a word of less than four bytes, of which the same four are read thrice.
  const short = (length - 4) >> 31
  const fill = (short & (-1 << (length << 3))) | (((length - 5) >> 31) & 0x20)
  let head = view.getInt32(start, true) | fill | 0x20
  const middle = view.getInt32((start + (((length - 3) >> 1) & ~short)) | 0, true) | fill
  const tail = view.getInt32((end - 4 + (short & (4 - length))) | 0, true) | fill
  // Characters that are words share one byte, so that the text has to say which.
  if ((head & 0xff) === 0xff) head = FOLD[text.charCodeAt(start)]!
  // 0x20 is what small letters have and capitals lack.
  const capitals = ~(head & middle & tail) & 0x20202020
  const hash =
    Math.imul(head | 0x20202020, 0x9e3779b1) ^
    Math.imul(middle | 0x20202020, 0x85ebca6b) ^
    Math.imul(((tail | 0x20202020) + length) | 0, 0xc2b2ae35)
  return (Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) & ~1) | (((12 - length) | -capitals) >>> 31)
}

const SPACE = 1
const JOINER = 2
const BREAK = 4
const LINE = 8
const DOTTED = 16

/** What stands between two words of one phrase, by byte: 0 for nothing of note (markup, apostrophes). */
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

/** Whether no phrase spans what stands between two words. */
export function breaks(bytes: Uint8Array, start: number, end: number): boolean {
  let gap = 0
  for (let at = start; at < end; at++) {
    const kind = GAP[bytes[at]!]!
    if (kind === LINE && gap & LINE) return true
    // A dot before a space ends a sentence; a joiner in a new line is a list's bullet, one between spaces a dash.
    if (kind & (SPACE | LINE) && gap & (DOTTED | JOINER)) {
      if (gap & (SPACE | DOTTED)) return true
    } else if (kind === JOINER && gap & LINE) return true
    gap |= kind
    if (gap & BREAK) return true
  }
  return false
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
