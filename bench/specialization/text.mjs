// Texts and phrases of the bench, made from a seed: the same in every run.
import { defaultDomains } from '@nyxcore/specialization'

const common =
  `the of and to in that is was he for it with as his on be at by had not are but from or have an they which
one you were her all she there would their we him been has when who will more no if out so said what up its about into than
them can only other new some could time these two may then do first any my now such like our over man me even most made
after also did many before must through back years where much your way well down should because each just those people mr
how too little good world make very year still see own work long here get both between life being under never day same another
know while last might us great old come off since go against came right used take three small large number again place around
thing hand house during without kind under become letter garden river window morning quiet gentle patient winter mother voice`.split(
    /\s+/,
  )

export function createRandom(seed) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** `count` phrases: the lexicons' own, filled up with made-up ones of two words. */
export function makePhrases(count) {
  const random = createRandom(7)
  const syllables = 'ba ce di fo gu ha ki lo mu ne pa qui ro su te vo wa xi yo za'.split(' ')
  const word = () =>
    Array.from({ length: 2 + Math.floor(random() * 3) }, () => syllables[Math.floor(random() * 20)]).join('')
  const own = defaultDomains.flatMap(({ keywords }) => keywords.map((keyword) => keyword.term ?? keyword))
  const phrases = new Set(
    own
      .map((term) => term.toLowerCase())
      .filter((term) => /^[a-z\d ]+$/.test(term) && !common.includes(term)),
  )
  while (phrases.size < count) phrases.add(`${word()} ${word()}`)
  return [...phrases].slice(0, count)
}

/** Prose of about `size` characters, with a phrase in about every 20 words. */
export function makeText(size, phrases) {
  const random = createRandom(11)
  const pick = (list) => list[Math.floor(random() * list.length)]
  const parts = []
  let length = 0
  let words = 0
  while (length < size) {
    let part = random() < 0.05 ? pick(phrases) : pick(common)
    if (words++ % 14 === 0) part = part[0].toUpperCase() + part.slice(1)
    const end = words % 14 === 0 ? '. ' : random() < 0.06 ? ', ' : ' '
    parts.push(part, end)
    length += part.length + end.length
  }
  return parts.join('').slice(0, size)
}
