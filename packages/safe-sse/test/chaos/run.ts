import { fork } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** What a server holds after clients did their worst to it. */
export interface ChaosReport {
  readonly connects: number
  readonly started: number
  readonly cleanups: number
  readonly closes: number
  readonly faults: readonly string[]
  /** Heap after, relative to the heap after a first round of the same. */
  readonly heapRatio: number
  readonly openConnections: number
  readonly bufferedBytes: number
  readonly handles: number
}

interface Seen extends Omit<ChaosReport, 'connects' | 'heapRatio' | 'openConnections' | 'bufferedBytes'> {
  readonly heap: number
  readonly stats: { readonly connections: number; readonly bufferedBytes: number }
}

/** Sends clients that abort, reset, half-close and stall at random to a server in a process of its own. */
export async function chaos(
  adapter: 'node' | 'web',
  connects: number,
  concurrency = 100,
): Promise<ChaosReport> {
  const server = fork(fileURLToPath(new URL('server.ts', import.meta.url)), [adapter], {
    // Code that V8 forgets while it is idle would pass for memory given back.
    execArgv: ['--expose-gc', '--no-flush-bytecode', '--conditions=source'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const [{ port }] = (await once(server, 'message')) as [{ port: number }]
  const look = async (): Promise<Seen> => {
    server.send('look')
    const [seen] = (await once(server, 'message')) as [Seen]
    return seen
  }
  /** Until the server holds no stream and its heap falls no more: a high start would hide a leak. */
  const calm = async (): Promise<Seen> => {
    let least = Infinity
    for (let n = 0, still = 0; ; n++) {
      await sleep(250)
      const seen = await look()
      const idle = seen.stats.connections === 0 && seen.handles === 0
      still = idle && seen.heap > least * 0.998 ? still + 1 : 0
      least = Math.min(least, seen.heap)
      if (still > 3 || n > 60) return { ...seen, heap: least }
    }
  }
  try {
    let running = 0
    const storm = async (count: number): Promise<void> => {
      for (let n = 0; n < count; n++) {
        while (running >= concurrency) await sleep(2)
        running++
        void visit(port).finally(() => running--)
      }
      while (running) await sleep(5)
    }
    // Code and shapes that the first connections make stay for good, and are no leak.
    const warm = Math.min(1_000, connects)
    await storm(warm)
    const before = await calm()
    await storm(connects)
    const { heap, stats, ...seen } = await calm()
    return {
      ...seen,
      connects: warm + connects,
      heapRatio: heap / before.heap,
      openConnections: stats.connections,
      bufferedBytes: stats.bufferedBytes,
    }
  } finally {
    server.kill('SIGKILL')
  }
}

/** One client, of one of six bad kinds. Each sends its whole request, so that each starts a stream. */
function visit(port: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    const kind = Math.floor(Math.random() * 6)
    const soon = Math.random() * 60
    socket.on('error', () => {})
    socket.on('close', () => resolve())
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
    socket.once('data', () => {
      if (kind === 0) socket.destroy()
      else if (kind === 1) socket.resetAndDestroy()
      else if (kind === 2) socket.end()
      else if (kind === 3) setTimeout(() => socket.resetAndDestroy(), soon)
      else if (kind === 4) {
        socket.pause()
        setTimeout(() => socket.destroy(), 200 + soon * 5)
      } else setTimeout(() => socket.destroy(), soon)
    })
    socket.on('data', () => {})
    socket.on('end', () => socket.destroy())
  })
}
