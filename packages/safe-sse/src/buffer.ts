/** An encoded event that waits for its reader. */
export interface Frame {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly id: string | undefined
  /** For coalescing: what the event was. Encoded events and comments have none. */
  readonly type: string | undefined
  readonly data: unknown
  /** Settles the `send` that waits for this frame. */
  taken?: ((accepted: boolean) => void) | undefined
}

type Coalesce = (event: { type: string; data: unknown }) => string | undefined

/** Frames that wait for one reader, first in first out. Knows its size in bytes and nothing of connections. */
export class FrameBuffer {
  bytes = 0
  #frames: Frame[] = []
  #head = 0

  get length(): number {
    return this.#frames.length - this.#head
  }

  /** The id of the first frame that has one. */
  get firstId(): string | undefined {
    for (let i = this.#head; i < this.#frames.length; i++) {
      const { id } = this.#frames[i]!
      if (id !== undefined) return id
    }
    return undefined
  }

  push(frame: Frame): void {
    this.#frames.push(frame)
    this.bytes += frame.bytes.length
  }

  shift(): Frame | undefined {
    const frame = this.#frames[this.#head]
    if (!frame) return undefined
    this.bytes -= frame.bytes.length
    // A moving head, since Array.shift moves every frame behind it.
    if (++this.#head * 2 > this.#frames.length) {
      this.#frames.splice(0, this.#head)
      this.#head = 0
    }
    return frame
  }

  /** Takes the last frame back. */
  pop(): void {
    if (!this.length) return
    this.bytes -= this.#frames.pop()!.bytes.length
  }

  /** Keeps only the last frame of each key, in the place of that last one. Answers those removed. */
  coalesce(key: Coalesce): Frame[] {
    const seen = new Set<string>()
    const kept: Frame[] = []
    const removed: Frame[] = []
    for (let i = this.#frames.length - 1; i >= this.#head; i--) {
      const frame = this.#frames[i]!
      const name = frame.type === undefined ? undefined : key({ type: frame.type, data: frame.data })
      if (name !== undefined && seen.has(name)) {
        removed.push(frame)
        this.bytes -= frame.bytes.length
        continue
      }
      if (name !== undefined) seen.add(name)
      kept.push(frame)
    }
    this.#frames = kept.reverse()
    this.#head = 0
    return removed
  }
}
