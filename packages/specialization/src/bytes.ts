import { FOLD } from './fold.ts'

/** What stands for every code unit beyond ASCII; the text itself says which. */
export const WIDE = 0xff

/** {@link FOLD} by byte, small enough to stay in the fastest cache: 0 for a separator, {@link WIDE} beyond ASCII. */
export const FOLD_BYTE: Uint8Array = /* @__PURE__ */ createTable()

function createTable(): Uint8Array {
  const table = new Uint8Array(256).fill(WIDE)
  for (let code = 0; code < 128; code++) table[code] = FOLD[code]!
  return table
}

/** Texts up to this length share one buffer; longer ones get their own, so that none is kept. */
const SHARED = 0x10000

const utf8 = /* @__PURE__ */ new TextEncoder()
let shared: Uint8Array | undefined

function bufferFor(size: number): Uint8Array {
  if (size >= SHARED) return new Uint8Array(size + 1)
  shared ??= new Uint8Array(SHARED)
  shared[size] = 0
  return shared
}

/**
 * A text as bytes, one for each code unit and a 0 behind the last; undefined if it is not all ASCII. Copying is
 * many times as fast as asking a string for each of its characters. Valid until the next call.
 */
export function toAscii(text: string): Uint8Array | undefined {
  const bytes = bufferFor(text.length)
  // A character beyond ASCII takes more bytes than code units, so the text would not fit.
  const { read } = utf8.encodeInto(text, bytes.subarray(0, text.length))
  return read === text.length ? bytes : undefined
}

/** The same for any text, with {@link WIDE} for what is not ASCII. */
export function toBytes(text: string): Uint8Array {
  const ascii = toAscii(text)
  if (ascii !== undefined) return ascii
  const bytes = bufferFor(text.length)
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    bytes[at] = code < 128 ? code : WIDE
  }
  return bytes
}
