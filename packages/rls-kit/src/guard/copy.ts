import { once } from 'node:events'
import type { FileHandle } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { RlsKitError } from '../errors.ts'
import type { GuardSession } from './types.ts'

/** The parts of `pg`'s connection that COPY needs; its types leave them out. */
interface CopyConnection {
  readonly stream: Socket
  query(text: string): void
  endCopyFrom(): void
  sendCopyFail(message: string): void
}

/** What `pg`'s Client.query takes besides text: an object that handles the protocol's messages itself. */
abstract class CopyQuery {
  readonly #text: string
  readonly #done: PromiseWithResolvers<void> = Promise.withResolvers()
  #error: Error | undefined

  constructor(text: string) {
    this.#text = text
  }

  get done(): Promise<void> {
    return this.#done.promise
  }

  submit(connection: CopyConnection): void {
    connection.query(this.#text)
  }

  fail(error: Error): void {
    this.#error ??= error
  }

  handleError(error: Error): void {
    this.fail(error)
    this.#settle()
  }

  handleReadyForQuery(): void {
    this.#settle()
  }

  handleCommandComplete(): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleCopyInResponse(_connection: CopyConnection): void {}
  handleCopyData(_message: { chunk: Uint8Array }, _connection: CopyConnection): void {}

  #settle(): void {
    if (this.#error === undefined) this.#done.resolve()
    else this.#done.reject(this.#error)
  }
}

const block = 1 << 18

/** COPY ... TO STDOUT into a sink. The socket is paused while the sink is busy, so memory stays at a few blocks. */
class CopyOut extends CopyQuery {
  readonly #sink: (chunk: Buffer) => Promise<unknown>
  #buffer: Buffer = Buffer.allocUnsafe(block)
  /** Written already; taken again, because a fresh buffer a block is garbage faster than it is collected. */
  #spare: Buffer | undefined
  #size = 0
  #writing: Promise<unknown> = Promise.resolve()

  constructor(text: string, sink: (chunk: Buffer) => Promise<unknown>) {
    super(text)
    this.#sink = sink
  }

  override handleCopyData({ chunk }: { chunk: Uint8Array }, connection: CopyConnection): void {
    if (this.#size + chunk.length > this.#buffer.length) {
      this.#flush(connection.stream)
      const spare = this.#spare !== undefined && this.#spare.length >= chunk.length ? this.#spare : undefined
      this.#spare = undefined
      this.#buffer = spare ?? Buffer.allocUnsafe(Math.max(block, chunk.length))
    }
    // Copied, because the parser uses its own buffer again.
    this.#buffer.set(chunk, this.#size)
    this.#size += chunk.length
  }

  async finish(): Promise<void> {
    await this.done
    this.#flush(undefined)
    await this.#writing
  }

  #flush(socket: Socket | undefined): void {
    const buffer = this.#buffer
    const chunk = buffer.subarray(0, this.#size)
    this.#size = 0
    socket?.pause()
    this.#writing = this.#writing
      .then(() => this.#sink(chunk))
      .catch((error: unknown) => this.fail(error as Error))
      .finally(() => {
        this.#spare = buffer
        socket?.resume()
      })
  }
}

/** COPY ... FROM STDIN from a source, no faster than the socket takes it. */
class CopyIn extends CopyQuery {
  readonly #source: AsyncIterable<Uint8Array>

  constructor(text: string, source: AsyncIterable<Uint8Array>) {
    super(text)
    this.#source = source
  }

  override handleCopyInResponse(connection: CopyConnection): void {
    void this.#pump(connection)
  }

  async #pump(connection: CopyConnection): Promise<void> {
    const { stream } = connection
    const closed = once(stream, 'close').catch(() => {})
    let sent: Promise<unknown> = Promise.resolve()
    try {
      for await (const chunk of this.#source) {
        await Promise.race([sent, closed])
        if (stream.destroyed) return
        sent = send(stream, chunk)
      }
      await Promise.race([sent, closed])
      if (!stream.destroyed) connection.endCopyFrom()
    } catch (error) {
      this.fail(error as Error)
      connection.sendCopyFail('the source failed')
    }
  }
}

/** One CopyData message. `pg` would copy the chunk first; settles when the socket needs it no longer. */
function send(stream: Socket, chunk: Uint8Array): Promise<void> {
  const head = Buffer.allocUnsafe(5)
  head[0] = 0x64
  head.writeUInt32BE(chunk.length + 4, 1)
  return new Promise((resolve) => {
    stream.cork()
    stream.write(head)
    stream.write(chunk, () => resolve()) // a failed write closes the session, and the statement rejects
    stream.uncork()
  })
}

/** Runs `COPY (...) TO STDOUT (FORMAT binary)` and hands each block to `sink`. */
export async function copyOut(
  db: GuardSession,
  text: string,
  sink: (chunk: Buffer) => Promise<unknown>,
): Promise<void> {
  const copy = new CopyOut(text, sink)
  submit(db, copy)
  await copy.finish()
}

/** Runs `COPY ... FROM STDIN (FORMAT binary)` with the bytes of `source`. */
export async function copyIn(
  db: GuardSession,
  text: string,
  source: AsyncIterable<Uint8Array>,
): Promise<void> {
  const copy = new CopyIn(text, source)
  submit(db, copy)
  await copy.done
}

function submit(db: GuardSession, copy: CopyQuery): void {
  const client = db as unknown as { connection?: unknown; query(submittable: unknown): unknown }
  if (client.connection === undefined) {
    throw new RlsKitError('USAGE', 'A snapshot in a file needs a session of the package pg.', {
      advice: 'Hand in a URL, or a function that answers a connected pg.Client.',
    })
  }
  client.query(copy)
}

/**
 * The bytes of a file from `position` on, in blocks. A block is good until the next but one is asked for:
 * {@link copyIn} has sent it by then.
 */
export async function* readBlocks(file: FileHandle, position: number): AsyncGenerator<Uint8Array> {
  const buffers = [Buffer.allocUnsafe(block), Buffer.allocUnsafe(block)]
  for (let at = position, turn = 0; ; turn ^= 1) {
    const { bytesRead, buffer } = await file.read(buffers[turn]!, 0, block, at)
    if (bytesRead === 0) return
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}
