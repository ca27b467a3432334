import { type Frame, FrameBuffer } from './buffer.ts'
import { Channel, FALSE, MAX_BYTES, TRUE, toFrame } from './channel.ts'
import { encodeEvent, PING } from './encode.ts'
import type { Group } from './group.ts'
import { type CloseReason, type Input, type Phase, transition } from './lifecycle.ts'
import type { SseOptions } from './types.ts'
import { now, type Sleeper, type Wheel } from './wheel.ts'

/** The thin edge to a platform: takes chunks, and says whether it wants more. */
export interface Sink {
  /** False: no room. The sink then calls {@link Connection.ready} once there is. */
  write(chunk: Uint8Array<ArrayBuffer>): boolean
  /** Ends cleanly behind what was written. Calls {@link Connection.finished} when that is out. */
  finish(): void
  /** Ends at once. */
  cut(reason: CloseReason): void
  /** Bytes written and not yet taken by the platform. */
  readonly buffered: number
}

/** What goes to a platform in one piece at most, so that a burst is one write and not a thousand. */
const CHUNK = 65_536
const quiet = 'Bun' in globalThis ? 5_000 : 15_000

/** One client: a state machine, a bounded buffer and deadlines between a producer and a sink. */
export class Connection extends Channel implements Sleeper {
  phase: Phase = 'waiting'
  /** Called when a client begins to read. */
  onStart: ((connection: Connection) => void) | undefined
  /** Called once, when nothing is left to write. */
  onOver: ((connection: Connection) => void) | undefined
  readonly #sink: Sink
  readonly #group: Group
  readonly #wheel: Wheel
  #buffer: FrameBuffer | undefined
  #room = false
  /** What this connection has booked on its group's account. */
  #booked = 0
  #lastWrite: number
  #blockedSince: number
  #expires: number
  #slot: number
  #lastId: string | undefined
  #lost = false
  #greeted = false
  #ending = false
  #signal: AbortSignal | undefined
  #left: ((reason: CloseReason) => void) | undefined

  constructor(
    sink: Sink,
    group: Group,
    wheel: Wheel,
    options: SseOptions,
    lastEventId: string | undefined,
    requestId: string | undefined,
  ) {
    super(options, lastEventId, requestId)
    this.#sink = sink
    this.#group = group
    this.#wheel = wheel
    this.#lastId = lastEventId
    this.#lastWrite = this.#blockedSince = now()
    const age = options.maxAge
    this.#expires = age ? this.#lastWrite + age * (1 - Math.random() / 10) : Infinity
    this.#slot = wheel.add(this, this.#due(this.#lastWrite))
    group.add(this)
  }

  get bufferedBytes(): number {
    return (this.#buffer?.bytes ?? 0) + this.#sink.buffered
  }

  /** Resolves when nothing is left to write. For the one that made this connection. */
  get over(): Promise<CloseReason> {
    if (this.phase === 'over') return this.closed
    return new Promise((resolve) => {
      this.#left = resolve
    })
  }

  /** Ends the stream when the request is aborted. */
  follow(signal: AbortSignal): void {
    this.#signal = signal
    signal.addEventListener('abort', this)
    if (signal.aborted) this.end('client-left')
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
    this.#room = true
    if (!this.#greeted) this.greet()
    if (this.phase === 'waiting') this.#step('start')
    // Nothing waits and nothing is booked: the usual case, once for each event of a Web stream.
    if (this.#buffer?.length || this.#booked || this.phase === 'flushing') this.#flush()
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
    if (!this.#room || this.reason || this.#buffer?.length || this.validating)
      return super.sendEncoded(bytes, meta)
    this.#write(bytes)
    if (meta?.id !== undefined) this.#lastId = meta.id
    return TRUE
  }

  push(frame: Frame, mode?: 'try' | 'force'): Promise<boolean> | false {
    if (this.reason) return FALSE
    if (this.#room && !this.#buffer?.length) {
      this.#write(frame.bytes)
      if (frame.id !== undefined) this.#lastId = frame.id
      return TRUE
    }
    this.#buffer ??= new FrameBuffer()
    if (mode !== 'force' && !this.#fits(frame.bytes.length)) {
      if (mode === 'try') return false
      if (!this.#makeRoom(frame)) {
        this.end('overflow')
        return FALSE
      }
    }
    this.#buffer.push(frame)
    this.#book()
    return new Promise((resolve) => {
      frame.taken = resolve
    })
  }

  /** Heartbeat, stall and age, whichever is due. */
  wake(time: number): void {
    if (time >= this.#expires) this.end('max-age')
    if (!this.#room && time >= this.#blockedSince + this.#stall) this.end('stalled')
    if (this.phase === 'over') return
    const heartbeat = this.options.heartbeat ?? quiet
    if (heartbeat && this.#room && this.phase === 'open' && time >= this.#lastWrite + heartbeat) {
      this.#write(PING)
    }
    this.#slot = this.#wheel.add(this, this.#due(time))
  }

  /** Ends with a last `retry`, so that the client comes back to another process. */
  shutdown(retry: number): void {
    if (!this.reason) this.push(toFrame(encodeEvent({ retry })), 'force')
    this.end('shutdown')
  }

  get #stall(): number {
    return (this.options.stallTimeout ?? 30_000) || Infinity
  }

  #due(time: number): number {
    const heartbeat = (this.options.heartbeat ?? quiet) || Infinity
    const beat = Math.max(this.#lastWrite, this.#room ? 0 : time) + heartbeat
    const blocked = (this.#room ? time : this.#blockedSince) + this.#stall
    return Math.max(time + 1, Math.min(beat, blocked, this.phase === 'flushing' ? Infinity : this.#expires))
  }

  #write(bytes: Uint8Array<ArrayBuffer>): void {
    this.#lastWrite = now()
    // A sink may call ready() from within write(), so its answer must not undo that.
    this.#room = false
    if (this.#sink.write(bytes)) this.#room = true
    if (this.#room) return
    this.#blockedSince = this.#lastWrite
    this.#book()
  }

  #flush(): void {
    const buffer = this.#buffer
    while (this.#room && buffer?.length) {
      const frames: Frame[] = []
      const parts: Uint8Array<ArrayBuffer>[] = []
      let size = 0
      if (this.#lost) parts.push(this.#gap(buffer))
      for (let frame = buffer.shift(); frame; frame = size < CHUNK ? buffer.shift() : undefined) {
        frames.push(frame)
        parts.push(frame.bytes)
        size += frame.bytes.length
        if (frame.id !== undefined) this.#lastId = frame.id
      }
      this.#write(parts.length === 1 ? parts[0]! : join(parts))
      for (const frame of frames) frame.taken?.(true)
    }
    this.#book()
    // Only with room: the platform has then taken the last bytes, and not merely been given them.
    if (this.phase !== 'flushing' || !this.#room || buffer?.length) return
    // From here on the stall deadline watches the platform bring the end out.
    this.#room = false
    this.#blockedSince = now()
    this.#ending = true
    this.#sink.finish()
  }

  #fits(size: number): boolean {
    const total = this.#buffer!.bytes + size
    return total <= (this.options.buffer?.maxBytes ?? MAX_BYTES) && this.#group.fits(size)
  }

  #makeRoom(frame: Frame): boolean {
    const buffer = this.#buffer!
    const policy = this.options.buffer?.onFull ?? 'disconnect'
    if (policy === 'disconnect') return false
    if (policy === 'drop-oldest') {
      while (!this.#fits(frame.bytes.length)) {
        const dropped = buffer.shift()
        if (!dropped) return false
        this.#lost = true
        dropped.taken?.(true)
        this.#book()
      }
      return true
    }
    // The new frame counts as the last of its key.
    buffer.push(frame)
    const removed = buffer.coalesce(policy.coalesce)
    for (const { taken } of removed) taken?.(true)
    buffer.pop()
    this.#book()
    return this.#fits(frame.bytes.length)
  }

  #gap(buffer: FrameBuffer): Uint8Array<ArrayBuffer> {
    this.#lost = false
    const data = { requested: this.#lastId ?? null, oldest: buffer.firstId ?? null }
    return encodeEvent({ type: 'nyx.gap', data })
  }

  #book(): void {
    const held = (this.#buffer?.bytes ?? 0) + (this.#room ? 0 : this.#sink.buffered)
    if (held === this.#booked) return
    this.#group.book(held - this.#booked)
    this.#booked = held
  }

  #step(input: Input): void {
    const [phase, effects] = transition(this.phase, input)
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
    start?.(this)
  }

  #cleanup(reason: CloseReason): void {
    this.settle(reason)
    this.#group.count(reason)
    try {
      this.options.onClose?.(reason)
    } catch (error) {
      this.report(error, 'cleanup')
    }
  }

  #cut(reason: CloseReason): void {
    for (let frame = this.#buffer?.shift(); frame; frame = this.#buffer?.shift()) frame.taken?.(false)
    this.#sink.cut(reason)
  }

  #leave(): void {
    this.#wheel.remove(this, this.#slot)
    this.#group.book(-this.#booked)
    this.#booked = 0
    this.#group.remove(this)
    this.#signal?.removeEventListener('abort', this)
    this.#left?.(this.reason!)
    this.onOver?.(this)
  }
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let size = 0
  for (const part of parts) size += part.length
  const joined = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}
