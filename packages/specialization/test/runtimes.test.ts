import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { Miniflare } from 'miniflare'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeWith } from '../../../scripts/testing/services.ts'
import { createExtractor } from '../src/defaults.ts'
import { allLocales } from '../src/locales/all.ts'

const texts = [
  'You are a Kubernetes SRE, not a lawyer.',
  'ＰＹＴＨＯＮ developer; R&amp;D; C++, .NET and Node.js in <b class="lawyer">machineLearning</b>.',
  'Du bist ein erfahrener Rechtsanwalt für das Arbeitsrecht.',
  '你是一名资深律师，擅长合同审查与知识产权。',
  '\ud800 caf\u0065\u0301 nurse',
  // Longer than what is cut into words at a time.
  `${'x'.repeat(2036)} machine learning engineer and C# developer. `.repeat(40),
]

/** What a runtime must say: everything, offsets and scores included. */
const expected = JSON.stringify(
  texts.map((text) => createExtractor({ locales: 'auto', packs: allLocales }).extract(text)),
)

const source = `
import { createExtractor } from './src/index.ts'
import { allLocales } from './src/locales/index.ts'
const extractor = createExtractor({ locales: 'auto', packs: allLocales })
globalThis.answer = JSON.stringify(${JSON.stringify(texts)}.map((text) => extractor.extract(text)))
`

const require = createRequire(import.meta.url)
const binary = (wrapper: string, path: string): string =>
  join(dirname(require.resolve(`${wrapper}/package.json`)), '..', path)
const libc = process.platform === 'linux' ? '-glibc' : ''
const folder = mkdtempSync(join(tmpdir(), 'nyx-runtimes-'))
let code = ''

beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: new URL('..', import.meta.url).pathname },
    bundle: true,
    format: 'esm',
    // No runtime's own modules: the bundle must not need any.
    platform: 'neutral',
    write: false,
  })
  code = outputFiles[0]!.text
  writeFileSync(join(folder, 'main.mjs'), `${code}\nconsole.log(globalThis.answer)`)
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('answers the same in every runtime', () => {
  it.each([
    ['node', process.execPath, []],
    ['bun', binary('bun', `@oven/bun-${process.platform}-${process.arch}/bin/bun`), ['run']],
    [
      'deno',
      binary('deno', `@deno/${process.platform}-${process.arch}${libc}/deno`),
      ['run', '--no-check', '-q'],
    ],
  ])('%s', { timeout: 120_000 }, (_name, command, args) => {
    const out = execFileSync(command, [...args, join(folder, 'main.mjs')], {
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    })
    expect(out.trim()).toBe(expected)
  })

  it('workerd', { timeout: 120_000 }, async () => {
    const worker = new Miniflare({
      modules: true,
      script: `${code}\nexport default { fetch: () => new Response(globalThis.answer) }`,
      compatibilityDate: '2026-06-01',
      host: '127.0.0.1',
      port: 0,
    })
    try {
      const response = await fetch(await worker.ready)
      expect(await response.text()).toBe(expected)
    } finally {
      await worker.dispose()
    }
  })
})

describeWith('chromium', 'answers the same in a browser', (executablePath) => {
  it('chromium', { timeout: 120_000 }, async () => {
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
    try {
      const page = await browser.newPage()
      await page.addScriptTag({ content: code, type: 'module' })
      await page.waitForFunction('globalThis.answer !== undefined')
      const answer = await page.evaluate('globalThis.answer')
      expect(answer).toBe(expected)
    } finally {
      await browser.close()
    }
  })
})
