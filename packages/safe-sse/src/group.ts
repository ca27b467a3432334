import type { Connection } from './connection.ts'
import type { CloseReason } from './lifecycle.ts'
import type { Run } from './run.ts'
import type { DrainOptions, SseLimits, SseStats } from './types.ts'
import { now, type Sleeper, Wheel } from './wheel.ts'
import { Pipe } from './workerd.ts'

/** The streams of one process that share limits, shutdown and figures. */
export class Group {
  readonly limits_: SseLimits = {}
  draining_ = false
  /** Bytes that wait for clients. */
  bytes_ = 0
  readonly runs_: Map<string, Run> = new Map()
  private readonly wheel_ = new Wheel()
  readonly connections_: Set<Connection> = new Set<Connection>()
  private readonly closed_: Partial<Record<CloseReason, number>> = {}
  private accepted_ = 0
  /** Connections answered 503. */
  refused_ = 0
  private drained_: Promise<void> | undefined

  add_(connection: Connection): void {
    this.connections_.add(connection)
    this.accepted_++
  }

  remove_(connection: Connection): void {
    const reason = connection.reason_!
    this.closed_[reason] = (this.closed_[reason] ?? 0) + 1
    this.connections_.delete(connection)
  }

  /** On workerd with a wheel of its own: a timer belongs to the request that set it, and ends with it. */
  sleep_(sleeper: Sleeper, at: number): void {
    ;(Pipe ? new Wheel() : this.wheel_).add_(sleeper, at)
  }

  stats(): SseStats {
    return {
      connections: this.connections_.size,
      bufferedBytes: this.bytes_,
      accepted: this.accepted_,
      refused: this.refused_,
      closed: { ...this.closed_ },
    }
  }

  /** Draining twice is draining once: a signal may come from the terminal and again from the parent process. */
  drain(how?: DrainOptions): Promise<void> {
    this.drained_ ??= this.drainAll_(how)
    return this.drained_
  }

  private async drainAll_({
    timeout = 5_000,
    retry = 1_000,
    retryJitter = 4_000,
  }: DrainOptions = {}): Promise<void> {
    const all = this.connections_
    this.draining_ = true
    for (const connection of all)
      connection.close({ retry: Math.round(retry + Math.random() * retryJitter) }, 'shutdown')
    for (const run of this.runs_.values()) run.end_('shutdown')
    for (const until = now() + timeout; all.size && now() < until; ) await pause()
    for (const connection of all) connection.end_('stalled')
    // Web platforms write a stream's end after it has closed, and nothing tells when.
    await pause()
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20))
}

declare const VERSION: string | undefined

/** The group of a name: one for the process, also if this module is loaded twice (hot reload, two bundles). */
export function groupOf(name = 'default'): Group {
  // A version has its own, since what it calls the members of a group is its own affair.
  const version = typeof VERSION === 'undefined' ? 'source' : VERSION
  const symbol = Symbol.for(`@nyxcore/safe-sse@${version}/${name}`)
  const shared = globalThis as { [symbol]?: Group }
  shared[symbol] ??= new Group()
  return shared[symbol]
}
