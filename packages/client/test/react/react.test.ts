import { join } from 'node:path'
import { createClient } from '@nyxcore/client'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { Browser, Page } from 'playwright-core'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeWith } from '../../../../scripts/testing/services.ts'
import { api } from '../browser/api.ts'
import { launch, openPage } from '../browser/chromium.ts'
import { bundle, type PageServer, servePages } from '../browser/serve.ts'
import { App } from './app.tsx'

const onServer = (): { html: string; calls: number } => {
  let calls = 0
  const client = createClient(api, {
    baseUrl: 'http://nowhere.test',
    fetch: () => {
      calls++
      return Promise.reject(new Error('no network here'))
    },
  })
  const app = createElement(App, { client })
  const html = renderToString(createElement(QueryClientProvider, { client: new QueryClient() }, app))
  return { html, calls }
}

describe('on the server', () => {
  it('renders without opening or calling anything', () => {
    const { html, calls } = onServer()
    expect(html).toContain('<output id="status">idle</output>')
    expect(html).toContain('<p class="note">pending</p>')
    expect(calls).toBe(0)
  })
})

describeWith('chromium', 'in Chromium, under StrictMode, hydrated', (path) => {
  let server: PageServer
  let browser: Browser
  let page: Page
  let errors: string[]
  const text = (selector: string) => page.locator(selector).first().textContent()
  const shows = (selector: string, value: string | RegExp) =>
    expect
      .poll(() => text(selector), { timeout: 10_000 })
      [typeof value === 'string' ? 'toBe' : 'toMatch'](value as never)

  beforeAll(async () => {
    server = await servePages(
      await bundle(join(import.meta.dirname, 'entry.tsx')),
      `<div id="root">${onServer().html}</div>`,
    )
    browser = await launch(path)
    ;({ page, errors } = await openPage(await browser.newContext(), server.url))
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  it('reads a stream to its end, each event once', async () => {
    await shows('#status', 'done')
    expect(await text('#events')).toBe('step step step step step done')
    expect([await text('#last'), await text('#sum')]).toEqual(['done', '15'])
  })

  it('starts over when asked', async () => {
    const before = server.opened.get('a') ?? 0
    await page.click('#restart')
    await expect.poll(() => server.opened.get('a')).toBe(before + 1)
    await shows('#status', 'done')
    expect(await text('#events')).toBe('step step step step step done')
  })

  it('opens another stream for other arguments, and closes what is disabled or gone', async () => {
    await page.click('#endless')
    await shows('#status', 'open')
    await shows('#events', /^step( step){3,}$/)
    expect(server.open.get('a')).toBe(0)
    server.cut('endless')
    await shows('#status', 'reconnecting')
    await shows('#status', 'open')
    await page.click('#toggle')
    await shows('#status', 'idle')
    await expect.poll(() => server.open.get('endless')).toBe(0)
    await page.click('#toggle')
    await shows('#status', 'open')
    await page.click('#hide')
    await expect.poll(() => server.open.get('endless')).toBe(0)
  })

  it('calls routes once for all that ask, gives data and typed errors', async () => {
    await expect
      .poll(() => page.locator('.note').allTextContents())
      .toEqual(['note 1', 'note 1', 'No such note'])
    expect(server.calls.filter((call) => call === 'get 1')).toHaveLength(1)
    expect(server.calls.filter((call) => call === 'get 99')).toHaveLength(1)
  })

  it('pages, changes and asks again', async () => {
    await shows('#rows', 'note 0,note 1')
    await page.click('#more')
    await shows('#rows', 'note 0,note 1,note 2,note 3')
    await page.click('#more')
    await shows('#rows', 'note 0,note 1,note 2,note 3,note 4')
    expect(await page.locator('#more').count()).toBe(0)
    await page.click('#add')
    await shows('#rows', 'note 0,note 1,note 2,note 3,note 4,new')
  })

  it('aborts a call that nobody waits for any more', async () => {
    // StrictMode mounts twice: the first call has left, and the second has come.
    await expect.poll(() => server.open.get('slow')).toBe(1)
    await page.click('#hide-slow')
    await expect.poll(() => server.open.get('slow')).toBe(0)
  })

  it('reported no error, of hydration or any other', () => {
    expect(errors).toEqual([])
  })
})
