import type { Connection } from './connection.ts'
import type { CloseReason } from './lifecycle.ts'
import type { Run } from './run.ts'
import type { DrainOptions, SseLimits, SseStats } from './types.ts'
import { isolated, now, Wheel } from './wheel.ts'

/** The streams of one process that share limits, shutdown and figures. */
export class Group {
  readonly limits_: SseLimits = {}
  draining_ = false
  /** Bytes that wait for clients. */
  bytes_ = 0
  readonly runs_: Map<string, Run> = new Map()
  readonly #connections = new Set<Connection>()
  readonly #closed: Partial<Record<CloseReason, number>> = {}
  #accepted = 0
  #refused = 0
  #drained: Promise<void> | undefined

  /** Whether one more connection may open. */
  admit_(): boolean {
    if (!this.draining_ && this.#connections.size < (this.limits_.maxConnections ?? Infinity)) return true
    this.#refused++
    return false
  }

  add_(connection: Connection): void {
    this.#connections.add(connection)
    this.#accepted++
  }

  remove_(connection: Connection, reason: CloseReason): void {
    this.#closed[reason] = (this.#closed[reason] ?? 0) + 1
    this.#connections.delete(connection)
  }

  stats(): SseStats {
    return {
      connections: this.#connections.size,
      bufferedBytes: this.bytes_,
      accepted: this.#accepted,
      refused: this.#refused,
      closed: { ...this.#closed },
    }
  }

  /** Draining twice is draining once: a signal may come from the terminal and again from the parent process. */
  drain(how?: DrainOptions): Promise<void> {
    this.#drained ??= this.drainAll_(how)
    return this.#drained
  }

  private async drainAll_({
    timeout = 5_000,
    retry = 1_000,
    retryJitter = 4_000,
  }: DrainOptions = {}): Promise<void> {
    const all = this.#connections
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

interface Registry {
  readonly groups: Map<string, Group>
  readonly wheel: Wheel
}

declare const VERSION: string | undefined

// A version has its own, since what it calls the members of a group is its own affair.
const symbol = Symbol.for(`@nyxcore/safe-sse@${typeof VERSION === 'undefined' ? 'source' : VERSION}`)
const shared = globalThis as { [symbol]?: Registry }

/** One for the process, also if this module is loaded twice (hot reload, two bundles). */
function registry(): Registry {
  shared[symbol] ??= { groups: new Map(), wheel: new Wheel() }
  return shared[symbol]
}

/** The shared wheel; on workerd one for each use, since its timer belongs to the request that set it. */
export function wheelOf(): Wheel {
  return isolated ? new Wheel() : registry().wheel
}

export function groupOf(name = 'default'): Group {
  const { groups } = registry()
  const group = groups.get(name) ?? new Group()
  groups.set(name, group)
  return group
}
