/** Folded code units from here on are tokens of one character: scripts that are written without spaces. */
export const FIRST_SOLO = 0x1100

const UNKNOWN = 0xffff
const letter = /[\p{L}\p{N}\p{M}]/u

/**
 * What each UTF-16 code unit counts as: 0 for a separator, else lower case without diacritics. ASCII is
 * filled in here, the rest when it is first met ({@link learn}).
 */
export const FOLD: Uint16Array = /* @__PURE__ */ createTable()

function createTable(): Uint16Array {
  const table = new Uint16Array(0x10000).fill(UNKNOWN, 128)
  for (let code = 48; code < 58; code++) table[code] = code
  for (let code = 97; code < 123; code++) table[code - 32] = table[code] = code
  return table
}

/** The entry of {@link FOLD} for a code unit, worked out at the first call. Surrogates are separators. */
export function learn(code: number): number {
  const known = FOLD[code]!
  if (known !== UNKNOWN) return known
  const char = String.fromCharCode(code)
  let folded = 0
  if (letter.test(char)) {
    // Only scripts where a diacritic is often left out lose it; Turkish dotless i is written as i in upper case.
    const base = code < 0x530 || (code >= 0x1e00 && code < 0x2000) ? char.normalize('NFD') : char
    folded = code === 0x131 ? 105 : base.toLowerCase().charCodeAt(0)
    if (folded === UNKNOWN) folded = 0
  }
  FOLD[code] = folded
  return folded
}

/** The folded code unit at a place of a text; 0 for a separator and behind the end. */
export function foldAt(text: string, at: number): number {
  return at >= 0 && at < text.length ? learn(text.charCodeAt(at)) : 0
}

/** A word of the lexicon as the scanner will see it. */
export function foldWord(word: string): string {
  let out = ''
  for (let at = 0; at < word.length; at++) out += String.fromCharCode(foldAt(word, at) || word.charCodeAt(at))
  return out
}
