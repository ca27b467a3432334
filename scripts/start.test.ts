import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { launch, type StudioServer, startStudio, temporaryData } from './testing/studio-server.ts'

// The first start builds, which takes minutes where other suites run beside it.
vi.setConfig({ testTimeout: 450_000, hookTimeout: 450_000 })

const tenant = 'a0000000-0000-4000-8000-000000000001'
const ada = 'a0000000-0000-4000-8000-000000000011'
const project = 'a0000000-0000-4000-8000-000000000021'

/** The processes that descend from one, by /proc; empty where there is none. */
function descendants(pid: number): number[] {
  const list = (at: number): number[] => {
    try {
      return readFileSync(`/proc/${at}/task/${at}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
    } catch {
      return []
    }
  }
  return list(pid).flatMap((child) => [child, ...descendants(child)])
}

function isAlive(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0] !== 'Z'
  } catch {
    return false
  }
}

async function signIn(url: string): Promise<string> {
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ user: `${tenant}/${ada}` }),
  })
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}

/** A running workflow and an open stream of it. */
async function openStream(url: string): Promise<ReadableStreamDefaultReader<Uint8Array>> {
  const cookie = await signIn(url)
  const started = await fetch(`${url}/api/trpc/workflows.start`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ projectId: project, folder: 'packages' }),
  })
  const { id } = (await started.json()).result.data
  const stream = await fetch(`${url}/api/v1/events/workflows/${id}`, { headers: { cookie } })
  const reader = stream.body?.getReader() as ReadableStreamDefaultReader<Uint8Array>
  await reader.read()
  return reader
}

/** The last text of a stream, and whether it ended without an error. */
async function drained(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text
    text += new TextDecoder().decode(value)
  }
}

describe('npm start', () => {
  const data = temporaryData()
  let studio: StudioServer
  let taken: Server
  let port: number

  beforeAll(async () => {
    taken = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => taken.once('listening', resolve))
    const address = taken.address()
    port = typeof address === 'object' && address !== null ? address.port : 0
    studio = await startStudio({ NYX_DATA_DIR: data.dir, PORT: String(port) })
  })

  afterAll(async () => {
    await studio?.stop()
    taken?.close()
    data.remove()
  })

  it('takes the next free port where the one asked for is taken, and says so', () => {
    const used = Number(new URL(studio.url).port)
    expect(used).toBeGreaterThan(port)
    expect(studio.log()).toContain(`port ${port} is taken, using ${used}`)
  })

  it('serves pages', async () => {
    const page = await fetch(`${studio.url}/sign-in`)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('Ada Okafor')
  })

  it('refuses a second start on the same data, and names the process that holds it', async () => {
    const second = launch({ NYX_DATA_DIR: data.dir, PORT: '0' })
    expect(await second.ended).toBe(1)
    const holder = /locked by process (\d+) \(([^,]+)/.exec(second.log())
    expect(descendants(studio.process.pid as number)).toContain(Number(holder?.[1]))
    expect(holder?.[2]).toBe('nyx studio')
    expect((await fetch(`${studio.url}/api/health`)).status).toBe(200)
  })

  it('ends on SIGTERM with a stream open and a run going: clean end, freed lock, no orphan', async () => {
    const reader = await openStream(studio.url)
    const family = descendants(studio.process.pid as number)
    expect(family.length).toBeGreaterThanOrEqual(2)
    const rest = drained(reader)
    const { code, ms } = await studio.stop()
    expect(code).toBe(143)
    // It is killed after 0.9 s by its own clock; a busy machine may be slow to say so.
    expect(ms).toBeLessThan(5_000)
    expect(await rest).toMatch(/^retry: ?\d+$/m)
    expect(studio.log()).toMatch(/\[studio\] stopped by SIGTERM/)
    expect(studio.log()).toMatch(/closed: shutdown/)
    expect(family.filter(isAlive)).toEqual([])
    // The data can be opened again at once.
    studio = await startStudio({ NYX_DATA_DIR: data.dir })
    expect((await fetch(`${studio.url}/api/health`)).status).toBe(200)
  })

  it('leaves nothing behind when the launcher itself is killed', async () => {
    const family = descendants(studio.process.pid as number)
    await studio.stop('SIGKILL')
    for (let i = 0; i < 100 && family.some(isAlive); i++) await pause(100)
    expect(family.filter(isAlive)).toEqual([])
    expect(studio.log()).toMatch(/\[studio\] stopped by SIGHUP/)
    studio = await startStudio({ NYX_DATA_DIR: data.dir })
  })

  it('ends on Ctrl-C', async () => {
    expect((await studio.stop('SIGINT')).code).toBe(130)
  })
})

describe('npm start, when it cannot', () => {
  const data = temporaryData()
  afterAll(() => data.remove())

  it('says in one line that the database cannot be reached, without its password', async () => {
    const url = 'postgresql://someone:hunter2@127.0.0.1:9/nowhere'
    const start = launch({ NYX_DATA_DIR: data.dir, PORT: '0', DATABASE_URL: url })
    expect(await start.ended).toBe(1)
    const lines = start
      .log()
      .split('\n')
      .filter((line) => line.includes('cannot use the database'))
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/127\.0\.0\.1:9\/nowhere.*ECONNREFUSED/)
    expect(start.log()).not.toMatch(/hunter2|\n\s+at /)
  })

  it.each([
    [['--help'], {}, 0, /npm start: installs, builds and serves/],
    [['--wrong'], {}, 2, /unknown option --wrong/],
    [[], { PORT: 'eighty' }, 2, /PORT must be a whole number/],
  ])('answers %j with %j', async (args, env, code, text) => {
    const start = launch({ NYX_DATA_DIR: data.dir, ...env }, args)
    expect(await start.ended).toBe(code)
    expect(start.log()).toMatch(text)
  })
})
