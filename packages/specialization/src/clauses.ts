const subject = /^, (?:but|i|you|we|he|she|it|they|who|just|only|and you|and i)\b/i

/**
 * A function that goes from one offset on to another, and stops earlier where a sentence ends; with `clause`, also
 * where a new subject takes over. Offsets must not go back: then each byte is looked at once, whatever is asked.
 */
export function createReader(
  text: string,
  bytes: Uint8Array,
  clause: boolean,
): (from: number, to: number) => number {
  let at = 0
  const ends = (byte: number): boolean =>
    byte === 10 ||
    byte === 33 ||
    byte === 63 ||
    byte === 59 ||
    (byte === 46 && bytes[at + 1]! <= 32) ||
    (clause && byte === 44 && subject.test(text.slice(at, at + 8)))
  return (from, to) => {
    if (at < from) at = from
    // Most bytes are letters and spaces.
    for (; at < to; at++) {
      const byte = bytes[at]!
      if (byte < 64 && byte !== 32 && ends(byte)) break
    }
    return at
  }
}
