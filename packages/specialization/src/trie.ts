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
  /** Entry by node; 0 for none. */
  readonly entries: Int32Array
}

/** What an edge's key multiplies its node with: more than there are words. */
const WORDS = 0x200000

/** Collects phrases, then packs them. */
export class TrieBuilder {
  /** Entry by node; 0 for none. */
  readonly ends: number[] = [0, 0]
  private readonly numbers = new Map<string, number>()
  private readonly loose = new Set<number>()
  /** Children by node and word. */
  private readonly edges = new Map<number, number>()

  /** Adds a phrase and answers its node. With `loose`, inflected forms of its words match too. */
  add(words: readonly string[], loose: boolean): number {
    let node = 1
    for (const word of words) {
      let number = this.numbers.get(word)
      if (number === undefined) {
        number = this.numbers.size + 1
        this.numbers.set(word, number)
      }
      if (loose) this.loose.add(number)
      const key = node * WORDS + number
      let next = this.edges.get(key)
      if (next === undefined) {
        next = this.ends.push(0) - 1
        this.edges.set(key, next)
      }
      node = next
    }
    return node
  }

  /**
   * A form that is a word of its own leads where its word leads, unless it means something else: with `user story` and
   * `stories` in the lexicon, "user stories" is still the former, and with `colors` and `color scheme` "color" alone is
   * the former too.
   */
  private addForms(): void {
    const forms = new Map<number, number[]>()
    for (const [word, number] of this.numbers) {
      if (this.loose.has(number))
        forms.set(
          number,
          inflect(word).flatMap((form) => this.numbers.get(form) ?? []),
        )
    }
    for (const [key, child] of [...this.edges]) {
      const word = key % WORDS
      for (const form of forms.get(word) ?? []) {
        const other = key - word + form
        const node = this.edges.get(other) ?? child
        this.edges.set(other, node)
        this.ends[node] ||= this.ends[child]!
      }
    }
  }

  build(): Trie {
    const { numbers, ends } = this
    const exact = new Map<string, number>()
    const open = new Map<string, number>()
    for (const [word, number] of numbers) {
      if (word.endsWith('*')) open.set(word.slice(0, -1), number)
      else exact.set(word, number)
    }
    // The bare beginning is the word too, unless it has a number of its own.
    for (const [word, number] of open) if (!exact.has(word)) exact.set(word, number)
    for (const [word, number] of numbers) {
      if (!this.loose.has(number)) continue
      for (const form of inflect(word)) if (!exact.has(form)) exact.set(form, number)
    }
    this.addForms()
    const edges = new Int32Array(sizeFor(this.edges.size) * 3)
    const mask = edges.length / 3 - 1
    const roots = new Int32Array(numbers.size + 1)
    // By word, the nodes from which it leads on.
    const from: number[][] = []
    for (const [key, child] of this.edges) {
      const word = key % WORDS
      const node = (key - word) / WORDS
      if (node === 1) {
        roots[word] = child
        continue
      }
      from[word] ??= []
      from[word].push(node)
      let slot = edgeSlot(node, word, mask)
      while (edges[slot * 3] !== 0) slot = (slot + 1) & mask
      edges[slot * 3] = node
      edges[slot * 3 + 1] = word
      edges[slot * 3 + 2] = child
    }
    const inner = new Set(from.flat())
    for (let word = 1; word < roots.length; word++) {
      const node = roots[word]!
      if (!inner.has(node)) roots[word] = -ends[node]!
    }
    const bits = new Int32Array(4096)
    const links = new Int32Array(1024)
    return {
      exact: packWords(exact, roots, (number, hash) => {
        if (roots[number] !== 0) bits[hash >>> 20]! |= (1 << (hash >>> 15)) | (1 << (hash >>> 10))
        from[number]?.forEach((node) => {
          const at = mix(node, hash)
          links[at >>> 22]! |= 1 << (at >>> 17)
        })
      }),
      bits,
      links,
      open: open.size > 0 ? packWords(open, roots, () => {}) : undefined,
      edges,
      entries: Int32Array.from(ends),
    }
  }
}

function sizeFor(count: number): number {
  let size = 16
  while (size < count * 2) size *= 2
  return size
}

function packWords(
  words: ReadonlyMap<string, number>,
  roots: Int32Array,
  visit: (number: number, hash: number) => void,
): WordTable {
  const size = sizeFor(words.size)
  const slots = new Int32Array(size * 4)
  const shift = Math.clz32(size - 1)
  const spelling = `${[...words.keys()].join('\0')}\0`
  const letters = new DataView(toBytes(spelling, createBytes(spelling.length)).buffer)
  let start = 0
  for (const [word, number] of words) {
    const end = start + word.length
    const hash = hashAt(spelling, letters, start, end)
    let slot = (hash >>> shift) * 4
    while (slots[slot] !== 0) slot = (slot + 4) & (slots.length - 1)
    slots[slot] = hash | 1
    slots[slot + 1] = number
    slots[slot + 2] = roots[number]!
    slots[slot + 3] = start
    visit(number, hash & ~1)
    start = end + 1
  }
  return { slots, shift, spelling, letters }
}

function mix(node: number, hash: number): number {
  return Math.imul(node, 0x9e3779b1) ^ hash
}

/** False where no phrase goes on from a node with a word of this hash. */
export function hasLink(links: Int32Array, node: number, hash: number): boolean {
  const at = mix(node, hash)
  return ((links[at >>> 22]! >>> (at >>> 17)) & 1) !== 0
}

function edgeSlot(node: number, word: number, mask: number): number {
  const mixed = mix(node, Math.imul(word, 0x85ebca6b))
  return (mixed ^ (mixed >>> 15)) & mask
}

/** The node that a word leads to from another, or 0. */
export function follow({ edges }: Trie, node: number, word: number): number {
  const mask = edges.length / 3 - 1
  let slot = edgeSlot(node, word, mask)
  for (let at = slot * 3; edges[at] !== 0; at = slot * 3) {
    if (edges[at] === node && edges[at + 1] === word) return edges[at + 2]!
    slot = (slot + 1) & mask
  }
  return 0
}
