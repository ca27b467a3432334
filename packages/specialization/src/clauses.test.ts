import { describe, expect, it } from 'vitest'
import { toBytes } from './bytes.ts'
import { createReader } from './clauses.ts'

/** What is read from the beginning on, of at most 60 characters. */
function read(text: string, clause = false): string {
  return text.slice(0, createReader(text, toBytes(text), clause)(0, Math.min(text.length, 60)))
}

describe('createReader', () => {
  it.each([
    ['one. two', 'one'],
    ['one! two', 'one'],
    ['one? two', 'one'],
    ['one; two', 'one'],
    ['one\ntwo', 'one'],
    ['一。二', '一'],
    ['the end.', 'the end'],
    ['Node.js 1.5, and so on: yes', 'Node.js 1.5, and so on: yes'],
    ['“quoted.” On', '“quoted.” On'],
  ])('stops where a sentence ends: %j', (text, sentence) => {
    expect(read(text)).toBe(sentence)
  })

  it.each([
    ['a lawyer, but a nurse', 'a lawyer'],
    ['a lawyer, you know', 'a lawyer'],
    ['a lawyer, and I say so', 'a lawyer'],
    ['a lawyer, banker or nurse', 'a lawyer, banker or nurse'],
    ['a lawyer, issue by issue', 'a lawyer, issue by issue'],
  ])('stops with a clause where a new subject takes over: %j', (text, clause) => {
    expect(read(text, true)).toBe(clause)
    expect(read(text)).toBe(text)
  })

  it('goes on from where it is, and stays where a sentence ended', () => {
    const text = 'one two. three four. five'
    const go = createReader(text, toBytes(text), false)
    expect(go(0, 4)).toBe(4)
    expect(go(2, 20)).toBe(7)
    expect(go(5, 20)).toBe(7)
    expect(go(9, 12)).toBe(12)
    expect(go(9, text.length)).toBe(19)
  })
})
