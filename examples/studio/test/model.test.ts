import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type StudioServer, startStudio, temporaryData } from '../../../scripts/testing/studio-server.ts'
import { hashEmbedding } from '../src/server/embedder.ts'
import { aurora, Visitor } from './http.ts'

// An endpoint that speaks the protocol: vectors by hashing, and answers that say what was asked.
const data = temporaryData()
const workspace = mkdtempSync(join(tmpdir(), 'nyx-workspace-'))
let endpoint: Server
let studio: StudioServer
let ada: Visitor
const prompts: string[] = []

const source = 'var n = 1\nexport const find = (db, id) => db.query(`select a from b where c = ${id}`, n)\n'
const git = (...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t.invalid', ...args], {
    cwd: workspace,
    encoding: 'utf8',
  }).trim()

beforeAll(async () => {
  mkdirSync(join(workspace, 'src'))
  writeFileSync(join(workspace, 'src', 'find.js'), source)
  git('init', '--quiet')
  git('add', '.')
  git('commit', '--quiet', '-m', 'first')
  endpoint = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const body = JSON.parse(text)
    response.setHeader('content-type', 'application/json')
    if (request.url === '/v1/embeddings') {
      const all = (body.input as string[]).map((one, index) => ({ index, embedding: hashEmbedding(one) }))
      return response.end(JSON.stringify({ data: all }))
    }
    prompts.push(body.messages.map(({ content }: { content: string }) => content).join('\n'))
    const choice = (part: object) =>
      JSON.stringify({ id: '1', model: body.model, choices: [{ index: 0, ...part }] })
    if (!body.stream) {
      const content = JSON.stringify({ verdict: 'false alarm', explanation: 'It is a constant.' })
      return response.end(choice({ message: { role: 'assistant', content }, finish_reason: 'stop' }))
    }
    response.setHeader('content-type', 'text/event-stream')
    for (let i = 0; i < 4; i++)
      response.write(`data: ${choice({ delta: { content: `Part ${i} ${'of it '.repeat(14)}` } })}\n\n`)
    response.end(`data: ${choice({ delta: {}, finish_reason: 'stop' })}\n\ndata: [DONE]\n\n`)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => endpoint.once('listening', resolve))
  const address = endpoint.address()
  studio = await startStudio({
    NYX_DATA_DIR: data.dir,
    NYX_WORKSPACE_ROOT: workspace,
    OPENAI_BASE_URL: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/v1`,
    OPENAI_API_KEY: 'secret',
    OPENAI_MODEL: 'tiny',
  })
  ada = await Visitor.signIn(studio.url, aurora.id, aurora.ada)
})

afterAll(async () => {
  await studio?.stop()
  endpoint?.close()
  data.remove()
  rmSync(workspace, { recursive: true, force: true })
})

it('answers a discussion in pieces, from the persona and from what was found', async () => {
  await ada.call('insights.create', { title: 'Comets', body: 'Comets are tracked by the nightly job.' })
  const [persona] = (await ada.query('personas.list')).data
  const opened = await ada.call('discussions.create', {
    projectId: aurora.telescope,
    personaId: persona.id,
    title: 'Comets',
  })
  await ada.call('discussions.post', { id: opened.data.id, body: 'Who tracks comets?' })
  const types: string[] = []
  let deltas = ''
  let reply = ''
  for await (const event of ada.client().discussions.events({ params: { id: opened.data.id } })) {
    types.push(event.type)
    if (event.type === 'message.delta') deltas += event.data.text
    if (event.type === 'message.replied') reply = event.data.body
    if (event.type === 'turn.done' || event.type === 'turn.failed') break
  }
  expect(types.filter((type) => type === 'message.delta').length).toBeGreaterThan(1)
  expect(types.at(-1)).toBe('turn.done')
  expect(reply).toMatch(/^Part 0 .*Part 3 /)
  expect(reply.startsWith(deltas)).toBe(true)
  expect(prompts.at(-1)).toContain(persona.description)
  expect(prompts.at(-1)).toContain('Comets are tracked by the nightly job.')
})

it('reviews the gravest findings of an analysis, and puts what can be changed on a branch', async () => {
  const started = await ada.call('codeAnalysis.start', {
    projectId: aurora.telescope,
    folder: 'src',
    mode: 'autofix',
  })
  prompts.length = 0
  const reviews: unknown[] = []
  let branch: { branch: string; path: string; commits: { subject: string }[] } | undefined
  for await (const event of ada.client().codeAnalysis.events({ params: { id: started.data.id } })) {
    if (event.type === 'finding.reviewed') reviews.push(event.data)
    if (event.type === 'branch.created') branch = event.data
  }
  expect(reviews).toEqual([
    {
      rule: 'sql-interpolation',
      file: 'find.js',
      line: 2,
      model: 'tiny',
      verdict: 'false alarm',
      explanation: 'It is a constant.',
    },
  ])
  expect(prompts[0]).toContain('2 > export const find')

  expect(branch?.commits.map(({ subject }) => subject)).toEqual(['Fix no-var once in find.js'])
  // The folder is as it was, and the branch can be fetched as the page says.
  expect(git('status', '--porcelain')).toBe('')
  expect(readFileSync(join(workspace, 'src', 'find.js'), 'utf8')).toBe(source)
  git('fetch', '--quiet', branch?.path ?? '', `${branch?.branch}:${branch?.branch}`)
  expect(git('show', `${branch?.branch}:src/find.js`)).toBe(source.replace('var', 'let').trim())
})
