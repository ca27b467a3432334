import type { Bytes } from './channel.ts'
import { Connection } from './connection.ts'

declare const IdentityTransformStream: typeof TransformStream | undefined

/**
 * A client on workerd, where `cancel()` never comes and without `enable_request_signal` no abort either. What does
 * come is a rejected write, about two writes after the client left, as long as `waitUntil` keeps the request alive.
 */
export class WorkerConnection extends Connection {
  #writer!: WritableStreamDefaultWriter<Uint8Array>

  /** The body of the response. */
  body(): ReadableStream {
    const Pipe = typeof IdentityTransformStream === 'undefined' ? TransformStream : IdentityTransformStream
    const { readable, writable } = new Pipe()
    this.#writer = writable.getWriter()
    this.after_(this.#writer.closed, () => {})
    this.options_.waitUntil!(
      new Promise((resolve) => {
        this.onOver_ = resolve
      }),
    )
    // The first write settles when somebody reads; the producer starts then.
    this.greet_()
    return readable
  }

  write_(chunk: Bytes): boolean {
    this.after_(this.#writer.write(chunk), () => this.ready_())
    return false
  }

  finish_(): void {
    this.after_(this.#writer.close(), () => this.end_('flushed'))
  }

  cut_(): void {
    this.#writer.abort().catch(() => {})
  }

  private after_(done: Promise<void>, next: () => void): void {
    done.then(next, () => this.end_('client-left'))
  }
}
