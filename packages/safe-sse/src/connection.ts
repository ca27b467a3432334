import { type Bytes, Channel, encodeGap, FALSE, type Frame, type PushMode, TRUE } from './channel.ts'
import { drive } from './drive.ts'
import { encodeEvent } from './encode.ts'
import { type Group, wheelOf } from './group.ts'
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
import type { Run } from './run.ts'
import type { Producer, SseOptions } from './types.ts'
import { now, type Sleeper, type Slot } from './wheel.ts'

/** A frame that waits for its reader. */
interface Waiting extends Frame {
  readonly key: string | undefined
  /** Settles the `send` that waits for this frame. */
  readonly taken_: (accepted: boolean) => void
}

/** What goes to a platform in one piece at most, so that a burst is one write and not a thousand. */
const CHUNK = 65_536
const quiet = 'Bun' in globalThis ? 5_000 : 15_000
/** What a silent stream says, and what a new one starts with, so that headers leave before the first event. */
const PING = encodeEvent({ comment: '' })

/** One client: a state machine, a bounded buffer and deadlines between a producer and a platform. */
export abstract class Connection extends Channel implements Sleeper {
  /** What it is a client of, if not of a producer of its own. */
  run_: Run | undefined
  /** Called once, when nothing is left to write. */
  onOver_: ((reason: CloseReason) => void) | undefined
  #phase: Phase = WAITING
  readonly #group: Group
  #produce: Producer | undefined
  /** None between flushes, which is most of the time. */
  #frames: Waiting[] | undefined
  #room = false
  #lost = false
  /** Bytes accepted and not yet taken by the platform, those of `#flying` included. */
  #held = 0
  /** Bytes of the last write, until the platform has room again. */
  #flying = 0
  #lastWrite: number = now()
  /** When its age ends it, or 0: Infinity would be a heap number in each connection. */
  #expires = 0
  #slot: Slot | undefined
  #lastId: string | undefined
  #request: AbortSignal | undefined

  constructor(
    options: SseOptions,
    requestId: string | undefined,
    lastEventId: string | undefined,
    group: Group,
    produce: Producer,
  ) {
    super(options, requestId, lastEventId)
    this.#group = group
    this.#produce = produce
    this.#lastId = lastEventId
    const { maxAge, retry } = options
    if (maxAge) this.#expires = this.#lastWrite + Math.ceil(maxAge * (1 - Math.random() / 10))
    this.push_(retry === undefined ? PING : encodeEvent({ comment: '', retry }), undefined, 'force')
    this.sleep_()
    group.add_(this)
  }

  /** Gives the platform a chunk. False: no room. {@link Connection.ready_} is then called once there is. */
  abstract write_(chunk: Bytes): boolean
  /** Ends cleanly behind what was written. `end_('flushed')` is called when that is out. */
  abstract finish_(): void
  /** Ends at once. */
  abstract cut_(reason: CloseReason): void

  get bufferedBytes(): number {
    return this.#held
  }

  /** Ends the stream when the request is aborted. */
  follow_(signal: AbortSignal): void {
    this.#request = signal
    if (signal.aborted) this.handleEvent()
    else signal.addEventListener('abort', this)
  }

  handleEvent(): void {
    this.end_('client-left')
  }

  /** The platform has room. The first time means that somebody reads, and starts the producer. */
  ready_(): void {
    if (this.#phase >= ENDING) return
    this.greet_()
    if (this.#phase === WAITING) this.end_('start')
  }

  /** Writes what waits, which is at first what a stream begins with. */
  greet_(): void {
    this.landed_()
    this.flush_()
  }

  /** Tells the state machine. `flushed`: the platform has brought the last byte out. */
  end_(input: Input): void {
    const from = this.#phase
    const to = advance(from, input)
    if (to === from) return
    this.#phase = to
    if (to === OPEN) {
      const produce = this.#produce!
      // It holds the request, which should not live as long as its stream.
      this.#produce = undefined
      drive(this.run_ ?? this, produce)
      return
    }
    if (from < FLUSHING) {
      this.settle_(input as CloseReason)
      this.defer(() => this.options_.onClose?.(this.reason_!))
    }
    if (to === FLUSHING) this.flush_()
    else {
      this.#room = false
      // From here on the stall deadline watches the platform bring the end out.
      this.#lastWrite = now()
      if (to === ENDING) this.finish_()
      else this.leave_(input)
    }
  }

  push_(bytes: Bytes, id?: string, mode?: PushMode, key?: string): Promise<boolean> | false {
    if (this.reason_) return FALSE
    // Where there is room nothing waits.
    if (this.#room) {
      this.put_(bytes, id)
      return TRUE
    }
    const size = bytes.length
    if (mode !== 'force' && !this.fits_(size)) {
      if (mode) return false
      this.makeRoom_(size, key)
      if (!this.fits_(size)) {
        this.end_('overflow')
        return FALSE
      }
    }
    this.hold_(size)
    this.#frames ??= []
    const frames = this.#frames
    return new Promise((taken_) => frames.push({ bytes, id, key, taken_ }))
  }

  /** Heartbeat, stall and age, whichever is due. */
  wake_(): void {
    const time = now()
    if (this.#expires && time >= this.#expires) {
      this.#expires = 0
      this.end_('max-age')
    }
    if (time >= this.#lastWrite + (this.#room ? this.beat_ : this.stall_)) {
      if (this.#room) this.put_(PING)
      else this.end_('stalled')
    }
    if (this.#phase < OVER) this.sleep_()
  }

  private get stall_(): number {
    return (this.options_.stallTimeout ?? 30_000) || Infinity
  }

  private get beat_(): number {
    return (this.options_.heartbeat ?? quiet) || Infinity
  }

  /** Until what may be due first, whether or not there will be room then. */
  private sleep_(): void {
    const [beat, stall] = this.#room ? [this.#lastWrite, now()] : [now(), this.#lastWrite]
    this.#slot = wheelOf().add(
      this,
      Math.min(beat + this.beat_, stall + this.stall_, this.#expires || Infinity),
    )
  }

  private put_(bytes: Bytes, id?: string): void {
    this.#lastWrite = now()
    if (id !== undefined) this.#lastId = id
    // A platform may call ready_() from within write(), so its answer must not undo that.
    this.#room = false
    this.#flying = bytes.length
    this.hold_(bytes.length)
    if (this.write_(bytes)) this.landed_()
  }

  /** What was written last has been taken. */
  private landed_(): void {
    this.#room = this.#phase < ENDING
    this.hold_(-this.#flying)
    this.#flying = 0
  }

  private hold_(bytes: number): void {
    this.#held += bytes
    this.#group.bytes_ += bytes
  }

  private flush_(): void {
    while (this.#room && this.#frames) {
      const frames = this.#frames
      if (this.#lost) {
        this.#lost = false
        const bytes = encodeGap(this.#lastId, frames)
        this.hold_(bytes.length)
        frames.unshift({ bytes, id: undefined, key: undefined, taken_() {} })
      }
      let size = 0
      let count = 0
      while (count < frames.length && size < CHUNK) size += frames[count++]!.bytes.length
      const chunk = new Uint8Array(size)
      this.hold_(-size)
      let id: string | undefined
      this.#frames = frames.length > count ? frames.slice(count) : undefined
      while (count--) {
        const frame = frames[count]!
        size -= frame.bytes.length
        chunk.set(frame.bytes, size)
        id ??= frame.id
        frame.taken_(true)
      }
      this.put_(chunk, id)
    }
    // Only with room: the platform has then taken the last bytes, and not merely been given them.
    if (this.#room && this.#phase === FLUSHING) this.end_('ending')
  }

  private fits_(size: number): boolean {
    const most = this.#group.limits_.maxProcessBytes ?? Infinity
    return this.#held - this.#flying + size <= this.maxBytes_ && this.#group.bytes_ + size <= most
  }

  private makeRoom_(size: number, key: string | undefined): void {
    const frames = this.#frames ?? []
    if (this.options_.buffer?.onFull === 'drop-oldest') {
      while (frames.length && !this.fits_(size)) {
        this.#lost = true
        this.drop_(frames.shift()!)
      }
      return
    }
    // The last of each key stays; the new frame counts as the last of its own.
    const seen = new Set([key])
    const stays = (one: Waiting): unknown =>
      one.key === undefined || (!seen.has(one.key) && seen.add(one.key)) || this.drop_(one)
    this.#frames = frames.reverse().filter(stays).reverse()
  }

  private drop_({ bytes, taken_ }: Waiting): void {
    this.hold_(-bytes.length)
    taken_(true)
  }

  private leave_(input: Input): void {
    for (const { taken_ } of this.#frames ?? []) taken_(false)
    this.#frames = undefined
    this.#slot?.delete(this)
    this.hold_(-this.#held)
    this.#flying = 0
    this.#request?.removeEventListener('abort', this)
    if (input !== 'flushed') this.cut_(input as CloseReason)
    this.#group.remove_(this, this.reason_!)
    this.run_?.part_(this)
    this.onOver_?.(this.reason_!)
  }
}
