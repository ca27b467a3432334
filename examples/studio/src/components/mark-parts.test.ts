import { expect, it } from 'vitest'
import { markParts } from './mark-parts.ts'

it('marks the first of words that overlap, for the domains of all', () => {
  const spans = [
    { slug: 'design', start: 2, end: 15 },
    { slug: 'product', start: 2, end: 15 },
    { slug: 'product', start: 7, end: 15 },
    { slug: 'data', start: 20, end: 24 },
  ]
  expect(markParts('A user research of data', spans.slice(0, 3))).toEqual([
    { text: 'A ', slugs: [] },
    { text: 'user research', slugs: ['design', 'product'] },
    { text: ' of data', slugs: [] },
  ])
  expect(markParts('A user research of, data.', spans).at(-2)).toEqual({ text: 'data', slugs: ['data'] })
})

it('leaves out what lies beyond the text, and gives a text without marks back whole', () => {
  expect(markParts('short', [{ slug: 'data', start: 3, end: 9 }])).toEqual([{ text: 'short', slugs: [] }])
  expect(markParts('', [])).toEqual([])
})
