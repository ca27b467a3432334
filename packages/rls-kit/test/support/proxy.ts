import { connect, createServer, type Socket } from 'node:net'

/** What becomes of bytes that the client sends. */
export type Fault = (chunk: Buffer) => Buffer | 'cut before' | 'cut after' | 'swallow answer'

/** A TCP proxy before a server, which does to the client's bytes what the test says. */
export interface FaultProxy {
  readonly port: number
  /** Bytes that reached the proxy from clients since the last call. */
  taken(): number
  /** Takes effect for what is sent from now on; undefined lets everything through. */
  fault: Fault | undefined
  stop(): Promise<void>
}

export async function faultProxy(port: number): Promise<FaultProxy> {
  let bytes = 0
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1')
    let deaf = false
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
    }
    client.on('data', (chunk) => {
      bytes += chunk.length
      const verdict = proxy.fault?.(chunk) ?? chunk
      if (verdict === 'cut before') client.resetAndDestroy()
      else if (verdict === 'cut after') {
        upstream.write(chunk, () => setTimeout(() => client.resetAndDestroy(), 20))
        deaf = true
      } else if (verdict === 'swallow answer') {
        deaf = true
        upstream.write(chunk)
      } else upstream.write(verdict)
    })
    upstream.on('data', (chunk) => {
      if (!deaf) client.write(chunk)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const proxy: FaultProxy = {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    taken() {
      const taken = bytes
      bytes = 0
      return taken
    },
    fault: undefined,
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return proxy
}

/** Replaces text by text of the same length, so that no length field has to change. */
export function swap(from: string, to: string): Fault {
  if (from.length !== to.length) throw new Error('the lengths must agree')
  return (chunk) => {
    const at = chunk.indexOf(from)
    if (at < 0) return chunk
    const copy = Buffer.from(chunk)
    copy.write(to, at)
    return copy
  }
}

/** A verdict for the first chunk that contains the text. */
export function when(text: string, verdict: 'cut before' | 'cut after' | 'swallow answer'): Fault {
  return (chunk) => (chunk.includes(text) ? verdict : chunk)
}
