/**
 * Why a stream ended. The first cause wins; there is one for each stream.
 *
 * - `completed`: the producer returned. `closed`: `close()` was called. `failed`: the producer threw.
 * - `client-left`: cancel, abort, FIN, RST or a failed write. `stalled`: the client took nothing for `stallTimeout`.
 * - `overflow`: a buffer limit was reached. `max-age`: `maxAge` passed. `shutdown`: the server drains.
 */
export type CloseReason =
  | 'completed'
  | 'closed'
  | 'failed'
  | 'client-left'
  | 'stalled'
  | 'overflow'
  | 'max-age'
  | 'shutdown'

/** `waiting`: nobody reads yet. `flushing`: ended, and what was accepted is still being written. */
export type Phase = 'waiting' | 'open' | 'flushing' | 'over'

/** What a stream is told: somebody reads, all is written, or a cause to end. */
export type Input = 'start' | 'flushed' | CloseReason

/** What to do after a transition: run the producer, the cleanup, write the rest and end, or cut the connection. */
export type Effect = 'run' | 'cleanup' | 'flush' | 'cut'

const cuts: ReadonlySet<Input> = new Set<Input>(['client-left', 'stalled', 'overflow'])

/**
 * The one state machine of a stream. `cleanup` occurs in exactly one transition of any sequence of inputs:
 * the one that leaves `waiting` or `open`.
 */
export function transition(phase: Phase, input: Input): [Phase, ...Effect[]] {
  const flushing = phase === 'flushing'
  if (input === 'start' && phase === 'waiting') return ['open', 'run']
  if (input === 'flushed' && flushing) return ['over']
  if (phase === 'over' || input === 'start' || input === 'flushed') return [phase]
  if (cuts.has(input)) return flushing ? ['over', 'cut'] : ['over', 'cleanup', 'cut']
  return flushing ? [phase] : ['flushing', 'cleanup', 'flush']
}
