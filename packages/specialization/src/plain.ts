import { toAscii, toBytes } from './bytes.ts'

/** A text in the form that the scanner reads, and the way back to the original's offsets. */
export interface Plain {
  readonly text: string
  /** The text for the scanner, until the next text is read. */
  readonly bytes: Uint8Array
  /** Offset in the original for each offset in `text`, and one behind the end; undefined where they are equal. */
  readonly starts: Uint32Array | undefined
  /** The original offset behind the source of each code unit of `text`. */
  readonly ends: Uint32Array | undefined
}

// Marks and formatting that are part of a word and say nothing: soft hyphen, joiners, tatweel, combining accents.
const silent = /\u00ad|\u0640|\ufeff|\u2060|[\u0300-\u036f]|[\u064b-\u0652]|[\u200b-\u200f]/
const entity = /&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,6}|#x[\da-f]{1,5});/i
const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: ' ',
  gt: ' ',
  quot: '"',
  apos: "'",
  nbsp: ' ',
}
// One source unit: an entity, or a character with the marks that may compose with it.
const unit =
  /&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,6}|#x[\da-f]{1,5});|\p{Lo}[\u1160-\u11ff\u3099\u309a\uff9e\uff9f]*|\P{M}\p{M}*|\p{M}/giu

/**
 * NFKC, without silent marks, entities decoded. Texts that already are in this form, which is nearly all of
 * them, are returned as they are.
 */
export function toPlain(text: string, entities: boolean): Plain {
  const ascii = toAscii(text)
  const coded = entities && text.includes('&') && entity.test(text)
  if (!coded && (ascii !== undefined || (!silent.test(text) && text.normalize('NFKC') === text))) {
    return { text, bytes: ascii ?? toBytes(text), starts: undefined, ends: undefined }
  }
  const parts: string[] = []
  const starts: number[] = []
  const ends: number[] = []
  for (const found of text.matchAll(unit)) {
    const source = found[0]
    const from = found.index
    const plain = source.length > 2 && source[0] === '&' && coded ? decode(source) : clean(source)
    parts.push(plain)
    for (let at = 0; at < plain.length; at++) {
      starts.push(from)
      ends.push(from + source.length)
    }
  }
  starts.push(text.length)
  const plain = parts.join('')
  return {
    text: plain,
    bytes: toBytes(plain),
    starts: Uint32Array.from(starts),
    ends: Uint32Array.from(ends),
  }
}

function clean(source: string): string {
  if (source.length === 1 && source.charCodeAt(0) < 128) return source
  const composed = source.normalize('NFKC')
  return silent.test(composed) ? composed.replace(new RegExp(silent, 'g'), '') : composed
}

function decode(source: string): string {
  const name = source.slice(1, -1).toLowerCase()
  if (name[0] !== '#') return named[name] ?? ' '
  const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  return code > 0 && code <= 0x10ffff ? clean(String.fromCodePoint(code)) : ' '
}
