import { followText, NARROW, RADIX, WHOLE } from '../src/domains/decode.ts'

/** A text as `decode` of `src/domains/decode.ts` reads it. */
export interface Encoded {
  readonly alphabet: string
  readonly length: number
  readonly digits: string
}

/** Arithmetic coding with the decoder's own model: it asks for each bit, and is told the text's. */
export function encode(text: string): Encoded {
  if (/[^\n -~]/.test(text)) throw new Error('Only lines of ASCII can be packed.')
  const counts = new Map<string, number>()
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1)
  const alphabet = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([char]) => char)
    .join('')
  const bits = bitsOf(text, alphabet)
  const digits: number[] = []
  // What is coded lies between low and low + range, counted in what comes behind the digits so far.
  let low = 0
  let range = NARROW
  const shift = (): void => {
    digits.push(Math.floor(low / NARROW))
    low = (low % NARROW) * RADIX
    range *= RADIX
  }
  followText(alphabet, text.length, (chance) => {
    while (range < NARROW) shift()
    const bound = Math.floor(range / WHOLE) * chance
    const bit = bits.next().value!
    if (bit === 1) {
      range = bound
    } else {
      low += bound
      range -= bound
      if (low >= NARROW * RADIX) {
        low -= NARROW * RADIX
        carry(digits)
      }
    }
    return bit
  })
  for (let left = 6; left > 0; left--) shift()
  return {
    alphabet,
    length: text.length,
    // The first is 0: the range began one digit narrower than what is counted in.
    digits: String.fromCharCode(...digits.slice(1).map((digit) => (digit < 57 ? 35 : 36) + digit)),
  }
}

function* bitsOf(text: string, alphabet: string): Generator<number, undefined> {
  for (const char of text) {
    const rank = alphabet.indexOf(char)
    for (let group = rank >> 3; group > 0; group--) yield 1
    yield 0
    for (const place of [4, 2, 1]) yield rank & place ? 1 : 0
  }
}

function carry(digits: number[]): void {
  let at = digits.length - 1
  while (digits[at] === RADIX - 1) digits[at--] = 0
  digits[at]!++
}
