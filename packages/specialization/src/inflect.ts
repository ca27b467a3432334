/**
 * The forms in which an English word of the lexicon also occurs: plural or singular, third person, -ing and
 * -ed. Forms that no one writes do no harm, because only whole words are looked up; a form that is itself a
 * word of the lexicon stays that word (`marketing` is never a form of `market`).
 */
export function inflect(word: string): string[] {
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return /^[a-z\d]{2,}$/.test(word) ? [`${word}s`] : []
  if (/(?:[^su]s|[^aeou]us)$/.test(word) && !/(?:is|us|as|os)$/.test(word)) return [singular(word)]
  const forms = [plural(word)]
  if (/(?:ing|ed|[sy]is|ics|ly|ment|tion|ity|ness|ist)$/.test(word)) return forms
  const stem = word.replace(/e$/, '')
  forms.push(`${stem}ing`, word.endsWith('e') ? `${word}d` : `${word.replace(/([^aeiou])y$/, '$1i')}ed`)
  // One short vowel before one consonant doubles it: plan, planning.
  if (/^[^aeiou]*[aeiou][bdgklmnprt]$/.test(word))
    forms.push(`${word}${word.at(-1)}ing`, `${word}${word.at(-1)}ed`)
  return forms
}

function plural(word: string): string {
  if (/(?:s|x|z|ch|sh)$/.test(word)) return `${word}es`
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`
  return `${word}s`
}

function singular(word: string): string {
  if (/[^aeiou]ies$/.test(word) && word.length > 4) return `${word.slice(0, -3)}y`
  return /(?:[sxz]|ch|sh)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1)
}
