import { inflect } from './inflect.ts'
import { hashWord } from './tokenize.ts'

/**
 * An open-addressing table from a word's hash to a word's number. Only integers are touched while a text is
 * read; the spelling is compared once a whole phrase matched.
 */
export interface WordTable {
  readonly mask: number
  /** Hash, word number, and where and how long the spelling is, side by side: one memory access brings all. */
  readonly slots: Int32Array
  /** A bit for each hash that the table may hold: small enough for the fastest cache, and most words end here. */
  readonly bits: Int32Array
  /** The spellings of all words, folded, one behind the other. */
  readonly letters: Uint16Array
}

/** Phrases as a trie over word numbers. Node 0 is none, word 0 is unknown. */
export interface Trie {
  readonly exact: WordTable
  /** Words that match with any ending; undefined where the lexicon has none. */
  readonly open: WordTable | undefined
  /** First node by word number. */
  readonly roots: Int32Array
  /** Open-addressing table of edges: node, word, child. */
  readonly edges: Int32Array
  readonly edgeMask: number
  /** Entry by node; 0 for none. */
  readonly entries: Int32Array
}

/** Collects phrases, then packs them. */
export class TrieBuilder {
  private readonly numbers = new Map<string, number>()
  private readonly loose = new Set<number>()
  private readonly children: Map<number, number>[] = [new Map(), new Map()]
  private readonly ends: number[] = [0, 0]

  /** Adds a phrase and answers its node. With `loose`, inflected forms of its words match too. */
  add(words: readonly string[], loose: boolean): number {
    let node = 1
    for (const word of words) {
      const number = this.numbers.get(word) ?? this.numbers.size + 1
      this.numbers.set(word, number)
      if (loose) this.loose.add(number)
      const level = this.children[node]!
      let next = level.get(number)
      if (next === undefined) {
        next = this.children.length
        level.set(number, next)
        this.children.push(new Map())
        this.ends.push(0)
      }
      node = next
    }
    return node
  }

  entryOf(node: number): number {
    return this.ends[node]!
  }

  setEntry(node: number, entry: number): void {
    this.ends[node] = entry
  }

  build(): Trie {
    const exact: [string, number][] = []
    const open: [string, number][] = []
    for (const [word, number] of this.numbers) (word.endsWith('*') ? open : exact).push([word, number])
    for (const [word, number] of open) {
      // The bare beginning is the word too, unless it has a number of its own.
      if (!this.numbers.has(word.slice(0, -1))) exact.push([word.slice(0, -1), number])
    }
    const taken = new Set(exact.map(([word]) => word))
    for (const [word, number] of this.numbers) {
      if (!this.loose.has(number)) continue
      for (const form of inflect(word)) {
        if (taken.has(form)) continue
        taken.add(form)
        exact.push([form, number])
      }
    }
    const roots = new Int32Array(this.numbers.size + 1)
    for (const [number, child] of this.children[1]!) roots[number] = child
    return {
      exact: packWords(exact),
      open: open.length > 0 ? packWords(open) : undefined,
      roots,
      ...packEdges(this.children),
      entries: Int32Array.from(this.ends),
    }
  }
}

/** Numbers a slot of {@link WordTable.slots} takes. */
export const SLOT = 4

/** 16 KiB of bits: with 10,000 words one unknown word in 13 passes. */
export const FILTER_WORDS = 4096

function sizeFor(count: number): number {
  let size = 16
  while (size < count * 3) size *= 2
  return size
}

function packWords(list: readonly (readonly [string, number])[]): WordTable {
  const size = sizeFor(list.length)
  const slots = new Int32Array(size * SLOT)
  const bits = new Int32Array(FILTER_WORDS)
  const letters = new Uint16Array(list.reduce((sum, [word]) => sum + word.length, 0))
  let filled = 0
  for (const [starred, number] of list) {
    const word = starred.endsWith('*') ? starred.slice(0, -1) : starred
    const hash = hashWord(word)
    let slot = (hash ^ (hash >>> 15)) & (size - 1)
    while (slots[slot * SLOT] !== 0) slot = (slot + 1) & (size - 1)
    slots.set([hash, number, filled, word.length], slot * SLOT)
    for (let at = 0; at < word.length; at++) letters[filled++] = word.charCodeAt(at)
    bits[(hash >>> 5) & (FILTER_WORDS - 1)]! |= 1 << (hash & 31)
  }
  return { mask: size - 1, slots, bits, letters }
}

/** The slot of a hash, or -1. */
export function findSlot(table: WordTable, hash: number): number {
  const { slots, mask } = table
  let slot = (hash ^ (hash >>> 15)) & mask
  for (let found = slots[slot * SLOT]!; found !== 0; found = slots[slot * SLOT]!) {
    if (found === hash) return slot
    slot = (slot + 1) & mask
  }
  return -1
}

function packEdges(children: readonly Map<number, number>[]): { edges: Int32Array; edgeMask: number } {
  let count = 0
  for (let node = 2; node < children.length; node++) count += children[node]!.size
  const size = sizeFor(count)
  const edges = new Int32Array(size * 3)
  for (let node = 2; node < children.length; node++) {
    for (const [word, child] of children[node]!) {
      let slot = edgeSlot(node, word, size - 1)
      while (edges[slot * 3] !== 0) slot = (slot + 1) & (size - 1)
      edges.set([node, word, child], slot * 3)
    }
  }
  return { edges, edgeMask: size - 1 }
}

function edgeSlot(node: number, word: number, mask: number): number {
  const mixed = Math.imul(node, 0x9e3779b1) ^ Math.imul(word, 0x85ebca6b)
  return (mixed ^ (mixed >>> 15)) & mask
}

/** The node that a word leads to from another, or 0. */
export function follow(trie: Trie, node: number, word: number): number {
  const { edges, edgeMask } = trie
  let slot = edgeSlot(node, word, edgeMask)
  for (let at = slot * 3; edges[at] !== 0; at = slot * 3) {
    if (edges[at] === node && edges[at + 1] === word) return edges[at + 2]!
    slot = (slot + 1) & edgeMask
  }
  return 0
}
