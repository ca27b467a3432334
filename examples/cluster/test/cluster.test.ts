import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClient } from '@nyxcore/client'
import { build } from 'esbuild'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { describeWith } from '../../../scripts/testing/services.ts'
import { api } from '../src/contract.ts'
import { isBefore } from '../src/log.ts'

const folder = fileURLToPath(new URL('..', import.meta.url))

/** Both programs from the packages' sources, so that no build is needed. */
async function bundled(): Promise<string> {
  const outdir = join(folder, 'node_modules', '.cache', 'cluster')
  await build({
    absWorkingDir: folder,
    entryPoints: ['src/main.ts', 'src/server.ts'],
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['source'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  })
  return outdir
}

it('says that Redis cannot be reached, without its password, and ends', async () => {
  const outdir = await bundled()
  const main = fork(join(outdir, 'main.mjs'), [], {
    env: {
      ...process.env,
      REDIS_URL: 'redis://:hunter2@127.0.0.1:1',
      PORT: '0',
      CLUSTER_SERVER: join(outdir, 'server.mjs'),
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let log = ''
  for (const stream of [main.stdout, main.stderr]) {
    stream?.on('data', (chunk) => {
      log += chunk
    })
  }
  await once(main, 'close')
  expect(main.exitCode).toBe(1)
  expect(log).toContain('Redis cannot be reached (connect ECONNREFUSED 127.0.0.1:1)')
  expect(log).not.toMatch(/hunter2|\n\s+at /)
})

it('orders ids as Redis does', () => {
  expect(isBefore('9-1', '10-0')).toBe(true)
  expect(isBefore('10-2', '10-11')).toBe(true)
  expect(isBefore('10-11', '10-2')).toBe(false)
  expect(isBefore('10-1', '10-1')).toBe(false)
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describeWith('redis', 'three processes behind a proxy', (redisUrl) => {
  let cluster: ChildProcess
  let url = ''
  let log = ''
  let wire = ''
  let kills = 0
  const kill = (pid: number): void => {
    kills += 1
    process.kill(pid, 'SIGKILL')
  }
  /** Which process answered each attempt of the client. */
  const served: number[] = []
  const pids = (): number[] => [...log.matchAll(/process (\d+) on port/g)].map((match) => Number(match[1]))
  const client = () =>
    createClient(api, {
      baseUrl: url,
      fetch: async (input, init) => {
        const response = await fetch(input, init)
        served.push(Number(response.headers.get('x-process')))
        // What came over the wire, before the client drops what it knows already.
        const tap = new TransformStream<Uint8Array, Uint8Array>({
          transform(chunk, controller) {
            wire += new TextDecoder().decode(chunk)
            controller.enqueue(chunk)
          },
        })
        return new Response(response.body?.pipeThrough(tap), response)
      },
    })

  beforeAll(async () => {
    const outdir = await bundled()
    cluster = fork(join(outdir, 'main.mjs'), [], {
      env: { ...process.env, REDIS_URL: redisUrl, PORT: '0', CLUSTER_SERVER: join(outdir, 'server.mjs') },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    for (const stream of [cluster.stdout, cluster.stderr]) {
      stream?.on('data', (chunk) => {
        log += chunk
      })
    }
    await vi.waitFor(() => expect(log).toMatch(/cluster: http/), { timeout: 30_000 })
    url = /cluster: (\S+)/.exec(log)?.[1] ?? ''
  })

  afterAll(async () => {
    if (cluster?.exitCode === null) {
      cluster.kill('SIGTERM')
      await once(cluster, 'exit')
    }
  })

  // What was killed before has been replaced.
  beforeEach(() =>
    vi.waitFor(
      () => {
        expect(log.match(/ended with SIGKILL/g)?.length ?? 0).toBe(kills)
        expect(pids()).toHaveLength(3 + kills)
      },
      { timeout: 10_000 },
    ),
  )

  /** Follows a run to its end; `onStep` may do harm on the way. */
  async function follow(steps: number, onStep: (n: number, by: number) => void) {
    served.length = 0
    const { id } = await client().runs.start({ body: { steps, pause: 40 } })
    served.length = 0
    wire = ''
    const seen: { n: number; by: number }[] = []
    for await (const event of client().runs.events({ params: { id } })) {
      expect(event.type).not.toBe('nyx.gap')
      if (event.type !== 'step') continue
      seen.push(event.data)
      onStep(event.data.n, event.data.by)
    }
    expect(seen.map(({ n }) => n)).toEqual(Array.from({ length: steps }, (_, index) => index + 1))
    expect(wire.match(/^event: ?step$/gm)).toHaveLength(steps)
    return seen
  }

  it('resumes a stream whose process is killed in the middle: no event lost, none twice', async () => {
    let killed = 0
    await follow(60, (n) => {
      if (n !== 10) return
      killed = served.at(-1) ?? 0
      kill(killed)
    })
    expect(pids()).toContain(killed)
    expect(served[0]).toBe(killed)
    expect(served.length).toBeGreaterThanOrEqual(2)
    expect(served.at(-1)).not.toBe(killed)
  })

  it('carries a run on in another process when the one that did it is killed', async () => {
    const seen = await follow(40, (n, by) => {
      if (n === 10) kill(by)
    })
    expect(new Set(seen.map(({ by }) => by)).size).toBe(2)
  })

  it('loses nothing when every process is killed, one after the other', async () => {
    const killed = new Set<number>()
    await follow(60, (n, by) => {
      if (n % 15 !== 0 || n === 60) return
      killed.add(by)
      kill(by)
    })
    expect(killed.size).toBe(3)
  })

  it('answers 404 for a run that is not there, and 400 for a bad cursor or body', async () => {
    expect((await fetch(`${url}/api/v1/events/runs/none`)).status).toBe(404)
    const { id } = await client().runs.start({ body: { steps: 1 } })
    const stream = await fetch(`${url}/api/v1/events/runs/${id}`, { headers: { 'last-event-id': 'x' } })
    expect(stream.status).toBe(400)
    const bad = await fetch(`${url}/api/v1/runs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"steps":0}',
    })
    expect(bad.status).toBe(400)
    expect(await bad.text()).toContain('steps')
  })

  it('ends on SIGTERM with a stream open, and leaves no process behind', async () => {
    const { id } = await client().runs.start({ body: { steps: 1_000, pause: 20 } })
    const response = await fetch(`${url}/api/v1/events/runs/${id}`)
    const rest = response.text()
    const family = pids()
    cluster.kill('SIGTERM')
    await once(cluster, 'exit')
    expect(cluster.exitCode).toBe(0)
    // Each ended by itself.
    expect(log).not.toContain('had to be killed')
    expect(await rest).toMatch(/retry: ?\d+\n\n$/)
    expect(family.filter(isAlive)).toEqual([])
  })
})
