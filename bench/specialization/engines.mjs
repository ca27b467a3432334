// Every engine as a function from phrases to a function from a text to a number (matches found, or a checksum).
import { AhoCorasick as MonyoneAhoCorasick } from '@monyone/aho-corasick'
import { AhoCorasick as MonyoneFast } from '@monyone/aho-corasick/fast'
import { createExtractor } from '@nyxcore/specialization'
import { createMatcher } from '@nyxcore/specialization/engine'
import flashtext from 'flashtext.js'
import ModernAhoCorasick from 'modern-ahocorasick'

const KeywordProcessor = flashtext.default ?? flashtext

/** All of what the package does: NFKC check, stemming, masks, negation, markup, evidence, scores. */
function ours(phrases) {
  const domains = Array.from({ length: 15 }, (_, index) => ({
    slug: `d${index}`,
    label: `D${index}`,
    keywords: phrases.filter((_phrase, nth) => nth % 15 === index),
    masks: index === 0 ? ['state of the art', 'in the garden of'] : undefined,
  }))
  const extractor = createExtractor({ domains, limit: 15 })
  return (text) => extractor.extract(text).specializations.reduce((sum, { count }) => sum + count, 0)
}

export const engines = {
  'raw walk (limit)': () => (text) => {
    let sum = 0
    for (let at = 0; at < text.length; at++) sum = (sum + text.charCodeAt(at)) | 0
    return sum
  },
  'nyx extract': ours,
  'nyx matcher alone': (phrases) => {
    const matcher = createMatcher(phrases)
    return (text) => matcher.match(text).length
  },
  'trie RegExp': (phrases) => {
    const pattern = new RegExp(`\\b(?:${toPattern(phrases)})\\b`, 'gi')
    return (text) => {
      let found = 0
      pattern.lastIndex = 0
      while (pattern.exec(text) !== null) found++
      return found
    }
  },
  'modern-ahocorasick': (phrases) => {
    const matcher = new ModernAhoCorasick(phrases)
    return (text) => matcher.search(text.toLowerCase()).length
  },
  '@monyone/aho-corasick': (phrases) => {
    const matcher = new MonyoneAhoCorasick(phrases)
    return (text) => matcher.matchInText(text.toLowerCase()).length
  },
  '@monyone/aho-corasick/fast': (phrases) => {
    const matcher = new MonyoneFast(phrases)
    return (text) => matcher.matchInText(text.toLowerCase()).length
  },
  'flashtext.js': (phrases) => {
    const processor = new KeywordProcessor()
    for (const phrase of phrases) processor.addKeyword(phrase)
    return (text) => processor.extractKeywords(text).length
  },
  'indexOf each phrase': (phrases) => (text) => {
    const lower = text.toLowerCase()
    let found = 0
    for (const phrase of phrases) {
      for (let at = lower.indexOf(phrase); at >= 0; at = lower.indexOf(phrase, at + phrase.length)) found++
    }
    return found
  },
}

/** Packages from the registry that one would use instead. */
export const peers = [
  'modern-ahocorasick',
  '@monyone/aho-corasick',
  '@monyone/aho-corasick/fast',
  'flashtext.js',
]

/** Alternatives that share beginnings, so that the pattern does not try each phrase at each place. */
function toPattern(phrases) {
  const root = new Map()
  for (const phrase of phrases) {
    let node = root
    for (const char of phrase) {
      if (!node.has(char)) node.set(char, new Map())
      node = node.get(char)
    }
    node.set('', undefined)
  }
  const print = (node) => {
    const options = [...node].filter(([char]) => char !== '').map(([char, next]) => char + print(next))
    const body = options.length === 1 ? options[0] : `(?:${options.join('|')})`
    if (options.length === 0) return ''
    return node.has('') ? `(?:${body})?` : body
  }
  return print(root)
}
