import { join } from 'node:path'
import { uploadFetch, withProgress } from '@nyxcore/client/upload'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeWith } from '../../../../scripts/testing/services.ts'
import { launch, openPage } from '../browser/chromium.ts'
import { bundle, type PageServer, servePages } from '../browser/serve.ts'
import type { UploadPage } from './entry.ts'

describe('where there is no XMLHttpRequest', () => {
  it('fetches', async () => {
    const sent: unknown[] = []
    const send = uploadFetch(async (url, init) => {
      sent.push(url, await (init.body as Blob).text())
      return new Response('ok')
    })
    const response = await send('http://x.test/', { body: withProgress(new Blob(['abc']), () => {}) })
    expect([await response.text(), ...sent]).toEqual(['ok', 'http://x.test/', 'abc'])
  })
})

describeWith('chromium', 'uploads in Chromium', (path) => {
  let server: PageServer
  let browser: Browser
  let page: Page
  let errors: string[]
  // Each function of the page is called by its name in the page.
  const call = <K extends keyof UploadPage>(name: K, ...args: Parameters<UploadPage[K]>) =>
    page.evaluate(
      ([name, args]) =>
        (globalThis as unknown as { page: Record<string, (...args: unknown[]) => unknown> }).page[name]!(
          ...args,
        ),
      [name, args] as [string, unknown[]],
    ) as ReturnType<UploadPage[K]>

  beforeAll(async () => {
    server = await servePages(await bundle(join(import.meta.dirname, 'entry.ts')))
    browser = await launch(path)
    ;({ page, errors } = await openPage(await browser.newContext(), server.url))
    await page.waitForFunction('globalThis.page')
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  it('tells how far a body is, up to its end', async () => {
    const bytes = 30_000_000
    const { seen, ...result } = await call('put', bytes)
    expect(result).toMatchObject({ ok: true, status: 200, data: { bytes } })
    expect(result.id).toMatch(/^[\da-f-]{36}$/)
    expect(seen.length).toBeGreaterThan(1)
    expect(seen.at(-1)).toEqual({ loaded: bytes, total: bytes })
    const loaded = seen.map((progress) => progress.loaded)
    expect(loaded).toEqual(loaded.toSorted((a, b) => a - b))
  })

  it('sends forms, with what they add', async () => {
    const { data, seen } = await call('form', 100_000)
    expect(data).toEqual({ bytes: 100_000 })
    expect(seen.at(-1)!.loaded).toBeGreaterThan(100_000)
  })

  it('tells each upload of one file apart', async () => {
    expect(await call('two')).toEqual(['a', 'b'])
  })

  it('fails as fetch does', async () => {
    expect(await call('refuse')).toMatchObject({
      ok: false,
      code: 'HTTP',
      message: expect.stringContaining('Refused'),
    })
    expect(await call('lost')).toBe('NETWORK')
  })

  it('is aborted with its call, and after its time', async () => {
    expect(await call('abort')).toBe('ABORTED')
    expect(await call('timeout')).toBe('TIMEOUT')
    await expect.poll(() => server.left.filter((name) => name === 'hang').length).toBe(2)
  })

  it('leaves other bodies to fetch', async () => {
    expect(await call('plain')).toEqual({ bytes: 7 })
    expect(errors).toEqual([])
  })
})
