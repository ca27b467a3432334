import { connect, createServer, type Server } from 'node:net'

/** A TCP proxy that counts round trips: how often the client speaks after the server did. */
export async function countingProxy(port: number): Promise<{ port: number; take(): number; server: Server }> {
  let trips = 0
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1')
    let serverSpoke = true
    client.on('data', (chunk) => {
      if (serverSpoke) trips++
      serverSpoke = false
      upstream.write(chunk)
    })
    upstream.on('data', (chunk) => {
      serverSpoke = true
      client.write(chunk)
    })
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('error', () => other.destroy())
      one.on('close', () => other.destroy())
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    take() {
      const counted = trips
      trips = 0
      return counted
    },
    server,
  }
}
