import { decode } from './decode.ts'
import type { LexiconSource } from './lexicon.ts'

/** Lexicons as the build writes them: see `build/pack.ts`. */
export interface PackedLexicons {
  /** All but the terms. */
  readonly heads: readonly Omit<LexiconSource, 'terms' | 'masks' | 'hints'>[]
  /** The keys of `terms`, the same for all lexicons. */
  readonly keys: readonly string[]
  // What `decode` makes a text of: for each lexicon a list for each key and one for the masks, each of lines, with
  // an empty line behind it. The last list is the hints: a word, and a capital for each domain it speaks for.
  readonly alphabet: string
  readonly length: number
  readonly digits: string
}

type Lists = Pick<LexiconSource, 'terms' | 'masks' | 'hints'>

/** Reads packed lexicons when the first of their terms is asked for: importing them costs nothing. */
export function unpack(packed: PackedLexicons): LexiconSource[] {
  let lists: Lists[] | undefined
  const read = (nth: number): Lists => {
    lists ??= readLists(packed)
    return lists[nth]!
  }
  return packed.heads.map((head, nth) => ({
    ...head,
    get terms() {
      return read(nth).terms
    },
    get masks() {
      return read(nth).masks
    },
    get hints() {
      return read(nth).hints
    },
  }))
}

function readLists({ heads, keys, alphabet, length, digits }: PackedLexicons): Lists[] {
  const lines = decode(alphabet, length, digits).split('\n')
  const readList = (): string => lines.splice(0, lines.indexOf('') + 1).join()
  const lists = heads.map(() => ({
    terms: Object.fromEntries(keys.map((key) => [key, readList()])),
    masks: readList(),
    hints: '',
  }))
  for (const line of lines) {
    const [word, ...owners] = line.split(/(?=[A-Z])/)
    for (const owner of owners) lists[owner.charCodeAt(0) - 65]!.hints += `${word},`
  }
  return lists
}
