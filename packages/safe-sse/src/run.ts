import { Channel, FALSE, type Frame, type PushMode, TRUE } from './channel.ts'
import type { Connection } from './connection.ts'
import { drive } from './drive.ts'
import { encodeEvent } from './encode.ts'
import { mistake } from './errors.ts'
import { type Group, wheelOf } from './group.ts'
import type { CloseReason } from './lifecycle.ts'
import type { Producer, SseOptions } from './types.ts'
import { now, type Sleeper, type Slot } from './wheel.ts'

/** The run of a key and scope: the one that is there, or a new one. */
export function runFor(
  group: Group,
  produce: Producer,
  options: SseOptions,
  lastEventId: string | undefined,
): Run {
  const { key, scope } = options.run!
  if (typeof key !== 'string' || typeof scope !== 'string')
    mistake('INVALID_OPTION', 'run needs a key and a scope, both strings: what is run, and for whom.')
  const name = JSON.stringify([scope, key])
  const run = group.runs.get(name) ?? new Run(group, name, produce, options, lastEventId)
  group.runs.set(name, run)
  return run
}

/** A producer and its log, which outlive their clients by `graceMs`. */
export class Run extends Channel implements Sleeper {
  readonly #group: Group
  readonly #name: string
  readonly #produce: Producer
  readonly #clients = new Set<Connection>()
  readonly #log: Frame[] = []
  /** Marks the ids that this run gives, so that a cursor of another run is not taken for its own. */
  readonly #mark: string = Math.random().toString(36).slice(2, 8)
  #count = 0
  #bytes = 0
  #trimmed = false
  #started = false
  #slot: Slot | undefined

  constructor(
    group: Group,
    name: string,
    produce: Producer,
    options: SseOptions,
    lastEventId: string | undefined,
  ) {
    super(options, lastEventId, options.requestId)
    this.#group = group
    this.#name = name
    this.#produce = produce
  }

  /** Whether a second client would be turned away. */
  get refuses(): boolean {
    return this.options.run?.whenLive === 'refuse' && this.#clients.size > 0
  }

  /** Whether the run is over and this client has had all of it. */
  isSpent(lastEventId: string | undefined): boolean {
    return !!this.reason && lastEventId !== undefined && this.#log.at(-1)?.id === lastEventId
  }

  get bufferedBytes(): number {
    let most = 0
    for (const client of this.#clients) most = Math.max(most, client.bufferedBytes)
    return most
  }

  /** Gives a client what it missed, and then what comes. */
  join(client: Connection): void {
    this.#slot?.delete(this)
    this.#clients.add(client)
    client.onOver = () => this.#part(client)
    for (const frame of this.#missedBy(client.lastEventId)) client.push({ ...frame }, 'force')
    if (this.reason) client.end(this.reason)
    client.onStart = () => {
      if (!this.#started) {
        this.#started = true
        drive(this, this.#produce)
      }
      client.producing = this.producing
    }
  }

  push(frame: Frame, mode?: PushMode): Promise<boolean> | false {
    if (this.reason) return FALSE
    this.#log.push(frame)
    this.#bytes += frame.bytes.length
    while (this.#bytes > this.maxBytes && this.#log.length > 1) {
      this.#bytes -= this.#log.shift()!.bytes.length
      this.#trimmed = true
    }
    return this.#toAll(frame, mode === 'force' ? mode : undefined)
  }

  /** Comments are for those who are there: nobody has to catch up with one. */
  override comment(comment: string): Promise<boolean> {
    return this.reason ? FALSE : this.#toAll({ bytes: encodeEvent({ comment }) })
  }

  protected override nextId(): string {
    return `${this.#mark}-${++this.#count}`
  }

  /** Each client is paced, and cut, on its own; the producer waits for all that are there. */
  #toAll(frame: Frame, mode?: 'force'): Promise<boolean> {
    const pushed: Promise<boolean>[] = []
    for (const client of this.#clients) {
      const taken = client.push({ ...frame }, mode)
      if (taken && taken !== TRUE && taken !== FALSE) pushed.push(taken)
    }
    return pushed.length ? Promise.all(pushed).then(() => true) : TRUE
  }

  end(reason: CloseReason): void {
    if (this.reason) return
    this.settle(reason)
    for (const client of this.#clients) client.end(reason)
    if (!this.#clients.size) this.#rest()
  }

  /** The grace is over: the producer hears it, and the log is given up. */
  wake(): void {
    this.end('client-left')
    if (this.#group.runs.get(this.#name) === this) this.#group.runs.delete(this.#name)
  }

  #part(client: Connection): void {
    this.#clients.delete(client)
    if (this.#clients.size) return
    if (this.#started || this.reason) this.#rest()
    else this.wake()
  }

  #rest(): void {
    this.#slot?.delete(this)
    if (this.#group.draining) {
      this.end('shutdown')
      this.wake()
    } else this.#slot = wheelOf().add(this, now() + this.options.run!.graceMs)
  }

  #missedBy(lastEventId: string | undefined): Frame[] {
    // The first client brings the cursor of an earlier run, which the producer sees as lastEventId.
    if (!this.#started) return []
    const at = lastEventId === undefined ? -1 : this.#log.findLastIndex(({ id }) => id === lastEventId)
    if (at >= 0 || (!this.#trimmed && (lastEventId === undefined || lastEventId === this.lastEventId)))
      return this.#log.slice(at + 1)
    const data = { requested: lastEventId ?? null, oldest: this.#log.find(hasId)?.id ?? null }
    return [{ bytes: encodeEvent({ type: 'nyx.gap', data }) }, ...this.#log]
  }
}

function hasId({ id }: Frame): boolean {
  return id !== undefined
}
