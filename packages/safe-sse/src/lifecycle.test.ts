import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  advance,
  type CloseReason,
  ENDING,
  FLUSHING,
  type Input,
  OPEN,
  OVER,
  type Phase,
  WAITING,
} from './lifecycle.ts'

const reasons: CloseReason[] = [
  'completed',
  'closed',
  'failed',
  'client-left',
  'stalled',
  'overflow',
  'max-age',
  'shutdown',
]
const input = fc.constantFrom<Input>(OPEN, ENDING, OVER, ...reasons)

/** The phases that a sequence of inputs goes through. */
function play(inputs: readonly Input[]): Phase[] {
  const phases: Phase[] = [WAITING]
  for (const next of inputs) {
    const from = phases.at(-1)!
    // A stream is told so only by its own flush.
    if (next === ENDING && from !== FLUSHING) continue
    const to = advance(from, next)
    if (to !== from) phases.push(to)
  }
  return phases
}

describe('the lifecycle', () => {
  it('never goes back, and enters no phase twice', () => {
    fc.assert(
      fc.property(fc.array(input), (inputs) => {
        const phases = play(inputs)
        expect(phases).toEqual([...new Set(phases)].sort((a, b) => a - b))
      }),
    )
  })

  it('ends with the first cause, and never before one', () => {
    fc.assert(
      fc.property(fc.array(input), (inputs) => {
        const ended = inputs.some((next) => reasons.includes(next as CloseReason))
        expect(play(inputs).at(-1)! >= FLUSHING).toBe(ended)
        const first = inputs.findIndex((next) => reasons.includes(next as CloseReason))
        expect(play(inputs.slice(0, Math.max(first, 0))).at(-1)).toBeLessThan(FLUSHING)
      }),
    )
  })

  it.each([
    [
      [OPEN, 'completed', ENDING, OVER],
      [WAITING, OPEN, FLUSHING, ENDING, OVER],
    ],
    [
      [OPEN, 'closed', 'client-left'],
      [WAITING, OPEN, FLUSHING, OVER],
    ],
    [
      [OPEN, 'client-left', 'closed', OVER],
      [WAITING, OPEN, OVER],
    ],
    [
      ['client-left', OPEN],
      [WAITING, OVER],
    ],
    [
      ['shutdown', OPEN, 'max-age', ENDING, 'stalled'],
      [WAITING, FLUSHING, ENDING, OVER],
    ],
    [
      [OPEN, OVER, 'overflow'],
      [WAITING, OPEN, OVER],
    ],
  ] as [Input[], Phase[]][])('%j', (inputs, phases) => {
    expect(play(inputs)).toEqual(phases)
  })
})
