import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Options } from 'tsup'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import config from '../tsup.config.ts'

// What users get is not the source: internal members have other names, the same ones in every file of one build.

type Main = typeof import('../src/index.ts')

const here = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url))
let outDir: string

beforeAll(async () => {
  // Inside the package, so that its dependency is found.
  outDir = await mkdtemp(here('node_modules/.built-'))
  const options = config as Options
  const entry = Object.fromEntries(
    Object.entries(options.entry as Record<string, string>).map(([name, file]) => [name, here(file)]),
  )
  const tsconfig = here(options.tsconfig as string)
  await build({ ...options, config: false, dts: false, silent: true, entry, tsconfig, outDir })
}, 60_000)
afterAll(() => rm(outDir, { recursive: true }))

it('has no member left that goes by its long internal name', async () => {
  const files = (await readdir(outDir, { recursive: true })).filter((file) => file.endsWith('.js'))
  expect(files.length).toBeGreaterThan(9)
  for (const file of files) {
    expect(await readFile(join(outDir, file), 'utf8'), file).not.toMatch(/[.{,\s][a-z]\w*_\s*[:.,(}=]/i)
  }
})

it('calls, retries, streams, reconnects and fails as the source does', async () => {
  const main = (await import(pathToFileURL(join(outDir, 'index.js')).href)) as Main
  const { createClient, defineContract, isApiError, route, stream } = main
  const api = defineContract({
    get: route.get('/:id', { responses: { 200: z.object({ n: z.number() }), 409: z.string() } }),
    run: stream('/run', { events: { step: z.number(), done: z.null() }, final: ['done'] }),
  })
  const sent: [string, string | null][] = []
  const answers = [
    () => new Response('', { status: 503 }),
    () => Response.json({ n: 1 }),
    () => Response.json('taken', { status: 409 }),
    () => events('id: 1\nevent: step\ndata: 1\n\n'),
    () => events('id: 1\nevent: step\ndata: 1\n\nid: 2\nevent: step\ndata: 2\n\nevent: done\ndata: null\n\n'),
  ]
  const events = (body: string) => new Response(body, { headers: { 'content-type': 'text/event-stream' } })
  const client = createClient(api, {
    baseUrl: 'http://localhost/',
    retry: { baseDelay: 1 },
    fetch: async (url, { headers }) => {
      sent.push([url, new Headers(headers).get('last-event-id')])
      return answers.shift()!()
    },
  })
  expect(await client.get({ params: { id: 'a b' } })).toEqual({ n: 1 })
  const error: unknown = await client.get({ params: { id: 2 } }).catch((thrown) => thrown)
  expect(isApiError(api.get, error) && [error.status, error.data]).toEqual([409, 'taken'])
  const got: unknown[] = []
  await client.run({ reconnect: { minDelay: 1 } }).forEach(({ type, data }) => {
    got.push([type, data])
  })
  expect(got).toEqual([
    ['step', 1],
    ['step', 2],
    ['done', null],
  ])
  expect(sent).toEqual([
    ['http://localhost/a%20b', null],
    ['http://localhost/a%20b', null],
    ['http://localhost/2', null],
    ['http://localhost/run', null],
    ['http://localhost/run', '1'],
  ])
})
