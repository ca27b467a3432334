import type { ServerResponse } from 'node:http'
import type { Connection, Sink } from './connection.ts'

const attached: unique symbol = Symbol('safe-sse')
type Attached = ServerResponse & { [attached]: Connection }

// Node makes a Buffer of every other Uint8Array it writes; a broadcast makes one for all its writes.
let last: Uint8Array<ArrayBuffer> | undefined
let lastBuffer: Buffer | undefined

function toBuffer(chunk: Uint8Array<ArrayBuffer>): Buffer {
  if (chunk !== last || !lastBuffer) {
    last = chunk
    lastBuffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
  }
  return lastBuffer
}

/** A Node response as a sink; one of http2's compatibility API is the same. */
export class NodeSink implements Sink {
  readonly #res: ServerResponse & { flush?: () => void }
  readonly #flushes: boolean

  constructor(res: ServerResponse) {
    this.#res = res
    this.#flushes = 'flush' in res
  }

  write(chunk: Uint8Array<ArrayBuffer>): boolean {
    const room = this.#res.write(toBuffer(chunk))
    // Compression middleware adds flush(), and holds events back unless it is called.
    if (this.#flushes) this.#res.flush?.()
    return room
  }

  finish(): void {
    this.#res.end()
  }

  cut(): void {
    this.#res.destroy()
  }
}

/** Whether the client left before the handler ran. */
export function isGone(res: ServerResponse): boolean {
  return res.destroyed || (res as { stream?: { destroyed: boolean } }).stream?.destroyed === true
}

/** Tells a connection what becomes of its response. */
export function attach(res: ServerResponse, connection: Connection): void {
  ;(res as Attached)[attached] = connection
  res.on('drain', onDrain).on('close', onClose).on('error', onClose)
}

// Shared by all responses: 10,000 of them should not have three functions each.
function onDrain(this: ServerResponse): void {
  ;(this as Attached)[attached].ready()
}

function onClose(this: ServerResponse): void {
  const connection = (this as Attached)[attached]
  if (this.writableFinished) connection.finished()
  connection.end('client-left')
}
