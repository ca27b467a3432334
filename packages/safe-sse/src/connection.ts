import { Channel, FALSE, type Frame, type PushMode, TRUE } from './channel.ts'
import { encodeEvent, PING } from './encode.ts'
import { type Group, wheelOf } from './group.ts'
import { type CloseReason, type Input, type Phase, transition } from './lifecycle.ts'
import type { SseOptions } from './types.ts'
import { now, type Sleeper, type Slot } from './wheel.ts'

/** The thin edge to a platform: takes chunks, and says whether it wants more. */
export interface Sink {
  /** False: no room. The sink then calls {@link Connection.ready} once there is. */
  write(chunk: Uint8Array<ArrayBuffer>): boolean
  /** Ends cleanly behind what was written. Calls {@link Connection.finished} when that is out. */
  finish(): void
  /** Ends at once. */
  cut(reason: CloseReason): void
}

/** What goes to a platform in one piece at most, so that a burst is one write and not a thousand. */
const CHUNK = 65_536
const quiet = 'Bun' in globalThis ? 5_000 : 15_000

/** One client: a state machine, a bounded buffer and deadlines between a producer and a sink. */
export class Connection extends Channel implements Sleeper {
  phase: Phase = 'waiting'
  /** Called when a client begins to read. */
  onStart: (() => void) | undefined
  /** Called once each, when nothing is left to write: by what the connection belongs to, and by its adapter. */
  onOver: (() => void) | undefined
  onLeft: ((reason: CloseReason) => void) | undefined
  readonly #sink: Sink
  readonly #group: Group
  #frames: Frame[] | undefined
  #room = false
  #greeted = false
  #ending = false
  #lost = false
  /** Bytes accepted and not yet taken by the platform, those of `#flying` included. */
  #held = 0
  /** Bytes of the last write, until the platform has room again. */
  #flying = 0
  #lastWrite: number = now()
  #expires: number
  #slot: Slot | undefined
  #lastId: string | undefined
  #request: AbortSignal | undefined

  constructor(
    sink: Sink,
    group: Group,
    options: SseOptions,
    lastEventId: string | undefined,
    requestId: string | undefined,
  ) {
    super(options, lastEventId, requestId)
    this.#sink = sink
    this.#group = group
    this.#lastId = lastEventId
    const { maxAge } = options
    this.#expires = maxAge ? this.#lastWrite + Math.ceil(maxAge * (1 - Math.random() / 10)) : 0
    this.#sleep(this.#lastWrite)
    group.add(this)
  }

  get bufferedBytes(): number {
    return this.#held
  }

  /** Ends the stream when the request is aborted. */
  follow(signal: AbortSignal): void {
    this.#request = signal
    if (signal.aborted) this.end('client-left')
    else signal.addEventListener('abort', this)
  }

  handleEvent(): void {
    this.end('client-left')
  }

  /** Writes what a stream begins with, so that headers leave and a first read is noticed. */
  greet(): void {
    const { retry } = this.options
    this.#greeted = true
    this.#write(retry === undefined ? PING : encodeEvent({ comment: '', retry }))
  }

  /** The platform has room. The first time means that somebody reads, and starts the producer. */
  ready(): void {
    if (this.phase === 'over' || this.#ending) return
    this.#landed()
    if (!this.#greeted) this.greet()
    this.#flush()
    if (this.phase === 'waiting') this.#step('start')
  }

  /** The sink's last byte is out. */
  finished(): void {
    this.#step('flushed')
  }

  end(reason: CloseReason): void {
    this.#step(reason)
  }

  /** What a broadcast does a thousand times: no frame where nothing waits. */
  override sendEncoded(bytes: Uint8Array<ArrayBuffer>, meta?: { id?: string | undefined }): Promise<boolean> {
    if (!this.#room || this.reason || this.validating) return super.sendEncoded(bytes, meta)
    this.#write(bytes, meta?.id)
    return TRUE
  }

  push(frame: Frame, mode?: PushMode): Promise<boolean> | false {
    if (this.reason) return FALSE
    const { bytes, id } = frame
    // Where there is room nothing waits.
    if (this.#room) {
      this.#write(bytes, id)
      return TRUE
    }
    this.#frames ??= []
    if (mode !== 'force' && !this.#fits(bytes.length)) {
      if (mode) return false
      if (!this.#makeRoom(frame)) {
        this.end('overflow')
        return FALSE
      }
    }
    this.#frames.push(frame)
    this.#hold(bytes.length)
    return new Promise((resolve) => {
      frame.taken = resolve
    })
  }

  /** Heartbeat, stall and age, whichever is due. */
  wake(time: number): void {
    if (this.#expires && time >= this.#expires) {
      this.#expires = 0
      this.end('max-age')
    }
    if (!this.#room && time >= this.#lastWrite + this.#stall) this.end('stalled')
    if (this.#room && time >= this.#lastWrite + this.#beat) this.#write(PING)
    if (this.phase !== 'over') this.#sleep(time)
  }

  get #stall(): number {
    return (this.options.stallTimeout ?? 30_000) || Infinity
  }

  get #beat(): number {
    return (this.options.heartbeat ?? quiet) || Infinity
  }

  #sleep(time: number): void {
    const beat = (this.#room ? this.#lastWrite : time) + this.#beat
    const stall = (this.#room ? time : this.#lastWrite) + this.#stall
    this.#slot = wheelOf().add(this, Math.min(beat, stall, this.#expires || Infinity))
  }

  #write(bytes: Uint8Array<ArrayBuffer>, id?: string): void {
    this.#lastWrite = now()
    if (id !== undefined) this.#lastId = id
    // A sink may call ready() from within write(), so its answer must not undo that.
    this.#room = false
    this.#flying = bytes.length
    this.#hold(bytes.length)
    if (this.#sink.write(bytes)) this.#landed()
  }

  /** What was written last has been taken. */
  #landed(): void {
    this.#room = this.phase !== 'over'
    this.#hold(-this.#flying)
    this.#flying = 0
  }

  #hold(bytes: number): void {
    this.#held += bytes
    this.#group.bytes += bytes
  }

  #flush(): void {
    const frames = this.#frames
    while (this.#room && frames?.length) {
      if (this.#lost) frames.unshift(this.#gap(frames))
      let size = 0
      let count = 0
      while (count < frames.length && size < CHUNK) size += frames[count++]!.bytes.length
      const taken = frames.splice(0, count)
      const chunk = new Uint8Array(size)
      size = 0
      let id: string | undefined
      for (const frame of taken) {
        chunk.set(frame.bytes, size)
        size += frame.bytes.length
        id = frame.id ?? id
      }
      this.#hold(-size)
      this.#write(chunk, id)
      for (const frame of taken) frame.taken?.(true)
    }
    // Only with room: the platform has then taken the last bytes, and not merely been given them.
    if (this.phase !== 'flushing' || !this.#room) return
    // From here on the stall deadline watches the platform bring the end out.
    this.#room = false
    this.#ending = true
    this.#lastWrite = now()
    this.#sink.finish()
  }

  #fits(size: number): boolean {
    const most = this.#group.limits.maxProcessBytes ?? Infinity
    return this.#held - this.#flying + size <= this.maxBytes && this.#group.bytes + size <= most
  }

  #makeRoom(frame: Frame): boolean {
    const size = frame.bytes.length
    const frames = this.#frames!
    const policy = this.options.buffer?.onFull ?? 'disconnect'
    if (typeof policy === 'object') {
      // The last of each key stays; the new frame counts as the last of its own.
      const latest = new Map<unknown, Frame>()
      for (const one of [...frames, frame]) {
        const key =
          one.type === undefined ? one : (policy.coalesce({ type: one.type, data: one.data }) ?? one)
        this.#drop(latest.get(key))
        latest.delete(key)
        latest.set(key, one)
      }
      this.#frames = [...latest.values()].slice(0, -1)
    } else if (policy === 'drop-oldest') {
      while (frames.length && !this.#fits(size)) {
        this.#lost = true
        this.#drop(frames.shift())
      }
    }
    return this.#fits(size)
  }

  #drop(frame: Frame | undefined): void {
    if (!frame) return
    this.#hold(-frame.bytes.length)
    frame.taken?.(true)
  }

  #gap(frames: readonly Frame[]): Frame {
    this.#lost = false
    const oldest = frames.find(({ id }) => id !== undefined)?.id ?? null
    const bytes = encodeEvent({ type: 'nyx.gap', data: { requested: this.#lastId ?? null, oldest } })
    this.#hold(bytes.length)
    return { bytes }
  }

  #step(input: Input): void {
    const [phase, ...effects] = transition(this.phase, input)
    const before = this.phase
    this.phase = phase
    for (const effect of effects) {
      if (effect === 'run') this.#start()
      else if (effect === 'cleanup') this.#cleanup(input as CloseReason)
      else if (effect === 'flush') this.#flush()
      else this.#cut(input as CloseReason)
    }
    if (phase === 'over' && before !== 'over') this.#leave()
  }

  #start(): void {
    const start = this.onStart
    // It holds the request, which should not live as long as its stream.
    this.onStart = undefined
    start?.()
  }

  #cleanup(reason: CloseReason): void {
    this.settle(reason)
    this.defer(() => this.options.onClose?.(reason))
  }

  #cut(reason: CloseReason): void {
    this.#room = false
    for (const frame of this.#frames ?? []) frame.taken?.(false)
    this.#frames = undefined
    this.#sink.cut(reason)
  }

  #leave(): void {
    this.#slot?.delete(this)
    this.#hold(-this.#held)
    this.#flying = 0
    this.#request?.removeEventListener('abort', this)
    this.#group.remove(this, this.reason!)
    this.onOver?.()
    this.onLeft?.(this.reason!)
  }
}
