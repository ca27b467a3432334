// Text as numbers: an adaptive model says how likely each bit of the next character is, and arithmetic coding spends as
// little on it as the model was sure. A quarter less than gzip makes of the lexicons.
//
// Encoder (`build/encode.ts`) and decoder walk the same model, and would part for good if one result differed. So it has
// whole numbers and + - * / and square roots of doubles alone, which IEEE 754 rounds alike everywhere.

/** What chances are parts of. */
export const WHOLE = 65536
/** Digits are the characters of ASCII from `#` on but the backslash: none needs an escape in a string literal. */
export const RADIX = 91
/** The coder's range is from this to {@link RADIX} times this. */
export const NARROW: number = RADIX ** 5

const PREDICTORS = 6
const SLOT_BITS = 22
/** How fast the predictors' weights follow errors. */
const RATE = 0.004
/** Keeps a predictor from being infinitely sure. */
const DOUBT = 0.997 / 2048

/**
 * The text of `length` ASCII characters that a sequence of bits stands for. `choose` answers a bit, given its chance to be
 * 1 as a part of {@link WHOLE}. `alphabet` has the characters, the most frequent first. The bits of one: a 1
 * for each eight in front of its own eight, a 0, and three more for its place in there.
 */
export function followText(alphabet: string, length: number, choose: (chance: number) => number): string {
  const text = new Uint8Array(length)
  // For each bit in a context: in the upper bits from -2047 (surely 0) to 2047, in the lower four how often it was seen.
  const states = new Int16Array(1 << SLOT_BITS)
  const weights = new Float64Array(8 * PREDICTORS).fill(0.3)
  const contexts = new Int32Array(PREDICTORS)
  const groups = new Int32Array(PREDICTORS)
  const votes = new Float64Array(PREDICTORS)
  let set = 0

  const nextBit = (node: number): number => {
    let sum = 0
    for (let nth = 0; nth < PREDICTORS; nth++) {
      const lean = (states[groups[nth]! + node]! >> 4) * DOUBT
      votes[nth] = lean / Math.sqrt(1 - lean * lean)
      sum += votes[nth]! * weights[set + nth]!
    }
    const lean = sum / Math.sqrt(1 + sum * sum)
    const bit = choose(Math.max(32, Math.min(WHOLE - 32, Math.floor((lean + 1) * (WHOLE / 2)))))
    const was = bit * 2 - 1
    for (let nth = 0; nth < PREDICTORS; nth++) {
      const slot = groups[nth]! + node
      const count = states[slot]! & 15
      const state = states[slot]! >> 4
      weights[set + nth]! += (was - lean) * RATE * votes[nth]!
      states[slot] = ((state + (was * 2047 - state) / (count * 1.2 + 1.3)) << 4) | Math.min(count + 1, 15)
    }
    return bit
  }
  /** The number of the next character. Each group of eight has its bits side by side. */
  const nextRank = (): number => {
    let group = -8
    do {
      group += 8
      for (let nth = 0; nth < PREDICTORS; nth++) {
        const hash = Math.imul(contexts[nth]! + group, 0x2c1b3c6d)
        groups[nth] = (Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) >>> (35 - SLOT_BITS)) << 3
      }
    } while (nextBit(0) === 1)
    let node = 1
    while (node < 8) node = node * 2 + nextBit(node)
    return group + node - 8
  }

  let recent = 0
  let word = 0
  let line = 0
  let before = 0
  let alike = true
  for (let end = 0; end < length; end++) {
    const at = end - line
    // What the line before has here, as long as this one is the same: lines are sorted.
    const above: number = alike && before < line ? text[before + at]! : 0
    contexts[0] = recent & 0x3fff
    contexts[1] = recent & 0x1fffff
    contexts[2] = recent
    contexts[3] = word
    contexts[4] = above | ((recent & 127) << 7)
    contexts[5] = above | (Math.min(at, 15) << 7)
    for (let nth = 0; nth < PREDICTORS; nth++) {
      contexts[nth] = Math.imul(contexts[nth]! + (nth << 28) + 1, 0x9e3779b1)
    }
    set = Math.min(at, 7) * PREDICTORS
    const char = alphabet.charCodeAt(nextRank())
    text[end] = char
    recent = ((recent << 7) | char) & 0xfffffff
    word = char <= 32 ? 0 : Math.imul(word + char, 0x2f0b4c47)
    alike &&= char === above
    if (char < 32) {
      before = line
      line = end + 1
      alike = true
    }
  }
  return new TextDecoder().decode(text)
}

/** The text that `encode` of `build/encode.ts` made digits of. */
export function decode(alphabet: string, length: number, digits: string): string {
  let range = 1
  let value = 0
  let at = 0
  return followText(alphabet, length, (chance) => {
    while (range < NARROW) {
      range *= RADIX
      const code = digits.charCodeAt(at++)
      value = value * RADIX + code - (code > 92 ? 36 : 35)
    }
    const bound = Math.floor(range / WHOLE) * chance
    const bit = value < bound
    range = bit ? bound : range - bound
    if (!bit) value -= bound
    return Number(bit)
  })
}
