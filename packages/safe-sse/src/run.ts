import { type Bytes, Channel, encodeGap, FALSE, type Frame, type PushMode } from './channel.ts'
import type { Connection } from './connection.ts'
import { encodeEvent } from './encode.ts'
import { mistake } from './errors.ts'
import { type Group, wheelOf } from './group.ts'
import type { CloseReason } from './lifecycle.ts'
import type { SseOptions } from './types.ts'
import { now, type Sleeper, type Slot } from './wheel.ts'

/** The run of a key and scope: the one that is there, or a new one. */
export function runFor(group: Group, options: SseOptions, lastEventId: string | undefined): Run {
  const { key, scope } = options.run!
  if (typeof key !== 'string' || typeof scope !== 'string')
    mistake('INVALID_OPTION', 'run needs a key and a scope, both strings: what is run, and for whom.')
  const name = JSON.stringify([scope, key])
  return group.runs.get(name) ?? new Run(options, lastEventId, group, name)
}

/** A producer and its log, which outlive their clients by `graceMs`. */
export class Run extends Channel implements Sleeper {
  readonly clients: Set<Connection> = new Set()
  readonly #group: Group
  readonly #name: string
  readonly #log: Frame[] = []
  /** Marks the ids that this run gives, so that a cursor of another run is not taken for its own. */
  readonly #mark = Math.random().toString(36).slice(2, 8)
  #count = 0
  #bytes = 0
  #trimmed = false
  #slot: Slot | undefined

  constructor(options: SseOptions, lastEventId: string | undefined, group: Group, name: string) {
    super(options, options.requestId, lastEventId)
    this.#group = group
    this.#name = name
  }

  /** Whether the run is over and this client has had all of it. */
  isSpent(lastEventId: string | undefined): boolean {
    return !!this.reason && lastEventId !== undefined && this.#log.at(-1)?.id === lastEventId
  }

  get bufferedBytes(): number {
    return Math.max(0, ...Array.from(this.clients, (client) => client.bufferedBytes))
  }

  /** Gives a client what it missed, and then what comes. */
  join(client: Connection): void {
    this.#group.runs.set(this.#name, this)
    this.#slot?.delete(this)
    this.clients.add(client)
    client.run = this
    const { lastEventId } = client
    // The first client brings the cursor of an earlier run, which the producer sees as lastEventId.
    if (this.started) {
      const at = this.#log.findLastIndex(({ id }) => id !== undefined && id === lastEventId)
      const whole = !this.#trimmed && (lastEventId === undefined || lastEventId === this.lastEventId)
      if (at < 0 && !whole) client.push(encodeGap(lastEventId, this.#log), undefined, 'force')
      for (const { bytes, id } of this.#log.slice(at + 1)) client.push(bytes, id, 'force')
    }
    if (this.reason) client.end(this.reason)
  }

  push(bytes: Bytes, id?: string, mode?: PushMode, key?: string): Promise<boolean> | false {
    if (this.reason) return FALSE
    this.#log.push({ bytes, id })
    this.#bytes += bytes.length
    while (this.#bytes > this.maxBytes && this.#log.length > 1) {
      this.#bytes -= this.#log.shift()!.bytes.length
      this.#trimmed = true
    }
    return this.#toAll(bytes, id, mode, key)
  }

  /** Comments are for those who are there: nobody has to catch up with one. */
  override comment(comment: string): Promise<boolean> {
    return this.reason ? FALSE : this.#toAll(encodeEvent({ comment }))
  }

  protected override nextId(): string {
    return `${this.#mark}-${++this.#count}`
  }

  /** Each client is paced, and cut, on its own; the producer waits for all that are there. */
  #toAll(bytes: Bytes, id?: string, mode?: PushMode, key?: string): Promise<boolean> {
    const force = mode === 'force' ? mode : undefined
    const pushed = Array.from(this.clients, (client) => client.push(bytes, id, force, key))
    return Promise.all(pushed).then(() => true)
  }

  end(reason: CloseReason): void {
    if (this.reason) return
    this.settle(reason)
    for (const client of this.clients) client.end(reason)
    if (!this.clients.size) this.#rest()
  }

  /** The grace is over: the producer hears it, and the log is given up. */
  wake(): void {
    this.end('client-left')
    if (this.#group.runs.get(this.#name) === this) this.#group.runs.delete(this.#name)
  }

  /** A client left, or has had all. */
  part(client: Connection): void {
    this.clients.delete(client)
    if (this.clients.size) return
    if (this.started || this.reason) this.#rest()
    else this.wake()
  }

  #rest(): void {
    this.#slot?.delete(this)
    if (this.#group.draining) {
      this.end('shutdown')
      this.wake()
    } else this.#slot = wheelOf().add(this, now() + this.options.run!.graceMs)
  }
}
