import { FIRST_SOLO, FOLD, learn } from './fold.ts'

/** The byte of a character that is a word of its own. */
export const SOLO = 0xff

/** Whether words are made of a byte. */
export function inWord(byte: number): boolean {
  return byte > 127 || FOLD[byte]! > 0
}

/** Texts up to this length share one buffer; longer ones get their own, so that none is kept. */
const SHARED = 0x10000

const utf8 = /* @__PURE__ */ new TextEncoder()
let shared: Uint8Array | undefined

/** Where {@link toBytes} writes: zeros end the last word, and four bytes can be read at once anywhere. */
export function createBytes(size: number): Uint8Array {
  return new Uint8Array(size + 4)
}

/**
 * A text as bytes, one for each code unit and four zeros behind the last; undefined if it is not all ASCII. Copying is
 * many times as fast as asking a string for each of its characters. Valid until the next call.
 */
export function toAscii(text: string, bytes: Uint8Array = bufferFor(text.length)): Uint8Array | undefined {
  // A character beyond ASCII takes more bytes than code units.
  const { read, written } = utf8.encodeInto(text, bytes)
  bytes.fill(0, text.length, text.length + 4)
  return read === text.length && written === read ? bytes : undefined
}

/**
 * The same for any text: letters beyond ASCII are folded to it or stand for one of 32 kinds, and signs become the
 * ASCII ones that part words as they do, so that what follows has to know 128 characters only.
 */
export function toBytes(text: string, bytes: Uint8Array = bufferFor(text.length)): Uint8Array {
  if (toAscii(text, bytes) === undefined) {
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      bytes[at] = code < 128 ? code : toByte(code)
    }
  }
  return bytes
}

function bufferFor(size: number): Uint8Array {
  if (size >= SHARED) return createBytes(size)
  shared ??= createBytes(SHARED)
  return shared
}

function toByte(code: number): number {
  const folded = learn(code)
  if (folded === 0) return SIGNS[code] ?? QUOTE
  return folded < 128 ? folded : folded < FIRST_SOLO ? 160 | (folded & 31) : SOLO
}

const QUOTE = 34
/** Spaces, hyphens, the apostrophe and the full stop; all others part phrases. */
const SIGNS: Readonly<Record<number, number>> = {
  160: 32,
  12288: 32,
  8208: 45,
  8209: 45,
  8217: 39,
  12290: 33,
}
