import { inWord, SOLO } from './bytes.ts'
import { FOLD } from './fold.ts'
import { breaks, hashAt } from './tokenize.ts'
import { follow, hasLink, type Trie, type WordTable } from './trie.ts'

/** Called for each longest phrase; `first` and `last` are for {@link Scanner.within}. */
export type Found = (entry: number, start: number, end: number, first: number, last: number) => void

/** Reads texts for the phrases of a trie. */
export interface Scanner {
  /** Reports the longest phrases of a text, left to right, without overlap. `bytes`: see `toBytes`. */
  scan(text: string, bytes: Uint8Array, found: Found): void
  /** While a phrase is reported: reports the phrases inside of it, itself excepted. */
  within(first: number, last: number): void
}

const HASH = 35
const PLUS = 43
const PERIOD = 46

/** How many bytes are cut into words at a time, so that all about them stays in the fastest cache. */
const BLOCK = 2048
const HASHES: number = BLOCK + 8
const PICKED: number = 2 * HASHES

const none: Uint8Array = /* @__PURE__ */ new Uint8Array(4)

/** A scanner reads each text once. A word that is in no phrase allocates nothing, and costs a hash and a bit. */
export function createScanner(trie: Trie): Scanner {
  const { exact, open, bits, links, entries } = trie
  // Where the words of a block begin and end, by turns; from HASHES on, their hashes; then which to look at.
  const block = new Int32Array(3 * HASHES)
  let count = 0
  // Consecutive known words that no break parts: word number, root, start, end.
  let run = new Int32Array(64)
  let length = 0
  // Behind the last word that was looked at, and what the last phrase found means.
  let behind = 0
  let entry = 0
  let text = ''
  let bytes = none
  let view = new DataView(none.buffer)
  let found: Found

  /**
   * Finds where words begin and end, four bytes at a time and without a branch that a processor would have to
   * guess. Answers whether there are characters that are words.
   */
  function cut(from: number, to: number): boolean {
    // A word that the block before began goes on. The most significant bit of a byte says that it is in a word.
    let before = (count & 1) << 7
    if (before !== 0) block[0] = block[count - 1]!
    let edge = before >> 7
    let all = 0
    for (let at = from; at < to; at += 4) {
      const four = view.getInt32(at, true)
      const low = four & 0x7f7f7f7f
      const small = low | 0x20202020
      const letters = (small + 0x1f1f1f1f) & ~(small + 0x05050505)
      const digits = (low + 0x50505050) & ~(low + 0x46464646)
      const solo = four & (four << 1) & 0x80808080
      const words = (letters | digits | four) & ~solo & 0x80808080
      const edges = words ^ ((words << 8) | before)
      before = words >>> 24
      all |= solo
      // Each offset is written, and the next one writes over it if it was no edge.
      block[edge] = at
      edge = (edge + ((edges >> 7) & 1)) | 0
      block[edge] = at + 1
      edge = (edge + ((edges >> 15) & 1)) | 0
      block[edge] = at + 2
      edge = (edge + ((edges >> 23) & 1)) | 0
      block[edge] = at + 3
      edge = (edge + (edges >>> 31)) | 0
    }
    count = edge
    return all !== 0
  }

  /** Hashes the words, and lists those to look at: all, or where a phrase, a sign or a capital may begin. */
  function pick(all: number): number {
    let picks = PICKED
    for (let nth = 0; nth + 1 < count; nth = (nth + 2) | 0) {
      const start = block[nth]!
      const end = block[nth + 1]!
      const hash = hashAt(text, view, start, end)
      // Without a branch: 1 for # and + behind the word and for a dot before it.
      const after = (bytes[end]! & ~8) ^ HASH
      const before = bytes[start === 0 ? 0 : start - 1]! ^ PERIOD
      const signs = ((after - 1) | (before - 1)) >>> 31
      const row = bits[hash >>> 20]!
      block[HASHES + nth] = hash | signs
      block[picks] = nth
      const bit = ((row >>> (hash >>> 15)) & (row >>> (hash >>> 10))) | hash | signs | all
      picks = (picks + (bit & 1)) | 0
    }
    return picks
  }

  function walk(picks: number, solo: boolean): void {
    const blind = solo || open !== undefined
    let pick = PICKED
    for (let nth = 0; nth + 1 < count; nth += 2) {
      // What comes next matters to the phrases that have begun, in this block or the one before.
      if (length === 0) {
        while (pick < picks && block[pick]! < nth) pick++
        if (pick === picks) return
        nth = block[pick]!
      }
      const start = block[nth]!
      if (solo || length > 0) between(behind, start)
      const next = blind || nth + 3 >= count ? 1 : block[HASHES + nth + 2]!
      word(block[HASHES + nth]!, start, block[nth + 1]!, next)
    }
  }

  /** Ends the run where no phrase spans what stands between two words, unless it is a word itself. */
  function between(start: number, end: number): void {
    let from = start
    for (let at = start; at < end; at++) {
      if (bytes[at] !== SOLO) continue
      if (length > 0 && breaks(bytes, from, at)) flush()
      from = at + 1
      word(hashAt(text, view, at, from), at, from, 1)
    }
    if (length > 0 && breaks(bytes, from, end)) flush()
  }

  /** `next`: the hash of the word behind, whose least bit is set where it may be something else. */
  function word(hash: number, start: number, end: number, next: number): void {
    behind = end
    if (((bytes[end]! & ~8) === HASH || (start > 0 && bytes[start - 1] === PERIOD)) && special(start, end))
      return
    const slot = lookup(exact, hash, start, end)
    if (slot < 0) miss(start, end)
    else push(exact, slot, start, end, next)
  }

  function push({ slots }: WordTable, slot: number, start: number, end: number, next: number): void {
    const root = slots[slot + 2]!
    // Most words that begin a phrase are all of it, or do not go on: nothing has to be kept.
    if (length === 0 && (root <= 0 || ((next & 1) === 0 && !hasLink(links, root, next)))) {
      entry = root < 0 ? -root : entries[root]!
      if (entry !== 0) found(entry, start, end, 0, 0)
      return
    }
    const at = length++ * 4
    if (at === run.length) {
      const grown = new Int32Array(at * 2)
      grown.set(run)
      run = grown
    }
    run[at] = slots[slot + 1]!
    run[at + 1] = root
    run[at + 2] = start
    run[at + 3] = end
  }

  /** Where a word is in a table, or -1. */
  function lookup(table: WordTable, hash: number, start: number, end: number): number {
    const { slots, shift } = table
    const mask = slots.length - 1
    for (let slot = (hash >>> shift) * 4; slots[slot] !== 0; slot = (slot + 4) & mask) {
      if (slots[slot] === (hash | 1) && spells(table, slots[slot + 3]!, start, end)) return slot
    }
    return -1
  }

  /** Whether a word of the text is the one that a table spells from an offset on. */
  function spells({ letters, spelling }: WordTable, offset: number, start: number, end: number): boolean {
    const size = end - start
    const head = view.getInt32(start, true)
    let all = head
    let wrong = (head | 0x20202020) ^ letters.getInt32(offset, true)
    if (size < 4) wrong <<= 32 - size * 8
    else {
      const middle = view.getInt32(start + ((size - 3) >> 1), true)
      const tail = view.getInt32(end - 4, true)
      all |= middle | tail
      wrong |= (middle | 0x20202020) ^ letters.getInt32(offset + ((size - 3) >> 1), true)
      wrong |= (tail | 0x20202020) ^ letters.getInt32(offset + size - 4, true)
    }
    if (wrong !== 0 || (letters.getInt32(offset + size, true) & 0xff) !== 0) return false
    // Up to twelve letters of ASCII have been compared by now.
    if (size < 13 && (all & 0x80808080) === 0) return true
    for (let at = 0; at < size; at++) {
      const code = text.charCodeAt(start + at)
      if ((FOLD[code] || code) !== spelling.charCodeAt(offset + at)) return false
    }
    return true
  }

  /** Adds a word to the run if a table has it. */
  function known(table: WordTable, start: number, end: number, whole = end): boolean {
    const slot = lookup(table, hashAt(text, view, start, end), start, end)
    if (slot < 0) return false
    push(table, slot, start, whole, 1)
    return true
  }

  /** Whether it is `C#`, `C++` or `.NET`: a word that signs belong to. */
  function special(start: number, end: number): boolean {
    let from = start
    let to = end
    if (bytes[end] === HASH && !inWord(bytes[end + 1]!)) to++
    else if (bytes[end] === PLUS && bytes[end + 1] === PLUS) to += 2
    else if (start > 0 && bytes[start - 1] === PERIOD && !inWord(bytes[start - 2] ?? 0)) from--
    else return false
    if (!known(exact, from, to)) return false
    behind = to
    return true
  }

  /** A word that the table does not hold: maybe one that an open word begins, maybe camelCase. */
  function miss(start: number, end: number): void {
    if (open !== undefined) {
      for (let to = end; to > start; to--) if (known(open, start, to, end)) return
    }
    // Split at each capital after a small letter.
    let from = start
    for (let at = start + 1; at <= end; at++) {
      if (at < end ? !isCapital(bytes[at]!) || isCapital(bytes[at - 1]!) : from === start) continue
      if (!known(exact, from, at)) flush()
      from = at
    }
    if (from === start) flush()
  }

  function flush(): void {
    const last = length
    for (let from = 0; from < last; ) from = report(from, last)
    length = 0
  }

  /** Reports the longest phrase that begins at a word of the run. Answers where to go on. */
  function report(from: number, limit: number): number {
    let node = run[from * 4 + 1]!
    let best = from
    if (node < 0) {
      entry = -node
      best++
    }
    for (let to = from + 1; node > 0; to++) {
      if (entries[node] !== 0) {
        best = to
        entry = entries[node]!
      }
      if (to >= limit) break
      node = follow(trie, node, run[to * 4]!)
    }
    if (best === from) return from + 1
    found(entry, run[from * 4 + 2]!, run[best * 4 - 1]!, from, best)
    return best
  }

  return {
    scan(source, sourceBytes, onFound) {
      text = source
      bytes = sourceBytes
      view = new DataView(bytes.buffer)
      found = onFound
      count = behind = length = 0
      for (let at = 0; at <= text.length; at += BLOCK) {
        const to = Math.min(text.length + 1, at + BLOCK)
        const solo = cut(at, to)
        walk(pick(solo || open !== undefined ? 1 : 0), solo)
        if (!solo && length === 0) behind = to
      }
      between(behind, text.length)
      flush()
      // Keeps nothing of a long text.
      text = ''
      bytes = none
      view = new DataView(none.buffer)
    },
    within(first, last) {
      for (let from = first; from < last; ) from = report(from, from === first ? last - 1 : last)
    },
  }
}

function isCapital(byte: number): boolean {
  return byte > 64 && byte < 91
}
