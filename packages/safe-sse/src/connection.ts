import { type Bytes, Channel, encodeGap, FALSE, type Frame, TRUE } from './channel.ts'
import { drive } from './drive.ts'
import { encodeEvent } from './encode.ts'
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
import { now } from './wheel.ts'

/** A frame that waits for its reader. */
interface Waiting extends Frame {
  readonly key_?: string | undefined
  /** Settles the `send` that waits for this frame. */
  readonly taken_?: (accepted: boolean) => void
}

/** What goes to a platform in one piece at most, so that a burst is one write and not a thousand. */
const CHUNK = 65_536
const quiet = 'Bun' in globalThis ? 5_000 : 15_000

/** One client: a state machine, a bounded buffer and deadlines between a producer and a platform. */
export abstract class Connection extends Channel {
  /** Bytes accepted and not yet taken by the platform, those of `flying_` included. */
  bufferedBytes = 0
  /** What it is a client of, if not of a producer of its own. */
  declare run_?: Run
  phase_: Phase = WAITING
  /** None between flushes, which is most of the time. */
  private frames_: Waiting[] | undefined
  private room_ = false
  declare private lost_?: boolean
  /** Bytes of the last write, until the platform has room again. */
  private flying_ = 0
  private lastWrite_: number = now()
  /** When its age ends it. */
  declare private expires_?: number | undefined
  private lastId_: string | undefined = this.lastEventId
  private request_: AbortSignal | null | undefined

  /** Gives the platform a chunk. True: it has room for more; else {@link Connection.ready_} is called once it has. */
  abstract write_(chunk: Bytes): boolean
  /** Ends cleanly behind what was written. `end_(OVER)` is called when that is out. */
  abstract finish_(): void
  /** Nothing is left to do. The platform has to end at once, unless it is told what it told itself: `OVER`. */
  abstract over_(input: Input): void

  /** Begins, with what every stream begins with, unless an option is refused. */
  open_(): this {
    const { maxAge, retry } = this.options_
    if (maxAge) this.expires_ = this.lastWrite_ + Math.ceil(maxAge * (1 - Math.random() / 10))
    // A comment, so that headers leave before the first event.
    this.push_(encodeEvent({ comment: '', retry }), true)
    this.wake_()
    this.group_.add_(this)
    return this
  }

  /** Ends the stream when the request is aborted. */
  follow_(signal: AbortSignal | null | undefined): void {
    this.request_ = signal
    if (signal?.aborted) this.handleEvent()
    else signal?.addEventListener('abort', this)
  }

  handleEvent(): void {
    this.end_('client-left')
  }

  /** The platform has room. The first time means that somebody reads, unless it is `early`, and starts the producer. */
  ready_(early?: unknown): void {
    this.landed_()
    this.flush_()
    if (this.phase_ === WAITING && !early) this.end_(OPEN)
  }

  end_(input: Input): void {
    const from = this.phase_
    const to = advance(from, input)
    if (to === from) return
    this.phase_ = to
    if (to === OPEN) {
      drive(this)
      return
    }
    if (from < FLUSHING) {
      this.settle_(input as CloseReason)
      this.defer(this.options_.onClose)
    }
    if (to === FLUSHING) this.flush_()
    else {
      this.room_ = false
      // From here on the stall deadline watches the platform bring the end out.
      this.lastWrite_ = now()
      if (to === ENDING) this.finish_()
      else this.leave_(input)
    }
  }

  private leave_(input: Input): void {
    for (const { taken_ } of this.frames_ ?? []) taken_?.(false)
    this.frames_ = undefined
    this.slot_?.delete(this)
    this.hold_(-this.bufferedBytes)
    this.flying_ = 0
    this.request_?.removeEventListener('abort', this)
    this.group_.remove_(this)
    this.over_(input)
    this.run_?.part_(this)
  }

  push_(bytes: Bytes, force?: boolean, id?: string, key?: string): Promise<boolean> {
    if (this.reason_) return FALSE
    const size = bytes.length
    if (!force && !this.fits_(size)) {
      this.makeRoom_(size, key)
      if (!this.fits_(size)) {
        this.end_('overflow')
        return FALSE
      }
    }
    this.hold_(size)
    if (this.room_) {
      this.put_(bytes, id)
      return TRUE
    }
    this.frames_ ??= []
    const frames = this.frames_
    return new Promise((taken) => frames.push({ bytes_: bytes, id_: id, key_: key, taken_: taken }))
  }

  /** Heartbeat, stall and age, whichever is due; then until what may be due first, whether or not there is room by then. */
  wake_(): void {
    const { heartbeat = quiet, stallTimeout = 30_000 } = this.options_
    const beat = heartbeat || Infinity
    const stall = stallTimeout || Infinity
    const time = now()
    const due = (): number => this.lastWrite_ + (this.room_ ? beat : stall)
    if (time >= this.expires_!) {
      this.expires_ = undefined
      this.end_('max-age')
    }
    if (time >= due()) {
      if (this.room_) this.push_(encodeEvent({ comment: '' }))
      else this.end_('stalled')
    }
    if (this.phase_ < OVER)
      this.group_.sleep_(this, Math.min(due(), time + beat, time + stall, this.expires_ ?? Infinity))
  }

  protected override fits_(size: number): boolean {
    const { limits_, bytes_ } = this.group_
    return (
      this.room_ ||
      (this.bufferedBytes - this.flying_ + size <= this.maxBytes_ &&
        bytes_ + size <= (limits_.maxProcessBytes ?? Infinity))
    )
  }

  private put_(bytes: Bytes, id: string | undefined): void {
    this.lastWrite_ = now()
    this.lastId_ = id ?? this.lastId_
    // A platform may call ready_() from within write(), so its answer must not undo that.
    this.room_ = false
    this.flying_ = bytes.length
    if (this.write_(bytes)) this.landed_()
  }

  /** What was written last has been taken. */
  private landed_(): void {
    this.room_ = this.phase_ < ENDING
    this.hold_(-this.flying_)
    this.flying_ = 0
  }

  private hold_(bytes: number): void {
    this.bufferedBytes += bytes
    this.group_.bytes_ += bytes
  }

  private flush_(): void {
    while (this.room_ && this.frames_) {
      const frames = this.frames_
      if (this.lost_) {
        this.lost_ = false
        const bytes = encodeGap(this.lastId_, frames)
        this.hold_(bytes.length)
        frames.unshift({ bytes_: bytes })
      }
      let size = 0
      let count = 0
      while (count < frames.length && size < CHUNK) size += frames[count++]!.bytes_.length
      const chunk = new Uint8Array(size)
      let id: string | undefined
      this.frames_ = frames.length > count ? frames.slice(count) : undefined
      while (count--) {
        const { bytes_, id_, taken_ } = frames[count]!
        size -= bytes_.length
        chunk.set(bytes_, size)
        id ??= id_
        taken_?.(true)
      }
      this.put_(chunk, id)
    }
    // Only with room: the platform has then taken the last bytes, and not merely been given them.
    if (this.room_ && this.phase_ === FLUSHING) this.end_(ENDING)
  }

  private makeRoom_(size: number, key: string | undefined): void {
    const frames = this.frames_ ?? []
    const drop = ({ bytes_, taken_ }: Waiting): void => {
      this.hold_(-bytes_.length)
      taken_?.(true)
    }
    if (this.options_.buffer?.onFull === 'drop-oldest') {
      while (frames.length && !this.fits_(size)) {
        this.lost_ = true
        drop(frames.shift()!)
      }
      return
    }
    // The last of each key stays; the new frame counts as the last of its own.
    const seen = new Set([key])
    const stays = (one: Waiting): unknown =>
      one.key_ === undefined || (!seen.has(one.key_) && seen.add(one.key_)) || drop(one)
    this.frames_ = frames.reverse().filter(stays).reverse()
  }
}
