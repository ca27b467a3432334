import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CloseReason, type Effect, type Input, type Phase, transition } from './lifecycle.ts'

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
const input = fc.constantFrom<Input>('start', 'flushed', ...reasons)

function play(inputs: readonly Input[]): { phase: Phase; effects: Effect[]; phases: Phase[] } {
  let phase: Phase = 'waiting'
  const effects: Effect[] = []
  const phases: Phase[] = [phase]
  for (const next of inputs) {
    const [to, ...todo] = transition(phase, next)
    phase = to
    phases.push(to)
    effects.push(...todo)
  }
  return { phase, effects, phases }
}

describe('the lifecycle', () => {
  it('cleans up exactly once, and never before a cause to end', () => {
    fc.assert(
      fc.property(fc.array(input), (inputs) => {
        const ended = inputs.some((next) => reasons.includes(next as CloseReason))
        const { effects } = play(inputs)
        expect(effects.filter((effect) => effect === 'cleanup')).toHaveLength(ended ? 1 : 0)
        expect(effects.filter((effect) => effect === 'run').length).toBeLessThanOrEqual(1)
        expect(effects.filter((effect) => effect === 'cut').length).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('never goes back', () => {
    const order: Phase[] = ['waiting', 'open', 'flushing', 'over']
    fc.assert(
      fc.property(fc.array(input), (inputs) => {
        const ranks = play(inputs).phases.map((phase) => order.indexOf(phase))
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b))
      }),
    )
  })

  it('never runs a producer whose stream has ended', () => {
    fc.assert(
      fc.property(fc.array(input), (inputs) => {
        const { effects } = play(inputs)
        const run = effects.indexOf('run')
        if (run >= 0 && effects.includes('cleanup')) expect(run).toBeLessThan(effects.indexOf('cleanup'))
      }),
    )
  })

  it.each([
    [['start', 'completed', 'flushed'], ['run', 'cleanup', 'flush'], 'over'],
    [['start', 'closed', 'client-left'], ['run', 'cleanup', 'flush', 'cut'], 'over'],
    [['start', 'client-left', 'client-left'], ['run', 'cleanup', 'cut'], 'over'],
    [['client-left', 'start'], ['cleanup', 'cut'], 'over'],
    [['shutdown', 'start', 'max-age'], ['cleanup', 'flush'], 'flushing'],
  ] as [Input[], Effect[], Phase][])('%j', (inputs, effects, phase) => {
    expect(play(inputs)).toMatchObject({ effects, phase })
  })
})
