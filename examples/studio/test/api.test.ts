import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StudioServer, startStudio, temporaryData } from '../../../scripts/testing/studio-server.ts'
import { aurora, borealis, Visitor } from './http.ts'

const data = temporaryData()
let studio: StudioServer
let ada: Visitor
let ben: Visitor
let emi: Visitor

beforeAll(async () => {
  studio = await startStudio({ NYX_DATA_DIR: data.dir })
  ada = await Visitor.signIn(studio.url, aurora.id, aurora.ada)
  ben = await Visitor.signIn(studio.url, aurora.id, aurora.ben)
  emi = await Visitor.signIn(studio.url, borealis.id, borealis.emi)
})

afterAll(async () => {
  await studio?.stop()
  data.remove()
})

const folder = 'packages/specialization/src/domains'

describe('sessions', () => {
  it('answers 401 without a cookie, with a forged one, and with one of another key', async () => {
    const [payload] = ada.cookie.slice('nyx_session='.length).split('.')
    const other = Buffer.from(
      JSON.stringify({ t: borealis.id, u: borealis.dmitri, exp: 9_999_999_999 }),
    ).toString('base64url')
    const cookies = ['', 'nyx_session=', 'nyx_session=a.b', `nyx_session=${payload}.AAAA`]
    cookies.push(`nyx_session=${other}.${ada.cookie.split('.')[1]}`)
    for (const cookie of cookies) {
      const stranger = new Visitor(studio.url, cookie)
      expect((await stranger.query('personas.list')).status, cookie).toBe(401)
      const stream = await stranger.get(`/api/v1/events/workflows/${randomUUID()}`)
      expect(stream.status, cookie).toBe(401)
      expect((await stranger.get('/notes')).status).toBe(307)
    }
  })

  it('sets a cookie that scripts cannot read and other sites do not send', async () => {
    const response = await fetch(`${studio.url}/api/session`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ user: `${aurora.id}/${aurora.ada}` }),
    })
    expect(response.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/)
  })

  it('refuses users that are not there, and requests from other sites', async () => {
    const post = (user: string, headers: Record<string, string> = {}) =>
      fetch(`${studio.url}/api/session`, {
        method: 'POST',
        redirect: 'manual',
        headers,
        body: new URLSearchParams({ user }),
      })
    expect((await post(`${borealis.id}/${aurora.ada}`)).status).toBe(400)
    expect((await post('nonsense')).status).toBe(400)
    for (const origin of ['https://evil.example', 'null', 'nonsense']) {
      expect((await post(`${aurora.id}/${aurora.ada}`, { origin })).status, origin).toBe(403)
    }
    expect((await post(`${aurora.id}/${aurora.ada}`, { origin: studio.url })).status).toBe(303)
  })
})

describe('personas', () => {
  it('fills specializations from the description, and leaves given ones alone', async () => {
    const description = 'Deploys Kubernetes clusters with Terraform, Docker and CI/CD pipelines.'
    const auto = await ada.call('personas.create', { name: 'Auto', description })
    expect(auto.data.source).toBe('auto')
    expect(auto.data.specializations[0]).toBe('devops')
    const words = auto.data.evidence.map(({ start, end }: { start: number; end: number }) =>
      description.slice(start, end),
    )
    expect(words.join(' ')).toMatch(/Kubernetes.*Terraform/)
    const given = await ada.call('personas.create', {
      name: 'Given',
      description,
      specializations: ['legal'],
    })
    expect(given.data).toMatchObject({ source: 'given', specializations: ['legal'] })
    const none = await ada.call('personas.create', { name: 'None', description: '' })
    expect(none.data).toMatchObject({ source: 'auto', specializations: [] })
  })
})

describe('bad input', () => {
  it.each([
    ['personas.create', { description: 'x' }, 'name'],
    ['personas.create', { name: '  ' }, 'name'],
    ['personas.create', { name: 7 }, 'name'],
    ['personas.create', { name: 'x', specializations: ['wizardry'] }, 'specializations.0'],
    ['personas.create', { name: 'x', specializations: ['legal', 'legal'] }, 'specializations'],
    ['personas.create', { name: 'x\u0000y' }, 'name'],
    ['personas.create', { name: 'x\ud800' }, 'name'],
    ['personas.create', 'text', 'body'],
    ['personas.create', null, 'body'],
    ['notes.create', { projectId: aurora.telescope, body: '' }, 'body'],
    ['insights.create', { title: 'x' }, 'body'],
    ['workflows.start', { projectId: aurora.telescope, folder: '' }, 'folder'],
    ['workflows.start', { projectId: aurora.telescope, folder: '../..' }, 'folder'],
    ['workflows.start', { projectId: aurora.telescope, folder: '/etc' }, 'folder'],
    ['workflows.start', { projectId: aurora.telescope, folder: 'no/such/folder' }, 'folder'],
    ['workflows.start', { projectId: aurora.telescope, folder: 'package.json' }, 'folder'],
    ['codeAnalysis.start', { projectId: aurora.telescope, folder, mode: 'magic' }, 'mode'],
  ])('%s with %j answers 400 and names %s', async (procedure, input, field) => {
    const answer = await ada.call(procedure, input)
    expect(answer.status).toBe(400)
    expect(Object.keys(answer.fields ?? {})).toContain(field)
  })

  it('answers 400 to bodies that are no JSON or no UTF-8, and 413 to huge ones', async () => {
    for (const body of ['{"name":', '', Uint8Array.of(0x22, 0xff, 0xfe, 0x22)]) {
      expect(await ada.raw('personas.create', body)).toMatchObject({
        status: 400,
        fields: { body: expect.any(String) },
      })
    }
    const huge = await ada.raw(
      'personas.create',
      JSON.stringify({ name: 'x', description: 'x'.repeat(5_000_000) }),
    )
    expect(huge.status).toBe(413)
  })

  it('names the field of a text of 1 MB, and takes one of 100,000 characters', async () => {
    const long = await ada.call('personas.create', {
      name: 'Long',
      description: 'kubernetes '.repeat(95_000),
    })
    expect(long).toMatchObject({
      status: 400,
      fields: { description: expect.stringMatching(/at most 100,000/) },
    })
    const fits = await ada.call('personas.create', { name: 'Fits', description: 'kubernetes '.repeat(9_000) })
    expect(fits).toMatchObject({ status: 200, data: { specializations: expect.arrayContaining(['devops']) } })
    const note = await ada.call('notes.create', { projectId: aurora.telescope, body: 'n'.repeat(1_000_000) })
    expect(note).toMatchObject({ status: 400, fields: { body: expect.any(String) } })
  })

  it('answers 404 to ids that are unknown, malformed, or another tenant’s', async () => {
    const foreign = await ada.query('personas.list')
    const theirs = foreign.data[0].id as string
    for (const id of [randomUUID(), 'nonsense', "' or 1=1 --", 'x'.repeat(5_000), theirs]) {
      expect((await emi.get(`/discussions/${encodeURIComponent(id)}`)).status, id).toBe(404)
      expect((await emi.query('personas.byId', { id })).status, id).toBe(404)
      expect((await emi.call('personas.remove', { id })).status, id).toBe(404)
    }
    for (const projectId of [randomUUID(), 'nonsense', borealis.vault]) {
      expect((await ada.call('notes.create', { projectId, body: 'x' })).status, projectId).toBe(404)
      expect((await ada.call('workflows.start', { projectId, folder })).status, projectId).toBe(404)
    }
    // No member of it: not even its existence is told.
    expect((await ben.call('notes.create', { projectId: aurora.lighthouse, body: 'x' })).status).toBe(404)
    expect(
      (await ada.query('personas.list')).data.some((persona: { id: string }) => persona.id === theirs),
    ).toBe(true)
  })

  it.each(['/api/v1/events/workflows/%ff', '/workflows/%ff', '/%E0%A4%A', '/api/session/%'])(
    'answers 400 to %s, which is no UTF-8 path',
    async (path) => {
      const response = await ada.get(path)
      expect(response.status).toBe(400)
      expect(await response.json()).toEqual({ error: 'the path is not UTF-8 text' })
    },
  )

  it('answers 404 as JSON where there is no such route, and no page', async () => {
    for (const path of ['/api/nope', '/api/v1/events/nope/1']) {
      const response = await ada.get(path)
      expect(response.status).toBe(404)
      expect(await response.json()).toEqual({ error: expect.stringContaining('nothing') })
    }
    expect((await ada.get('/nope')).status).toBe(404)
  })

  it('has crashed nothing', async () => {
    expect((await fetch(`${studio.url}/api/health`)).status).toBe(200)
    expect(studio.log()).not.toMatch(/unhandled|uncaught|ECONNRESET|request failed/i)
  })
})

describe('runs', () => {
  it.each([
    ['workflows', 'workflows.start', '/workflows'],
    ['code-analysis', 'codeAnalysis.start', '/code-analysis'],
  ] as const)(
    '%s: streams contiguous ids, goes on without a reader, and resumes by Last-Event-ID',
    async (kind, start, page) => {
      const { data: run } = await ada.call(start, { projectId: aurora.telescope, folder })
      const path = `/api/v1/events/${kind}/${run.id}`
      expect((await emi.get(path)).status).toBe(404)
      expect((await ada.get(`${page}/${run.id}`)).status).toBe(200)
      expect((await emi.get(`${page}/${run.id}`)).status).toBe(404)
      expect((await ada.get(path, { 'last-event-id': 'x' })).status).toBe(400)

      const events = ada.client()
      const open = (lastEventId?: string) =>
        kind === 'workflows'
          ? events.workflows.events({ params: { id: run.id }, lastEventId })
          : events.codeAnalysis.events({ params: { id: run.id }, lastEventId })
      const seen: string[] = []
      for await (const event of open()) {
        seen.push(event.id ?? '')
        if (seen.length === 3) break
      }
      await studio.logged(new RegExp(`${run.id} closed: client-left, after 0`))
      const types: string[] = []
      for await (const event of open(seen.at(-1))) {
        seen.push(event.id ?? '')
        types.push(event.type)
      }
      expect(seen).toEqual(seen.map((_, index) => String(index + 1)))
      expect(types.at(-1)).toBe('run.done')
      // Whoever has seen the end is told to stop.
      expect((await ada.get(path, { 'last-event-id': seen.at(-1) ?? '' })).status).toBe(204)
    },
  )

  it('discussions: answers with quotes, to a stream that stays open', async () => {
    const { data: personas } = await ada.query('personas.list')
    const { data } = await ada.call('discussions.create', {
      projectId: aurora.telescope,
      personaId: personas[0].id,
      title: 'Imports',
    })
    expect((await emi.call('discussions.post', { id: data.id, body: 'hello' })).status).toBe(404)
    const stream = ada.client().discussions.events({ params: { id: data.id } })
    await ada.call('discussions.post', {
      id: data.id,
      body: 'Which errors of the nightly import were swallowed?',
    })
    const seen: { type: string; id?: string | undefined; data: unknown }[] = []
    for await (const event of stream) {
      seen.push(event)
      if (event.type === 'turn.done') break
    }
    expect(seen.map((event) => event.id)).toEqual(seen.map((_, index) => String(index + 1)))
    const reply = seen.find((event) => event.type === 'message.replied')?.data as { body: string }
    expect(reply.body).toMatch(/Empty catch blocks hid the import failures/)
    expect(reply.body).not.toMatch(/liquidity|payroll/i)
    await studio.logged(new RegExp(`discussions/${data.id} closed: client-left`))
  })

  it('finds insights by meaning, inside the tenant', async () => {
    const stored = await ada.call('insights.create', {
      title: 'Cache stampede',
      body: 'A lock around the refill stopped it.',
    })
    expect(stored.status).toBe(200)
    const found = await ada.query('insights.search', { query: 'refilling the cache behind a lock' })
    expect(found.data[0].title).toBe('Cache stampede')
    const theirs = await emi.query('insights.search', { query: 'refilling the cache behind a lock' })
    expect(theirs.data.map((hit: { title: string }) => hit.title)).not.toContain('Cache stampede')
  })
})

describe('safety', () => {
  it('shows what the app role may do to each table: members and tenants are read, notes written', async () => {
    const { data: tables } = await ada.query('safety.tables')
    const can = (name: string): string[] => {
      const { reach } = tables.find((table: { name: string }) => table.name === name)
      return Object.keys(reach).filter((command) => reach[command])
    }
    expect(can('project_members')).toEqual(['select'])
    expect(can('workflow_events')).toEqual(['select', 'insert'])
    expect(can('project_notes')).toEqual(['select', 'insert', 'update', 'delete'])
    for (const { name, enabled, forced } of tables)
      expect({ enabled, forced }, name).toEqual({ enabled: true, forced: true })
  })
})

describe('a restart in the middle of a run', () => {
  it('resumes it as one run, with ids that go on', async () => {
    const { data: run } = await ada.call('workflows.start', {
      projectId: aurora.telescope,
      folder: 'packages/specialization',
    })
    const seen: { type: string; id?: string | undefined }[] = []
    for await (const event of ada.client().workflows.events({ params: { id: run.id } })) {
      seen.push(event)
      if (seen.length === 4) break
    }
    const { code, ms } = await studio.stop()
    expect(code).toBe(143)
    expect(ms).toBeLessThan(5_000)
    studio = await startStudio({ NYX_DATA_DIR: data.dir })
    await studio.logged(/\[runs\] resumed 1/)
    const again = new Visitor(studio.url, ada.cookie)
    const lastEventId = seen.at(-1)?.id
    for await (const event of again.client().workflows.events({ params: { id: run.id }, lastEventId })) {
      seen.push(event)
    }
    expect(seen.map((event) => event.id)).toEqual(seen.map((_, index) => String(index + 1)))
    const count = (type: string) => seen.filter((event) => event.type === type).length
    expect([count('run.started'), count('run.resumed'), count('run.done')]).toEqual([1, 1, 1])
    const { data: runs } = await again.query('workflows.list')
    expect(runs.filter((row: { id: string }) => row.id === run.id)).toHaveLength(1)
  })
})
