import type { Connection, Sink } from './connection.ts'

declare const IdentityTransformStream: typeof TransformStream | undefined

/**
 * A sink for workerd, where `cancel()` never comes and without `enable_request_signal` no abort either. What does
 * come is a rejected write, about two writes after the client left, as long as `waitUntil` keeps the request alive.
 */
export function pipeToWorker(
  connect: (sink: Sink) => Connection,
  waitUntil: (done: Promise<unknown>) => void,
): [ReadableStream, Connection] {
  const Pipe = typeof IdentityTransformStream === 'undefined' ? TransformStream : IdentityTransformStream
  const { readable, writable } = new Pipe()
  const writer: WritableStreamDefaultWriter<Uint8Array> = writable.getWriter()
  const left = (): void => connection.end('client-left')
  const connection = connect({
    write(chunk) {
      writer.write(chunk).then(() => connection.ready(), left)
      return false
    },
    finish() {
      writer.close().then(() => connection.finished(), left)
    },
    cut() {
      writer.abort().catch(() => {})
    },
  })
  writer.closed.catch(left)
  const over = new Promise<unknown>((resolve) => {
    connection.onLeft = resolve
  })
  // The producer too: it may have to put things in order after its client left.
  waitUntil(over.then(() => connection.producing))
  // The first write settles when somebody reads; the producer starts then.
  connection.greet()
  return [readable, connection]
}
