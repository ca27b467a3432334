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
    mistake('INVALID_OPTION', 'run.key (what is run) and run.scope (for whom) must be strings.')
  const name = JSON.stringify([scope, key])
  return group.runs_.get(name) ?? new Run(options, lastEventId, group, name)
}

/** A producer and its log, which outlive their clients by `graceMs`. */
export class Run extends Channel implements Sleeper {
  readonly clients_: Set<Connection> = new Set()
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
  isSpent_(lastEventId: string | undefined): boolean {
    return !!this.reason_ && lastEventId !== undefined && this.#log.at(-1)?.id === lastEventId
  }

  get bufferedBytes(): number {
    return Math.max(0, ...Array.from(this.clients_, (client) => client.bufferedBytes))
  }

  /** Gives a client what it missed, and then what comes. */
  join_(client: Connection): void {
    this.#group.runs_.set(this.#name, this)
    this.#slot?.delete(this)
    this.clients_.add(client)
    client.run_ = this
    const { lastEventId } = client
    // The first client brings the cursor of an earlier run, which the producer sees as lastEventId.
    if (this.started_) {
      const at = this.#log.findLastIndex(({ id }) => id !== undefined && id === lastEventId)
      const whole = !this.#trimmed && (lastEventId === undefined || lastEventId === this.lastEventId)
      if (at < 0 && !whole) client.push_(encodeGap(lastEventId, this.#log), undefined, 'force')
      for (const { bytes, id } of this.#log.slice(at + 1)) client.push_(bytes, id, 'force')
    }
    if (this.reason_) client.end_(this.reason_)
  }

  push_(bytes: Bytes, id?: string, mode?: PushMode, key?: string): Promise<boolean> | false {
    if (this.reason_) return FALSE
    this.#log.push({ bytes, id })
    this.#bytes += bytes.length
    while (this.#bytes > this.maxBytes_ && this.#log.length > 1) {
      this.#bytes -= this.#log.shift()!.bytes.length
      this.#trimmed = true
    }
    return this.toAll_(bytes, id, mode, key)
  }

  /** Comments are for those who are there: nobody has to catch up with one. */
  override comment(comment: string): Promise<boolean> {
    return this.reason_ ? FALSE : this.toAll_(encodeEvent({ comment }))
  }

  protected override nextId_(): string {
    return `${this.#mark}-${++this.#count}`
  }

  /** Each client is paced, and cut, on its own; the producer waits for all that are there. */
  private toAll_(bytes: Bytes, id?: string, mode?: PushMode, key?: string): Promise<boolean> {
    const force = mode === 'force' ? mode : undefined
    const pushed = Array.from(this.clients_, (client) => client.push_(bytes, id, force, key))
    return Promise.all(pushed).then(() => true)
  }

  end_(reason: CloseReason): void {
    if (this.reason_) return
    this.settle_(reason)
    for (const client of this.clients_) client.end_(reason)
    if (!this.clients_.size) this.rest_()
  }

  /** The grace is over: the producer hears it, and the log is given up. */
  wake_(): void {
    this.end_('client-left')
    if (this.#group.runs_.get(this.#name) === this) this.#group.runs_.delete(this.#name)
  }

  /** A client left, or has had all. */
  part_(client: Connection): void {
    this.clients_.delete(client)
    if (this.clients_.size) return
    if (this.started_ || this.reason_) this.rest_()
    else this.wake_()
  }

  private rest_(): void {
    this.#slot?.delete(this)
    if (this.#group.draining_) {
      this.end_('shutdown')
      this.wake_()
    } else this.#slot = wheelOf().add(this, now() + this.options_.run!.graceMs)
  }
}
