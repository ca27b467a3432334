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

/** Nobody reads yet. */
export const WAITING = 0
/** The producer may send. */
export const OPEN = 1
/** Ended, and what was accepted is still being written. */
export const FLUSHING = 2
/** All is written; the platform brings the end out. */
export const ENDING = 3
/** Nothing is left to do. */
export const OVER = 4
export type Phase = 0 | 1 | 2 | 3 | 4

/** What a stream is told: a cause to end, or that it is in a phase, as `OVER` when the platform is done. */
export type Input = CloseReason | typeof OPEN | typeof ENDING | typeof OVER

/** Where causes lead that let nothing more be written. All others let what was accepted be written first. */
const cuts: Readonly<Partial<Record<Input, Phase>>> = { 'client-left': OVER, stalled: OVER, overflow: OVER }

/**
 * The one state machine of a stream. A phase only ever grows, so each is entered at most once; the cause that takes a
 * stream from below `FLUSHING` to there or beyond is the reason why it ended, and the one occasion for its cleanups.
 */
export function advance(phase: Phase, input: Input): Phase {
  // A platform that is done before there was a cause to end tells nothing: its client left, and it will say so.
  if (input === OVER && phase < FLUSHING) return phase
  const to = typeof input === 'number' ? input : (cuts[input] ?? FLUSHING)
  return to < phase ? phase : to
}
