import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWith } from '../../../scripts/testing/services.ts'
import { type StudioServer, startStudio, temporaryData } from '../../../scripts/testing/studio-server.ts'

describeWith('chromium', 'the studio in a browser', (executablePath) => {
  const data = temporaryData()
  const profile = mkdtempSync(join(tmpdir(), 'nyx-chromium-'))
  let studio: StudioServer
  let browser: BrowserContext
  let page: Page
  const complaints: string[] = []

  beforeAll(async () => {
    studio = await startStudio({ NYX_DATA_DIR: data.dir })
    browser = await chromium.launchPersistentContext(profile, {
      executablePath,
      // As root Chromium needs --no-sandbox; the rest keeps it from calling home.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    })
    page = await browser.newPage()
    page.setDefaultTimeout(120_000)
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
  })

  afterAll(async () => {
    await browser?.close()
    await studio?.stop()
    data.remove()
    rmSync(profile, { recursive: true, force: true })
  })

  const go = (name: string) => page.getByRole('navigation').getByRole('link', { name, exact: true }).click()
  const ids = () =>
    page.locator('[data-event-id]').evaluateAll((all) => all.map((one) => one.getAttribute('data-event-id')))

  it('signs in from the list of people', async () => {
    await page.goto(studio.url)
    await page.getByRole('button', { name: /Ada Okafor/ }).click()
    await page.getByRole('heading', { name: /Good to see you, Ada/ }).waitFor()
  })

  it('creates a persona, whose specializations come from its description', async () => {
    await go('Personas')
    await page.getByLabel('Name').fill('Atlas')
    await page.getByLabel('Description').fill('Deploys Kubernetes clusters with Terraform and Docker.')
    await page.getByRole('button', { name: 'Create persona' }).click()
    const card = page.locator('[data-persona]', { hasText: 'Atlas' })
    await card.waitFor()
    expect(await card.locator('.tag').allTextContents()).toEqual(['devops'])
    expect(await card.locator('mark').allTextContents()).toEqual(
      expect.arrayContaining(['Kubernetes', 'Terraform', 'Docker']),
    )
  })

  it('runs a workflow, leaves in the middle, returns and sees the end', async () => {
    await go('Workflows')
    await page.getByLabel('Folder').fill('packages/specialization')
    await page.getByRole('button', { name: 'Run workflow' }).click()
    await page.waitForURL(/\/workflows\/[0-9a-f-]{36}$/)
    const run = page.url().split('/').at(-1) as string
    await page.locator('[data-event-id="3"]').waitFor({ state: 'attached' })
    expect(await page.locator('[data-outcome]').getAttribute('data-outcome')).toBe('running')

    await go('Notes')
    await page.getByRole('heading', { name: 'Notes', exact: true }).waitFor()
    await studio.logged(new RegExp(`${run} closed: client-left, after 0`))

    await go('Workflows')
    await page.locator(`a[href="/workflows/${run}"]`).click()
    await page.locator('[data-outcome="done"]').waitFor({ timeout: 240_000 })
    await page.getByText(/resumed after event \d+/).waitFor()

    const seen = await ids()
    expect(seen).toEqual(seen.map((_, index) => String(index + 1)))
    const types = await page.locator('[data-event-id] code').allTextContents()
    expect(types.filter((type) => type === 'run.started')).toHaveLength(1)
    expect(types.filter((type) => type === 'run.done')).toHaveLength(1)
    expect(types).not.toContain('run.resumed')

    const log = await studio.logged(new RegExp(`${run} closed: completed`))
    const closed = log.split('\n').filter((line) => line.includes(run))
    expect(closed).toHaveLength(2)
    const [first, second] = closed as [string, string]
    expect(first).toMatch(/closed: client-left, after 0/)
    // The second connection began behind what the first one had brought, and ended with the last event.
    const after = Number(/after (\d+)/.exec(second)?.[1])
    expect(after).toBeGreaterThanOrEqual(3)
    expect(second).toMatch(new RegExp(`sent ${seen.length - after}, last ${seen.length}$`))
    expect(log).not.toMatch(/ERR_INVALID_STATE|ResponseAborted|EPIPE|unhandled|Error:/i)

    await page.getByRole('link', { name: '← Workflows' }).click()
    await page.getByRole('heading', { name: 'Runs' }).waitFor()
    expect(await page.locator('.rows li').count()).toBe(1)
  })

  it('sees its end also after a reload in the middle', async () => {
    await go('Workflows')
    await page.getByLabel('Folder').fill('packages/specialization')
    await page.getByRole('button', { name: 'Run workflow' }).click()
    await page.waitForURL(/\/workflows\/[0-9a-f-]{36}$/)
    await page.locator('[data-event-id="3"]').waitFor({ state: 'attached' })
    await page.reload()
    await page.locator('[data-outcome="done"]').waitFor({ timeout: 240_000 })
    const seen = await ids()
    expect(seen).toEqual(seen.map((_, index) => String(index + 1)))
    await page.getByText(/resumed after event \d+/).waitFor()
  })

  it('puts what AutoFix can change on a branch, and lets findings be grouped, filtered and paged', async () => {
    await go('Code analysis')
    await page.getByLabel('Folder').fill('packages/specialization')
    await page.getByRole('button', { name: 'Analyse' }).click()
    await page.waitForURL(/\/code-analysis\/[0-9a-f-]{36}$/)
    await page.locator('[data-outcome="done"]').waitFor({ timeout: 240_000 })
    expect(await page.title()).toBe('AutoFix of packages/specialization · nyx studio')
    await page.locator('.steps').getByText('Put the fixes on a branch').waitFor()

    const groups = page.locator('.finding-group')
    const names = () => groups.evaluateAll((all) => all.map((one) => one.getAttribute('data-group')))
    const byRule = await names()
    expect(byRule.length).toBeGreaterThan(1)
    expect(byRule.join()).not.toContain('.ts')
    await page.getByLabel('Group by').selectOption('file')
    await page.locator('.finding-group[data-group$=".ts"]').first().waitFor()
    await page.getByLabel('Filter findings').fill('no such word anywhere')
    await page.getByText('None matches.').waitFor()
    await page.getByLabel('Filter findings').fill('')
    await page.getByLabel('Group by').selectOption('rule')
    await page.locator(`.finding-group[data-group="${byRule[0]}"] li`).first().waitFor()
    expect(await page.locator('.finding-group > ul > li').count()).toBeLessThanOrEqual(20 * byRule.length)
  })

  it('shows a page that is not there as one', async () => {
    const response = await page.request.get(`${studio.url}/workflows/00000000-0000-4000-8000-000000000000`)
    expect(response.status()).toBe(404)
    expect(await response.text()).toContain('<title>Not here')
  })

  it('talks with a persona, which quotes', async () => {
    await go('Discussions')
    await page.getByLabel('Subject').fill('Imports')
    await page.getByRole('button', { name: 'Open discussion' }).click()
    await page.getByRole('textbox', { name: 'Message' }).fill('Which errors of the import were swallowed?')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.locator('.bubble', { hasText: 'Empty catch blocks' }).waitFor()
  })

  it('shows each user the notes of his or her projects only', async () => {
    await go('Notes')
    await page.locator('[data-project="Telescope"] li').first().waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: /Chloé Martin/ }).click()
    await go('Notes')
    await page.locator('[data-project="Lighthouse"] li').first().waitFor()
    expect(await page.locator('[data-project="Telescope"][data-member="false"]').count()).toBe(1)
    expect(await page.locator('[data-project="Telescope"] li').count()).toBe(0)
    expect(await page.getByText('Vault').count()).toBe(0)
  })

  it('bears long words and long texts, in the preview and on a narrow screen', async () => {
    await page.setViewportSize({ width: 380, height: 800 })
    await page.goto(`${studio.url}/personas`)
    await page.getByLabel('Name').fill('X'.repeat(110))
    const long = `Docker ${'y'.repeat(400)} ${'deploys with Terraform '.repeat(1_500)}`
    await page.getByLabel('Description').fill(long)
    await page.locator('.preview mark').first().waitFor()
    await page.getByRole('button', { name: 'Create persona' }).click()
    await page.locator('[data-persona]', { hasText: 'XXXX' }).waitFor()
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
    await page.setViewportSize({ width: 1280, height: 800 })
  })

  it('keeps insights and safety readable on a narrow screen', async () => {
    await page.setViewportSize({ width: 380, height: 800 })
    for (const name of ['Insights', 'Safety']) {
      await page.goto(`${studio.url}/${name.toLowerCase()}`)
      await page.getByRole('heading', { name, exact: true }).waitFor()
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overflow, name).toBeLessThanOrEqual(0)
    }
  })

  it('has complained of nothing in its console', () => {
    expect(complaints).toEqual([])
  })
})
