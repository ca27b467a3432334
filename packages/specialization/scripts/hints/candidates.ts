import { inflect } from '../../src/inflect.ts'
import { termWords } from '../../src/tokenize.ts'
import type { Domain } from '../../src/types.ts'

const small = new Set(
  'the and of to in is are with for that this on as your you be from or by an it will can not at their they we our was were been its has have when all any each more most into use using user users how what which who also should must such other than then if but like based one some them these those via etc ensure including make need provide follow following please would being only may about through very too'.split(
    ' ',
  ),
)

/**
 * What may hint at a domain: the lexicons' own terms, and general words that occur in enough rows. A word whose
 * form belongs to a word of the lexicons is left out, because it would take that form away.
 */
export function candidates(texts: readonly string[], domains: readonly Domain[], rows: number): string[] {
  const terms = domains.flatMap(({ keywords }) =>
    keywords.flatMap((keyword) =>
      typeof keyword === 'string' ? keyword : keyword.caseSensitive ? [] : keyword.term,
    ),
  )
  const masks = domains.flatMap((domain) => domain.masks ?? [])
  const known = new Set([...terms, ...masks].flatMap(termWords))
  const forms = new Set([...known].flatMap(inflect).filter((form) => !known.has(form)))
  const counts = new Map<string, number>()
  for (const text of texts) {
    for (const word of new Set(termWords(text))) {
      if (/^[a-z]{3,}$/.test(word) && !forms.has(word) && !small.has(word)) {
        counts.set(word, (counts.get(word) ?? 0) + 1)
      }
    }
  }
  const inflected = new Map([...counts.keys()].flatMap((word) => inflect(word).map((form) => [form, word])))
  for (const [form, word] of inflected) {
    if (form !== word && counts.has(form) && counts.has(word) && !known.has(form)) {
      counts.set(word, counts.get(word)! + counts.get(form)!)
      counts.delete(form)
    }
  }
  const words = [...counts].filter(([, count]) => count >= rows).map(([word]) => word)
  // What is not all small letters (`c++`) does not fit the packed form, and says no more than its evidence.
  return [...new Set([...terms, ...words])].filter((word) => /^[a-z ]+$/.test(word))
}
