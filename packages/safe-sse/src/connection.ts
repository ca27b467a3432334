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
  readonly taken: (accepted: boolean) => void
}

/** What goes to a platform in one piece at most, so that a burst is one write and not a thousand. */
const CHUNK = 65_536
const quiet = 'Bun' in globalThis ? 5_000 : 15_000
/** What a silent stream says, and what a new one starts with, so that headers leave before the first event. */
const PING = encodeEvent({ comment: '' })

/** One client: a state machine, a bounded buffer and deadlines between a producer and a platform. */
export abstract class Connection extends Channel implements Sleeper {
  /** What it is a client of, if not of a producer of its own. */
  run: Run | undefined
  /** Called once, when nothing is left to write. */
  onOver: ((reason: CloseReason) => void) | undefined
  #phase: Phase = WAITING
  readonly #group: Group
  #produce: Producer | undefined
  #frames: Waiting[] = []
  #room = false
  #lost = false
  /** Bytes accepted and not yet taken by the platform, those of `#flying` included. */
  #held = 0
  /** Bytes of the last write, until the platform has room again. */
  #flying = 0
  #lastWrite: number = now()
  #expires = Infinity
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
    this.push(retry === undefined ? PING : encodeEvent({ comment: '', retry }), undefined, 'force')
    this.#sleep()
    group.add(this)
  }

  /** Gives the platform a chunk. False: no room. {@link Connection.ready} is then called once there is. */
  abstract write(chunk: Bytes): boolean
  /** Ends cleanly behind what was written. {@link Connection.finished} is called when that is out. */
  abstract finish(): void
  /** Ends at once. */
  abstract cut(reason: CloseReason): void

  get bufferedBytes(): number {
    return this.#held
  }

  /** Ends the stream when the request is aborted. */
  follow(signal: AbortSignal): void {
    this.#request = signal
    if (signal.aborted) this.handleEvent()
    else signal.addEventListener('abort', this)
  }

  handleEvent(): void {
    this.end('client-left')
  }

  /** The platform has room. The first time means that somebody reads, and starts the producer. */
  ready(): void {
    if (this.#phase >= ENDING) return
    this.greet()
    if (this.#phase === WAITING) this.#step('start')
  }

  /** Writes what waits, which is at first what a stream begins with. */
  greet(): void {
    this.#landed()
    this.#flush()
  }

  /** The platform has brought the last byte out. */
  finished(): void {
    this.#step('flushed')
  }

  end(reason: CloseReason): void {
    this.#step(reason)
  }

  push(bytes: Bytes, id?: string, mode?: PushMode, key?: string): Promise<boolean> | false {
    if (this.reason) return FALSE
    // Where there is room nothing waits.
    if (this.#room) {
      this.#write(bytes, id)
      return TRUE
    }
    const size = bytes.length
    if (mode !== 'force' && !this.#fits(size)) {
      if (mode) return false
      this.#makeRoom(size, key)
      if (!this.#fits(size)) {
        this.end('overflow')
        return FALSE
      }
    }
    this.#hold(size)
    return new Promise((taken) => this.#frames.push({ bytes, id, key, taken }))
  }

  /** Heartbeat, stall and age, whichever is due. */
  wake(): void {
    const time = now()
    if (time >= this.#expires) {
      this.#expires = Infinity
      this.end('max-age')
    }
    if (time >= this.#lastWrite + (this.#room ? this.#beat : this.#stall)) {
      if (this.#room) this.#write(PING)
      else this.end('stalled')
    }
    if (this.#phase < OVER) this.#sleep()
  }

  get #stall(): number {
    return (this.options.stallTimeout ?? 30_000) || Infinity
  }

  get #beat(): number {
    return (this.options.heartbeat ?? quiet) || Infinity
  }

  /** Until what may be due first, whether or not there will be room then. */
  #sleep(): void {
    const [beat, stall] = this.#room ? [this.#lastWrite, now()] : [now(), this.#lastWrite]
    this.#slot = wheelOf().add(this, Math.min(beat + this.#beat, stall + this.#stall, this.#expires))
  }

  #write(bytes: Bytes, id?: string): void {
    this.#lastWrite = now()
    if (id !== undefined) this.#lastId = id
    // A platform may call ready() from within write(), so its answer must not undo that.
    this.#room = false
    this.#flying = bytes.length
    this.#hold(bytes.length)
    if (this.write(bytes)) this.#landed()
  }

  /** What was written last has been taken. */
  #landed(): void {
    this.#room = this.#phase < ENDING
    this.#hold(-this.#flying)
    this.#flying = 0
  }

  #hold(bytes: number): void {
    this.#held += bytes
    this.#group.bytes += bytes
  }

  #flush(): void {
    while (this.#room && this.#frames.length) {
      const frames = this.#frames
      if (this.#lost) {
        this.#lost = false
        const bytes = encodeGap(this.#lastId, frames)
        this.#hold(bytes.length)
        frames.unshift({ bytes, id: undefined, key: undefined, taken() {} })
      }
      let size = 0
      let count = 0
      while (count < frames.length && size < CHUNK) size += frames[count++]!.bytes.length
      const chunk = new Uint8Array(size)
      this.#hold(-size)
      let id: string | undefined
      for (const frame of frames.splice(0, count).reverse()) {
        size -= frame.bytes.length
        chunk.set(frame.bytes, size)
        id ??= frame.id
        frame.taken(true)
      }
      this.#write(chunk, id)
    }
    // Only with room: the platform has then taken the last bytes, and not merely been given them.
    if (this.#room && this.#phase === FLUSHING) this.#step('ending')
  }

  #fits(size: number): boolean {
    const most = this.#group.limits.maxProcessBytes ?? Infinity
    return this.#held - this.#flying + size <= this.maxBytes && this.#group.bytes + size <= most
  }

  #makeRoom(size: number, key: string | undefined): void {
    const frames = this.#frames
    if (this.options.buffer?.onFull === 'drop-oldest') {
      while (frames.length && !this.#fits(size)) {
        this.#lost = true
        this.#drop(frames.shift()!)
      }
      return
    }
    // The last of each key stays; the new frame counts as the last of its own.
    const seen = new Set([key])
    const stays = (one: Waiting): unknown =>
      one.key === undefined || (!seen.has(one.key) && seen.add(one.key)) || this.#drop(one)
    this.#frames = frames.reverse().filter(stays).reverse()
  }

  #drop({ bytes, taken }: Waiting): void {
    this.#hold(-bytes.length)
    taken(true)
  }

  #step(input: Input): void {
    const from = this.#phase
    const to = advance(from, input)
    if (to === from) return
    this.#phase = to
    if (to === OPEN) {
      const produce = this.#produce!
      // It holds the request, which should not live as long as its stream.
      this.#produce = undefined
      drive(this.run ?? this, produce)
      return
    }
    if (from < FLUSHING) {
      this.settle(input as CloseReason)
      this.defer(() => this.options.onClose?.(this.reason!))
    }
    if (to === FLUSHING) this.#flush()
    else {
      this.#room = false
      // From here on the stall deadline watches the platform bring the end out.
      this.#lastWrite = now()
      if (to === ENDING) this.finish()
      else this.#leave(input)
    }
  }

  #leave(input: Input): void {
    for (const { taken } of this.#frames) taken(false)
    this.#frames = []
    this.#slot?.delete(this)
    this.#hold(-this.#held)
    this.#flying = 0
    this.#request?.removeEventListener('abort', this)
    if (input !== 'flushed') this.cut(input as CloseReason)
    this.#group.remove(this, this.reason!)
    this.run?.part(this)
    this.onOver?.(this.reason!)
  }
}
