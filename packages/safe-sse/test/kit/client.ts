import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect as connectHttp2,
  constants,
  type IncomingHttpHeaders,
} from 'node:http2'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** An event as it stood on the wire. */
export interface Received {
  event: string
  data: string
  id?: string | undefined
  retry?: number | undefined
}

/** What a test asks of a request. */
export interface RequestInit {
  readonly method?: string
  readonly version?: '1.0' | '1.1'
  readonly headers?: Readonly<Record<string, string>>
}

/** A client that can do what networks do. What it received is the same over HTTP/1 and HTTP/2. */
export abstract class Client {
  /** Bytes of the wire so far. */
  abstract readonly received: number
  abstract readonly closed: boolean
  /** Header lines, or undefined until they are there. */
  abstract readonly head: string | undefined
  abstract readonly status: number
  /** The body without framing, and whether it ended as its framing says. */
  abstract readonly body: { bytes: Buffer; complete: boolean }
  /** Reads no more, as a reader does that is stuck. */
  abstract pause(): void
  /** Leaves. */
  abstract destroy(): void
  /** Leaves with RST. */
  abstract reset(): void
  /** Sends FIN and goes on reading. */
  abstract halfClose(): void

  get text(): string {
    return this.body.bytes.toString('utf8')
  }

  /** Events in the body so far, `retry` fields without an event included. */
  get events(): Received[] {
    const events: Received[] = []
    for (const block of this.text.split(/\r\n\r\n|\n\n|\r\r/).slice(0, -1)) {
      const event: Received = { event: 'message', data: '' }
      const data: string[] = []
      for (const line of block.split(/\r\n|\n|\r/)) {
        const [, field, value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? []
        if (field === 'event') event.event = value
        else if (field === 'data') data.push(value)
        else if (field === 'id') event.id = value
        else if (field === 'retry') event.retry = Number(value)
      }
      event.data = data.join('\n')
      if (data.length || event.retry !== undefined) events.push(event)
    }
    return events
  }

  /** Waits until something holds, and says what was missing if it does not. */
  async until(what: string, holds: (client: this) => boolean, ms = 8_000): Promise<this> {
    for (const end = Date.now() + ms; !holds(this); await sleep(5)) {
      if (Date.now() > end)
        throw new Error(`waited in vain for: ${what}; got ${JSON.stringify(this.text.slice(0, 300))}`)
    }
    return this
  }
}

/** A client that is nothing but a TCP socket. */
export class RawClient extends Client {
  readonly socket: Socket
  readonly #chunks: Buffer[] = []
  #closed = false
  fault: string | undefined

  constructor(port: number, path: string, init: RequestInit = {}) {
    super()
    const { method = 'GET', version = '1.1' } = init
    const headers = Object.entries(init.headers ?? {}).map(([name, value]) => `${name}: ${value}`)
    this.socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    this.socket.on('data', (chunk) => this.#chunks.push(chunk))
    this.socket.on('end', () => this.#end())
    this.socket.on('close', () => this.#end())
    this.socket.on('error', (error) => {
      this.fault = (error as NodeJS.ErrnoException).code
    })
    this.socket.write(
      `${[`${method} ${path} HTTP/${version}`, `Host: 127.0.0.1:${port}`, 'Accept: text/event-stream', ...headers].join('\r\n')}\r\n\r\n`,
      'latin1',
    )
  }

  #end(): void {
    this.#closed = true
  }

  get closed(): boolean {
    return this.#closed
  }

  get received(): number {
    return this.socket.bytesRead
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks)
  }

  /** The status line and headers, or undefined until they are there. */
  get head(): string | undefined {
    const bytes = this.bytes
    const at = bytes.indexOf('\r\n\r\n')
    return at < 0 ? undefined : bytes.subarray(0, at).toString('latin1')
  }

  get status(): number {
    return Number(this.head?.split(' ')[1])
  }

  /** The body without chunked framing, and whether it ended as its framing says. */
  get body(): { bytes: Buffer; complete: boolean } {
    const all = this.bytes
    const at = all.indexOf('\r\n\r\n')
    if (at < 0) return { bytes: Buffer.alloc(0), complete: false }
    let rest = all.subarray(at + 4)
    const [, length] = /content-length: *(\d+)/i.exec(this.head ?? '') ?? []
    if (length) return { bytes: rest, complete: rest.length >= Number(length) }
    if (!/transfer-encoding: *chunked/i.test(this.head ?? '')) {
      return { bytes: rest, complete: this.#closed && !this.fault }
    }
    const parts: Buffer[] = []
    for (;;) {
      const line = rest.indexOf('\r\n')
      if (line < 0) break
      const size = Number.parseInt(rest.subarray(0, line).toString('latin1'), 16)
      if (size === 0) return { bytes: Buffer.concat(parts), complete: true }
      if (rest.length < line + 2 + size + 2) break
      parts.push(rest.subarray(line + 2, line + 2 + size))
      rest = rest.subarray(line + 2 + size + 2)
    }
    return { bytes: Buffer.concat(parts), complete: false }
  }

  /** Reads no more, as a reader does that is stuck. */
  pause(): void {
    this.socket.pause()
  }

  /** Leaves with FIN and closes. */
  destroy(): void {
    this.socket.destroy()
  }

  /** Leaves with RST. */
  reset(): void {
    this.socket.resetAndDestroy()
  }

  /** Sends FIN and goes on reading. */
  halfClose(): void {
    this.socket.end()
  }
}

/** The same over HTTP/2 without TLS. */
export class Http2Client extends Client {
  readonly #session: ClientHttp2Session
  readonly #stream: ClientHttp2Stream
  readonly #chunks: Buffer[] = []
  #head: IncomingHttpHeaders | undefined
  #complete = false
  closed = false
  #received = 0

  constructor(port: number, path: string, { method = 'GET', headers = {} }: RequestInit = {}) {
    super()
    this.#session = connectHttp2(`http://127.0.0.1:${port}`)
    this.#session.on('error', () => {})
    this.#stream = this.#session.request({ ':path': path, ':method': method, ...headers })
    this.#stream.on('response', (head) => {
      this.#head = head
    })
    this.#stream.on('data', (chunk: Buffer) => {
      this.#received += chunk.length
      this.#chunks.push(chunk)
    })
    this.#stream.on('error', () => {})
    this.#stream.on('end', () => {
      this.#complete = this.#stream.rstCode === 0
    })
    this.#stream.on('close', () => {
      this.closed = true
      this.#session.destroy()
    })
  }

  get received(): number {
    return this.#received
  }

  get head(): string | undefined {
    if (!this.#head) return undefined
    return Object.entries(this.#head)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\r\n')
  }

  get status(): number {
    return Number(this.#head?.[':status'])
  }

  get body(): { bytes: Buffer; complete: boolean } {
    return { bytes: Buffer.concat(this.#chunks), complete: this.#complete }
  }

  pause(): void {
    this.#stream.pause()
  }

  destroy(): void {
    this.#session.destroy()
  }

  reset(): void {
    this.#stream.close(constants.NGHTTP2_CANCEL)
  }

  halfClose(): void {
    // A session's socket cannot be half-closed by hand; the GOAWAY and FIN of a leaving peer can.
    this.#session.close()
    this.#stream.close()
  }
}

/** Asks a server's control route. */
export async function ask<T>(port: number, path: string): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(8_000) })
  return (await response.json()) as T
}
