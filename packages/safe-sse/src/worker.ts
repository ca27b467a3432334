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
  const { readable, writable } =
    typeof IdentityTransformStream === 'undefined' ? new TransformStream() : new IdentityTransformStream()
  const writer: WritableStreamDefaultWriter<Uint8Array> = writable.getWriter()
  let buffered = 0
  const left = (): void => connection.end('client-left')
  const sink: Sink = {
    get buffered() {
      return buffered
    },
    write(chunk) {
      buffered += chunk.length
      writer.write(chunk).then(() => {
        buffered -= chunk.length
        connection.ready()
      }, left)
      return false
    },
    finish() {
      writer.close().then(() => connection.finished(), left)
    },
    cut() {
      writer.abort().catch(() => {})
    },
  }
  const connection = connect(sink)
  writer.closed.catch(left)
  // The producer too: it may have to put things in order after its client left.
  waitUntil(connection.over.then(() => connection.producing))
  // The first write settles when somebody reads; the producer starts then.
  connection.greet()
  return [readable, connection]
}
