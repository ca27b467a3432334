import { join } from 'node:path'
import { createClient } from '@nyxcore/client'
import { share } from '@nyxcore/client/tabs'
import { wake } from '@nyxcore/client/wake'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { describeWith } from '../../../../scripts/testing/services.ts'
import { api } from '../browser/api.ts'
import { launch, openPage } from '../browser/chromium.ts'
import { bundle, type PageServer, servePages } from '../browser/serve.ts'
import type { TabsPage } from './entry.ts'

let server: PageServer

describe('outside of browsers', () => {
  it('has a connection for each call, and nothing to wake it', async () => {
    const own = await servePages('')
    const client = createClient(api, { baseUrl: own.url })
    const run = share(client.run, { scope: 'x' })
    // Node has BroadcastChannel, and newer ones have locks: the part without is what is looked at here.
    const { locks } = navigator
    Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true })
    try {
      const events = await Array.fromAsync(run({ params: { id: 'n' }, wake: wake() }))
      expect(events.map(({ type }) => type)).toEqual(['step', 'step', 'step', 'step', 'step', 'done'])
      expect(run.route).toBe(api.run)
    } finally {
      Object.defineProperty(navigator, 'locks', { value: locks, configurable: true })
      await own.close()
    }
  })
})

describeWith('chromium', 'tabs of Chromium', (path) => {
  let browser: Browser
  let context: BrowserContext
  const allErrors: string[] = []
  const call = <K extends keyof TabsPage>(page: Page, name: K, ...args: Parameters<TabsPage[K]>) =>
    page.evaluate(
      ([name, args]) =>
        (globalThis as unknown as { page: Record<string, (...args: unknown[]) => unknown> }).page[name]!(
          ...args,
        ),
      [name, args] as [string, unknown[]],
    ) as Promise<ReturnType<TabsPage[K]>>
  const open = async (): Promise<Page> => {
    const { page, errors } = await openPage(context, server.url)
    await page.waitForFunction('globalThis.page')
    page.on('close', () => allErrors.push(...errors))
    return page
  }
  const upTo = (n: number, from = 1) => Array.from({ length: n - from + 1 }, (_, index) => from + index)
  const reaches = async (page: Page, name: string, n: number) => {
    await expect
      .poll(async () => (await call(page, 'events', name)).at(-1), { timeout: 10_000 })
      .toBeGreaterThanOrEqual(n)
    const events = (await call(page, 'events', name)) as number[]
    return events
  }

  beforeAll(async () => {
    server = await servePages(await bundle(join(import.meta.dirname, 'entry.ts')))
    browser = await launch(path)
  })
  beforeEach(async () => {
    context = await browser.newContext()
  })
  afterEach(() => context?.close())
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  it('share one connection, and all get each event once, also who comes late', async () => {
    const [one, two] = [await open(), await open()]
    await call(one, 'share', 'endless-1', 'user', null)
    await reaches(one, 'endless-1', 5)
    await call(two, 'share', 'endless-1', 'user', null)
    const events = await reaches(two, 'endless-1', 20)
    expect(events).toEqual(upTo(events.length))
    expect(server.opened.get('endless-1')).toBe(1)
  })

  it('go on where a tab that held the connection is closed, without loss or repetition', async () => {
    const tabs = [await open(), await open(), await open()] as const
    await call(tabs[0], 'share', 'endless-2', 'user', null)
    await reaches(tabs[0], 'endless-2', 3)
    for (const tab of tabs.slice(1)) await call(tab, 'share', 'endless-2', 'user', null)
    await reaches(tabs[2], 'endless-2', 10)
    await tabs[0].close()
    const [seen = 0] = ((await call(tabs[1], 'events', 'endless-2')) as number[]).slice(-1)
    for (const tab of tabs.slice(1)) {
      const events = await reaches(tab, 'endless-2', seen + 10)
      expect(events).toEqual(upTo(events.length))
    }
    expect(server.opened.get('endless-2')).toBe(2)
    expect(server.open.get('endless-2')).toBe(1)
    await tabs[1].close()
    const events = await reaches(tabs[2], 'endless-2', seen + 25)
    expect(events).toEqual(upTo(events.length))
  })

  it('all end when the stream is complete, and open nothing after that', async () => {
    const [one, two] = [await open(), await open()]
    await call(one, 'share', 'short', 'user', null)
    await call(two, 'share', 'short', 'user', null)
    for (const tab of [one, two]) {
      await expect.poll(() => call(tab, 'end', 'short')).toBe('done')
      expect(await call(tab, 'events', 'short')).toEqual([1, 2, 3, 4, 5, 'done'])
    }
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(server.opened.get('short')).toBe(1)
  })

  it('do not share over scopes, or over other arguments', async () => {
    const [one, two] = [await open(), await open()]
    await call(one, 'share', 'endless-3', 'user-1', null)
    await call(two, 'share', 'endless-3', 'user-2', null)
    await call(two, 'share', 'endless-4', 'user-1', null)
    for (const [tab, name] of [
      [one, 'endless-3'],
      [two, 'endless-3'],
      [two, 'endless-4'],
    ] as const)
      await reaches(tab, name, 3)
    expect([server.opened.get('endless-3'), server.opened.get('endless-4')]).toEqual([2, 1])
  })

  it('tell a tab that comes too late what it has missed', async () => {
    const [one, two] = [await open(), await open()]
    await call(one, 'share', 'endless-5', 'user', 3)
    await reaches(one, 'endless-5', 12)
    await call(two, 'share', 'endless-5', 'user', 3)
    await reaches(two, 'endless-5', 15)
    const [gap, ...rest] = (await call(two, 'events', 'endless-5')) as [string, ...number[]]
    expect(gap).toBe('nyx.gap')
    expect(rest[0]).toBeGreaterThan(5)
    expect(rest).toEqual(upTo(rest.at(-1)!, rest[0]))
  })

  it('hand the connection on where a tab only stops reading, also within one tab', async () => {
    const one = await open()
    await call(one, 'share', 'endless-6', 'user', null, 'a')
    await call(one, 'share', 'endless-6', 'user', null, 'b')
    await reaches(one, 'b', 3)
    await call(one, 'close', 'a')
    const seen = (await call(one, 'events', 'b')).at(-1) as number
    const events = await reaches(one, 'b', seen + 10)
    expect(events).toEqual(upTo(events.length))
    await call(one, 'close', 'b')
    await expect.poll(() => server.open.get('endless-6')).toBe(0)
  })

  it('all learn that a stream failed', async () => {
    const [one, two] = [await open(), await open()]
    await context.route('**/api/runs/failing', (route) => route.fulfill({ status: 403, body: 'no' }))
    await call(one, 'share', 'failing', 'user', null)
    await call(two, 'share', 'failing', 'user', null)
    for (const tab of [one, two]) await expect.poll(() => call(tab, 'end', 'failing')).toBe('HTTP')
  })

  it('reconnect at once when the network is back, and when shown again after a while', async () => {
    const one = await open()
    await call(one, 'wake', 'endless-7', 0)
    await reaches(one, 'endless-7', 3)
    await one.evaluate(() => window.dispatchEvent(new Event('online')))
    await expect.poll(() => server.opened.get('endless-7')).toBe(2)
    await one.evaluate(() => {
      let state = 'hidden'
      Object.defineProperty(document, 'visibilityState', { get: () => state })
      document.dispatchEvent(new Event('visibilitychange'))
      state = 'visible'
      document.dispatchEvent(new Event('visibilitychange'))
    })
    await expect.poll(() => server.opened.get('endless-7')).toBe(3)
    await one.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))
    await expect.poll(() => server.opened.get('endless-7')).toBe(4)
    await one.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false })))
    const events = await reaches(one, 'endless-7', 40)
    expect(events).toEqual(upTo(events.length))
    expect(server.opened.get('endless-7')).toBe(4)
    await call(one, 'close', 'endless-7')
    await expect.poll(() => server.open.get('endless-7')).toBe(0)
    await one.evaluate(() => window.dispatchEvent(new Event('online')))
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(server.opened.get('endless-7')).toBe(4)
  })

  it('reported no error', () => {
    expect(allErrors).toEqual([])
  })
})
