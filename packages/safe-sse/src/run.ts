import { type Bytes, Channel, encodeGap, FALSE, type Frame } from './channel.ts'
import type { Connection } from './connection.ts'
import { encodeEvent } from './encode.ts'
import { mistake } from './errors.ts'
import type { Group } from './group.ts'
import type { CloseReason } from './lifecycle.ts'
import type { Producer, SseOptions } from './types.ts'
import { now } from './wheel.ts'

/** The run of a key and scope: the one that is there, or a new one. */
export function runFor(
  group: Group,
  options: SseOptions,
  lastEventId: string | undefined,
  produce: Producer,
): Run {
  const { key, scope, graceMs } = options.run!
  if (typeof key !== 'string' || typeof scope !== 'string' || !(graceMs >= 0))
    mistake('INVALID_OPTION', 'run. Use strings for key and scope, and a number from 0 for graceMs.')
  const name = JSON.stringify([scope, key])
  const run = group.runs_.get(name) ?? new Run(options, lastEventId, options.requestId, group, produce)
  run.name_ = name
  return run
}

/** A producer and its log, which outlive their clients by `graceMs`. */
export class Run extends Channel {
  name_!: string
  readonly clients_: Set<Connection> = new Set()
  readonly log_: Frame[] = []
  /** Marks the ids that this run gives, so that a cursor of another run is not taken for its own. */
  private readonly mark_ = Math.random().toString(36).slice(2, 8)
  private count_ = 0
  private logged_ = 0
  private trimmed_ = false

  get bufferedBytes(): number {
    return Math.max(0, ...Array.from(this.clients_, (client) => client.bufferedBytes))
  }

  /** Gives a client what it missed, and then what comes. */
  join_(client: Connection): void {
    this.group_.runs_.set(this.name_, this)
    this.slot_?.delete(this)
    this.clients_.add(client)
    client.run_ = this
    const { lastEventId } = client
    // The first client brings the cursor of an earlier run, which the producer sees as lastEventId.
    if (this.produce_ === null) {
      const at = this.log_.findLastIndex(({ id_ }) => id_ && id_ === lastEventId)
      const whole = !this.trimmed_ && (!lastEventId || lastEventId === this.lastEventId)
      if (at < 0 && !whole) client.push_(encodeGap(lastEventId, this.log_), true)
      for (const { bytes_, id_ } of this.log_.slice(at + 1)) client.push_(bytes_, true, id_)
    }
    if (this.reason_) client.end_(this.reason_)
  }

  push_(bytes: Bytes, force?: boolean, id?: string, key?: string): Promise<boolean> {
    if (this.reason_) return FALSE
    this.log_.push({ bytes_: bytes, id_: id })
    this.logged_ += bytes.length
    while (this.logged_ > this.maxBytes_ && this.log_.length > 1) {
      this.logged_ -= this.log_.shift()!.bytes_.length
      this.trimmed_ = true
    }
    return this.toAll_(bytes, force, id, key)
  }

  /** Comments are for those who are there: nobody has to catch up with one. */
  override comment(comment: string): Promise<boolean> {
    return this.reason_ ? FALSE : this.toAll_(encodeEvent({ comment }))
  }

  protected override nextId_(): string {
    return `${this.mark_}-${++this.count_}`
  }

  /** Each client is paced, and cut, on its own; the producer waits for all that are there. */
  private toAll_(bytes: Bytes, force?: boolean, id?: string, key?: string): Promise<boolean> {
    const pushed = Array.from(this.clients_, (client) => client.push_(bytes, force, id, key))
    return Promise.all(pushed).then(() => true)
  }

  end_(reason: CloseReason): void {
    if (this.reason_) return
    this.settle_(reason)
    for (const client of this.clients_) client.end_(reason)
    this.rest_()
  }

  /** The grace is over: the producer hears it, and the log is given up. */
  wake_(): void {
    this.end_('client-left')
    this.slot_?.delete(this)
    this.group_.runs_.delete(this.name_)
  }

  /** A client left, or has had all. */
  part_(client: Connection): void {
    this.clients_.delete(client)
    this.rest_()
  }

  /** Nobody waits for what has not begun, or comes back to a server that drains. */
  private rest_(): void {
    const { draining_ } = this.group_
    if (!this.clients_.size)
      this.group_.sleep_(this, now() + (this.produce_ !== null || draining_ ? 0 : this.options_.run!.graceMs))
  }
}
