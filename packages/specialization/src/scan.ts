import { FOLD_BYTE, WIDE } from './bytes.ts'
import { FIRST_SOLO, foldAt, learn } from './fold.ts'
import { breaks, DOT, SEED, step, widenGap } from './tokenize.ts'
import { FILTER_WORDS, findSlot, follow, SLOT, type Trie } from './trie.ts'

/** Called for each longest phrase; `first` and `last` are for {@link Scanner.within}. */
export type Found = (entry: number, start: number, end: number, first: number, last: number) => void

const HASH = 35
const PLUS = 43
const PERIOD = 46
const SPACE = 32
const ONE_SPACE = widenGap(0, SPACE)

/**
 * Reads a text once and reports the longest phrases of a trie, left to right, without overlap. Words are
 * hashed while they are walked over and looked up by hash, so a word that is in no phrase allocates nothing.
 */
export class Scanner {
  private readonly trie: Trie
  private readonly found: Found
  private text = ''
  private bytes: Uint8Array = new Uint8Array(1)
  // Consecutive known words that no break parts: word number, table slot (negative: open table), start, end.
  private run: Int32Array = new Int32Array(256)
  private length = 0

  constructor(trie: Trie, found: Found) {
    this.trie = trie
    this.found = found
  }

  /** `bytes`: see `toBytes`. */
  scan(text: string, bytes: Uint8Array): void {
    this.text = text
    this.bytes = bytes
    this.length = 0
    const { slots, bits, mask } = this.trie.exact
    const { roots, open } = this.trie
    const filter = FILTER_WORDS - 1
    const fold = FOLD_BYTE
    const size = text.length
    let at = 0
    let gap = 0
    let before = 0
    while (at < size) {
      let code = bytes[at]!
      let folded = fold[code]!
      if (folded === WIDE) folded = learn(text.charCodeAt(at))
      if (folded === 0) {
        if (this.length > 0) {
          // Nearly all gaps are one space.
          if (code === SPACE && gap === 0) gap = ONE_SPACE
          else {
            gap = widenGap(gap, code === WIDE ? text.charCodeAt(at) : code)
            if (breaks(gap)) this.flush()
          }
        }
        before = code
        at++
        continue
      }
      const start = at
      let capitals = 0
      let hash = Math.imul(SEED ^ folded, 0x01000193)
      at++
      if (folded < FIRST_SOLO) {
        // The 0 behind the text ends its last word.
        for (;;) {
          code = bytes[at]!
          folded = fold[code]!
          if (folded === 0) break
          if (folded === WIDE) {
            code = text.charCodeAt(at)
            folded = learn(code)
            if ((folded - 1) >>> 0 >= FIRST_SOLO - 1) break
          }
          capitals |= code ^ folded
          hash = Math.imul(hash ^ folded, 0x01000193)
          at++
        }
      }
      gap = 0
      const dotted = before === PERIOD
      before = 0
      if (hash === 0) hash = 1
      if (code === HASH || code === PLUS || dotted) {
        const behind = this.special(hash, start, at)
        if (behind > 0) {
          at = behind
          continue
        }
      }
      let word = 0
      let slot = 0
      if ((bits[(hash >>> 5) & filter]! >>> (hash & 31)) & 1) {
        slot = (hash ^ (hash >>> 15)) & mask
        let known = slots[slot * SLOT]!
        while (known !== 0 && known !== hash) {
          slot = (slot + 1) & mask
          known = slots[slot * SLOT]!
        }
        if (known !== 0) word = slots[slot * SLOT + 1]!
      }
      if (word !== 0) {
        // A word that begins no phrase matters only behind one that may.
        if (this.length > 0 || roots[word] !== 0) this.push(word, slot, start, at)
      } else if (capitals !== 0 || open !== undefined) this.miss(start, at, capitals !== 0)
      else if (this.length > 0) this.flush()
    }
    this.flush()
    this.text = ''
  }

  /** Reports the phrases inside a phrase that was reported, itself excepted. */
  within(first: number, last: number): void {
    for (let from = first; from < last; ) {
      const to = this.longest(from, from === first ? last - 1 : last)
      if (to > from && this.report(from, to)) from = to
      else from++
    }
  }

  private push(word: number, slot: number, start: number, end: number): void {
    const { length } = this
    if (length * 4 === this.run.length) {
      const grown = new Int32Array(this.run.length * 2)
      grown.set(this.run)
      this.run = grown
    }
    const { run } = this
    run[length * 4] = word
    run[length * 4 + 1] = slot
    run[length * 4 + 2] = start
    run[length * 4 + 3] = end
    this.length = length + 1
  }

  /** `C#`, `C++` and `.NET`: words that signs belong to. Answers the offset behind, or 0. */
  private special(hash: number, start: number, end: number): number {
    const { text } = this
    const { exact } = this.trie
    const sign = text.charCodeAt(end)
    let behind = end
    let full = hash
    if (sign === HASH && foldAt(text, end + 1) === 0) {
      full = step(hash, HASH)
      behind = end + 1
    } else if (sign === PLUS && text.charCodeAt(end + 1) === PLUS) {
      full = step(step(hash, PLUS), PLUS)
      behind = end + 2
    } else if (text.charCodeAt(start - 1) === PERIOD && foldAt(text, start - 2) === 0) {
      full = hash ^ DOT
    }
    if (full === hash) return 0
    const slot = findSlot(exact, full || 1)
    if (slot < 0) return 0
    this.push(exact.slots[slot * SLOT + 1]!, slot, start, behind)
    return behind
  }

  /** A word that the table does not hold: maybe camelCase, maybe one that an open word begins. */
  private miss(start: number, end: number, capitals: boolean): void {
    const { text, trie } = this
    const { open } = trie
    if (open !== undefined) {
      let best = -1
      let hash = SEED
      for (let at = start; at < end; at++) {
        hash = step(hash, foldAt(text, at))
        const slot = findSlot(open, hash || 1)
        if (slot >= 0) best = slot
      }
      if (best >= 0) {
        this.push(open.slots[best * SLOT + 1]!, -1 - best, start, end)
        return
      }
    }
    if (!capitals || !this.camel(start, end)) this.flush()
  }

  /** Splits at each capital after a small letter; false if there is none. */
  private camel(start: number, end: number): boolean {
    const { text, trie } = this
    let from = start
    let hash = SEED
    let parts = 0
    for (let at = start; at <= end; at++) {
      const split =
        at > from && at < end && isCapital(text.charCodeAt(at)) && !isCapital(text.charCodeAt(at - 1))
      if (split || at === end) {
        if (at === end && parts === 0) return false
        const slot = findSlot(trie.exact, hash || 1)
        if (slot < 0) this.flush()
        else this.push(trie.exact.slots[slot * SLOT + 1]!, slot, from, at)
        parts++
        from = at
        hash = SEED
      }
      if (at < end) hash = step(hash, foldAt(text, at))
    }
    return true
  }

  private flush(): void {
    const { length } = this
    for (let from = 0; from < length; ) {
      const to = this.longest(from, length)
      if (to > from && this.report(from, to)) from = to
      else from++
    }
    this.length = 0
  }

  /** The end of the longest phrase that begins at a word of the run, or the beginning if there is none. */
  private longest(from: number, limit: number): number {
    const { run, trie } = this
    let node = trie.roots[run[from * 4]!]!
    let best = from
    for (let to = from + 1; node !== 0; to++) {
      if (trie.entries[node] !== 0) best = to
      if (to >= limit) break
      node = follow(trie, node, run[to * 4]!)
    }
    return best
  }

  private report(from: number, to: number): boolean {
    const { run, trie } = this
    let node = 0
    for (let at = from; at < to; at++) {
      // Two words may share a hash: what is reported is compared letter by letter.
      if (!this.spells(run[at * 4 + 1]!, run[at * 4 + 2]!, run[at * 4 + 3]!)) return false
      const word = run[at * 4]!
      node = at === from ? trie.roots[word]! : follow(trie, node, word)
    }
    const first = run[from * 4 + 1]!
    const dotted = first >= 0 && trie.exact.letters[trie.exact.slots[first * SLOT + 2]!] === PERIOD ? 1 : 0
    this.found(trie.entries[node]!, run[from * 4 + 2]! - dotted, run[to * 4 - 1]!, from, to)
    return true
  }

  /** Whether the text between two offsets folds to the word in a slot; below 0, whether it begins with an open one. */
  private spells(slot: number, start: number, end: number): boolean {
    const { text, bytes } = this
    const { slots, letters } = slot < 0 ? this.trie.open! : this.trie.exact
    const base = (slot < 0 ? -1 - slot : slot) * SLOT
    const offset = slots[base + 2]!
    const length = slots[base + 3]!
    const from = letters[offset] === PERIOD ? start - 1 : start
    if (slot < 0 ? end - from < length : end - from !== length) return false
    for (let at = 0; at < length; at++) {
      const code = bytes[from + at]!
      const folded = code === WIDE ? learn(text.charCodeAt(from + at)) : FOLD_BYTE[code]!
      if ((folded || code) !== letters[offset + at]) return false
    }
    return true
  }
}

function isCapital(code: number): boolean {
  return code > 64 && code < 91
}
