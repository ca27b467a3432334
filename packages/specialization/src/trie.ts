import { createBytes, toBytes } from './bytes.ts'
import { inflect } from './inflect.ts'
import { hashAt } from './tokenize.ts'

/**
 * An open-addressing table of words. Only integers are touched while a text is read, until a hash is one of the
 * table's: then the spelling is compared.
 */
export interface WordTable {
  /**
   * Hash, word number, first node of the phrases that begin with it (or minus the entry, if there is but the one of
   * this word alone), and where the spelling begins.
   */
  readonly slots: Int32Array
  /** By how much a hash is shifted to be a slot's number. */
  readonly shift: number
  /** All words, folded, each with a 0 behind; and the same as bytes. */
  readonly spelling: string
  readonly letters: DataView
}

/** Phrases as a trie over word numbers. Node 0 is none, word 0 is unknown. */
export interface Trie {
  readonly exact: WordTable
  /** Two bits for each hash with which a phrase may begin: fits into the fastest cache, and most words end here. */
  readonly bits: Int32Array
  /** The same for a node and the hash of a word that may come next. */
  readonly links: Int32Array
  /** Words that match with any ending; undefined where the lexicon has none. */
  readonly open: WordTable | undefined
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
    const bits = new Int32Array(FILTER_WORDS)
    const links = new Int32Array(LINK_WORDS)
    // The nodes from which each word leads on.
    const from = new Map<number, number[]>()
    this.children.forEach((level, node) => {
      for (const number of level.keys()) from.set(number, [...(from.get(number) ?? []), node])
    })
    const roots = new Map<number, number>()
    for (const [number, node] of this.children[1]!)
      roots.set(number, this.children[node]!.size > 0 ? node : -this.ends[node]!)
    return {
      exact: packWords(exact, roots, bits, (number, hash) => {
        for (const node of from.get(number) ?? []) {
          const at = mix(node, hash)
          links[at >>> 22]! |= 1 << (at >>> 17)
        }
      }),
      bits,
      links,
      open: open.length > 0 ? packWords(open, roots, bits, () => {}) : undefined,
      ...packEdges(this.children),
      entries: Int32Array.from(this.ends),
    }
  }
}

/** 16 KiB of bits. */
const FILTER_WORDS = 4096

function sizeFor(count: number): number {
  let size = 16
  while (size < count * 2) size *= 2
  return size
}

function packWords(
  list: readonly (readonly [string, number])[],
  roots: ReadonlyMap<number, number>,
  bits: Int32Array,
  visit: (number: number, hash: number) => void,
): WordTable {
  const size = sizeFor(list.length)
  const slots = new Int32Array(size * 4)
  const shift = Math.clz32(size - 1)
  const spelling = list.map(([word]) => `${word.replace('*', '')}\0`).join('')
  const letters = new DataView(toBytes(spelling, createBytes(spelling.length)).buffer)
  let start = 0
  for (const [, number] of list) {
    const end = spelling.indexOf('\0', start)
    const hash = hashAt(spelling, letters, start, end) | 1
    let slot = hash >>> shift
    while (slots[slot * 4] !== 0) slot = (slot + 1) & (size - 1)
    const root = roots.get(number) ?? 0
    slots.set([hash, number, root, start], slot * 4)
    visit(number, hash & ~1)
    if (root !== 0) bits[hash >>> 20]! |= (1 << (hash >>> 15)) | (1 << (hash >>> 10))
    start = end + 1
  }
  return { slots, shift, spelling, letters }
}

/** 4 KiB of bits. */
const LINK_WORDS = 1024

function mix(node: number, hash: number): number {
  return Math.imul(node, 0x9e3779b1) ^ hash
}

/** False where no phrase goes on from a node with a word of this hash. */
export function hasLink(links: Int32Array, node: number, hash: number): boolean {
  const at = mix(node, hash)
  return ((links[at >>> 22]! >>> (at >>> 17)) & 1) !== 0
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
