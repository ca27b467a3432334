import type { ServerResponse } from 'node:http'
import type { Bytes } from './channel.ts'
import { Connection } from './connection.ts'
import { type CloseReason, type Input, OVER } from './lifecycle.ts'

const attached: unique symbol = Symbol('safe-sse')
type Attached = ServerResponse & { [attached]: NodeConnection }

// Node makes a Buffer of every other Uint8Array it writes; a broadcast makes one for all its writes.
let last: Bytes | undefined
let lastBuffer: Buffer | undefined

function toBuffer(chunk: Bytes): Buffer {
  if (chunk !== last || !lastBuffer) {
    last = chunk
    lastBuffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
  }
  return lastBuffer
}

/** A client behind a Node response; one of http2's compatibility API is the same. */
export class NodeConnection extends Connection {
  #res!: ServerResponse & { flush?: () => void }
  #flushes = false
  private resolve_!: (reason: CloseReason) => void
  /** Resolves once the last byte is out. */
  readonly done_: Promise<CloseReason> = new Promise((resolve) => {
    this.resolve_ = resolve
  })

  /** Begins to write to a response whose headers are sent, and hears what becomes of it. */
  attach(res: ServerResponse): void {
    this.#res = res
    this.#flushes = 'flush' in res
    ;(res as Attached)[attached] = this
    res.on('drain', onDrain).on('close', onClose).on('error', onClose)
  }

  write_(chunk: Bytes): boolean {
    const room = this.#res.write(toBuffer(chunk))
    // Compression middleware adds flush(), and holds events back unless it is called.
    if (this.#flushes) this.#res.flush?.()
    return room
  }

  finish_(): void {
    this.#res.end()
  }

  over_(input: Input): void {
    if (input !== OVER) this.#res.destroy()
    this.resolve_(this.reason_!)
  }
}

/** Whether the client left before the handler ran. */
export function isGone(res: ServerResponse): boolean {
  return res.destroyed || (res as { stream?: { destroyed: boolean } }).stream?.destroyed === true
}

// Shared by all responses: 10,000 of them should not have three functions each.
function onDrain(this: ServerResponse): void {
  ;(this as Attached)[attached].ready_()
}

function onClose(this: ServerResponse): void {
  const connection = (this as Attached)[attached]
  if (this.writableFinished) connection.end_(OVER)
  connection.end_('client-left')
}
