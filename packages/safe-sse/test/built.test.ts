import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Options } from 'tsup'
import { afterAll, beforeAll, expect, it } from 'vitest'
import config from '../tsup.config.ts'

// What users get is not the source: internal members have other names, the same ones in every file of one build.

type Main = typeof import('../src/index.ts')
type Node = typeof import('../src/node.ts')
type Testing = typeof import('../src/testing/index.ts')

let outDir: string
const load = async <T>(file: string): Promise<T> =>
  (await import(pathToFileURL(join(outDir, file)).href)) as T

beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'safe-sse-'))
  const options = config as Options
  const here = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url))
  const entry = Object.fromEntries(
    Object.entries(options.entry as Record<string, string>).map(([name, file]) => [name, here(file)]),
  )
  const tsconfig = here(options.tsconfig as string)
  await build({ ...options, config: false, dts: false, silent: true, entry, tsconfig, outDir })
}, 60_000)
afterAll(() => rm(outDir, { recursive: true }))

it('has no member left that goes by its long internal name', async () => {
  for (const file of await readdir(outDir, { recursive: true })) {
    if (file.endsWith('.js')) expect(await readFile(join(outDir, file), 'utf8')).not.toMatch(/\.[a-z]\w*_\b/i)
  }
})

it('streams, validates, coalesces and fails as the source does', async () => {
  const { sse, createSafeController } = await load<Main>('index.js')
  const { collect } = await load<Testing>('testing/index.js')
  const request = new Request('http://localhost/')
  const options = {
    buffer: { onFull: { coalesce: ({ type }: { type: string }) => type }, maxBytes: 200 },
    onError: () => 'teapot',
  }
  const response = sse(
    request,
    async (stream) => {
      for (let n = 0; n < 50; n++) void stream.send(n % 2 ? 'odd' : 'even', n)
      throw new Error('secret')
    },
    options,
  )
  const events = await collect(response)
  expect(events.map(({ type, data }) => (type === 'nyx.error' ? type : data)).slice(-3)).toEqual([
    48,
    49,
    'nyx.error',
  ])
  expect(events.at(-1)?.data).toMatchObject({ code: 'teapot' })
  const body = new ReadableStream({
    start(controller) {
      const safe = createSafeController(controller)
      expect(safe.safeEnqueue('data: 1\n\n')).toBe(true)
      safe.safeClose()
      expect(safe.safeEnqueue('data: 2\n\n')).toBe(false)
    },
  })
  expect(await new Response(body).text()).toBe('data: 1\n\n')
})

it('is one group over its entries, of which drain ends every stream and every run', async () => {
  const { createSse, sse } = await load<Main>('index.js')
  const { sseNode } = await load<Node>('node.js')
  const reasons: string[] = []
  const server = createServer((req, res) => {
    void sseNode(req, res, (stream) => stream.closed).then((reason) => void reasons.push(`${reason}`))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const overNode = await fetch(`http://127.0.0.1:${port}`)
  const overWeb = sse(
    new Request('http://localhost/'),
    async (stream) => void reasons.push(`run ${await stream.closed}`),
    { run: { key: 'k', scope: 's', graceMs: 60_000 } },
  )
  const texts = [overNode, overWeb].map((response) => response.text())
  const { drain, stats } = createSse()
  await expect.poll(() => stats().connections).toBe(2)
  await drain({ timeout: 1_000, retry: 5, retryJitter: 0 })
  for (const text of await Promise.all(texts)) expect(text).toMatch(/retry: 5\n\n$/)
  expect(reasons.toSorted()).toEqual(['run shutdown', 'shutdown'])
  expect(stats()).toMatchObject({ connections: 0, bufferedBytes: 0, closed: { shutdown: 2 } })
  server.close()
})
