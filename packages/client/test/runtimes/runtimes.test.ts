import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { Miniflare } from 'miniflare'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeWith } from '../../../../scripts/testing/services.ts'
import { backend } from './backend.ts'

const run = promisify(execFile)
const require = createRequire(import.meta.url)
const dir = mkdtempSync(join(tmpdir(), 'client-runtimes-'))

/** The cases and what starts them, as one file for the platform `browser`: an import of Node would fail the build. */
async function bundle(start: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { runCases } from './cases.ts'\n${start}`,
      resolveDir: import.meta.dirname,
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
  })
  return outputFiles[0]!.text
}

/** The binary that a wrapper package brings in a package for this platform. */
function binary(wrapper: string, path: string): string {
  return join(dirname(require.resolve(`${wrapper}/package.json`)), '..', path)
}

function expectAllOk(results: Record<string, string>): void {
  expect(Object.keys(results).length).toBeGreaterThanOrEqual(10)
  expect(Object.entries(results).filter(([, result]) => result !== 'ok')).toEqual([])
}

let server: Awaited<ReturnType<typeof backend>>
const script = join(dir, 'cases.mjs')

beforeAll(async () => {
  server = await backend()
  writeFileSync(
    script,
    await bundle(`const [base, key] = globalThis.process.argv.slice(2)
      console.log(JSON.stringify(await runCases(base, key)))
      globalThis.process.exit(0)`),
  )
})
afterAll(async () => {
  await server?.close()
  rmSync(dir, { recursive: true, force: true })
})

describe('the client runs in', () => {
  const libc = process.platform === 'linux' ? '-glibc' : ''
  it.each<[string, string, ...string[]]>([
    ['Node', process.execPath],
    ['Bun', binary('bun', `@oven/bun-${process.platform}-${process.arch}/bin/bun`)],
    [
      'Deno',
      binary('deno', `@deno/${process.platform}-${process.arch}${libc}/deno`),
      'run',
      '-A',
      '--no-check',
      '-q',
    ],
  ])(
    '%s',
    async (name, command, ...args) => {
      const { stdout } = await run(command, [...args, script, server.url, name], { timeout: 60_000 })
      expectAllOk(JSON.parse(stdout.trim().split('\n').at(-1)!))
    },
    90_000,
  )

  it('workerd', async () => {
    const worker = new Miniflare({
      modules: true,
      compatibilityDate: '2026-01-01',
      script: await bundle(`export default {
        async fetch(request) {
          return Response.json(await runCases(new URL(request.url).searchParams.get('base'), 'workerd'))
        },
      }`),
    })
    try {
      const response = await worker.dispatchFetch(`http://worker/?base=${encodeURIComponent(server.url)}`)
      expectAllOk((await response.json()) as Record<string, string>)
    } finally {
      await worker.dispose()
    }
  }, 90_000)
})

describeWith('chromium', 'the client in Chromium', (executablePath) => {
  it('runs', async () => {
    const site = await backend(await browserScript())
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
    try {
      const page = await browser.newPage()
      await page.goto(site.url)
      expectAllOk(JSON.parse(await site.report))
    } finally {
      await browser.close()
      await site.close()
    }
  }, 90_000)
})

describeWith('firefox', 'the client in Firefox', (executablePath) => {
  let firefox: ChildProcess | undefined
  const profile = mkdtempSync(join(tmpdir(), 'client-firefox-'))
  afterAll(async () => {
    if (firefox && firefox.exitCode === null) {
      const gone = new Promise((resolve) => firefox!.once('exit', resolve))
      firefox.kill('SIGKILL')
      await gone
    }
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  })

  it('runs, driven through WebDriver BiDi', async () => {
    const site = await backend(await browserScript())
    try {
      firefox = spawn(
        executablePath,
        ['--headless', '--remote-debugging-port=0', '--profile', profile, 'about:blank'],
        {
          stdio: ['ignore', 'ignore', 'pipe'],
          env: { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: '1' },
        },
      )
      const address = await new Promise<string>((resolve) => {
        let text = ''
        firefox!.stderr!.on('data', (chunk) => {
          text += chunk
          const found = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(text)
          if (found) resolve(found[1]!)
        })
      })
      await navigate(`${address}/session`, site.url)
      expectAllOk(JSON.parse(await site.report))
    } finally {
      await site.close()
    }
  }, 120_000)
})

function browserScript(): Promise<string> {
  return bundle(
    `const results = await runCases(location.origin, 'page')
     await fetch('/report', { method: 'POST', body: JSON.stringify(results) })`,
  )
}

/** As much of WebDriver BiDi as opening a page takes (https://w3c.github.io/webdriver-bidi/). */
async function navigate(address: string, url: string): Promise<void> {
  const socket = new WebSocket(address)
  await new Promise((resolve, reject) => {
    socket.onopen = resolve
    socket.onerror = reject
  })
  let id = 0
  const send = (method: string, params: object) =>
    new Promise<{ contexts: { context: string }[] }>((resolve, reject) => {
      const mine = ++id
      socket.addEventListener('message', ({ data }) => {
        const answer = JSON.parse(data)
        if (answer.id === mine) answer.type === 'success' ? resolve(answer.result) : reject(new Error(data))
      })
      socket.send(JSON.stringify({ id: mine, method, params }))
    })
  await send('session.new', { capabilities: {} })
  const { contexts } = await send('browsingContext.getTree', {})
  await send('browsingContext.navigate', { context: contexts[0]!.context, url, wait: 'none' })
}
