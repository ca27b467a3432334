import { createServer, type RequestListener, type Server } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { currentModel, ModelError } from './model.ts'

let server: Server | undefined
const asked: { authorization: string | undefined; body: Record<string, unknown> }[] = []

/** A real HTTP server that speaks the protocol. */
async function serve(answer: RequestListener): Promise<void> {
  server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    asked.push({ authorization: request.headers.authorization, body: JSON.parse(text) })
    answer(request, response)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server?.once('listening', resolve))
  const address = server.address()
  process.env.OPENAI_BASE_URL = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/v1/`
  process.env.OPENAI_API_KEY = 'secret-key'
  process.env.OPENAI_MODEL = 'tiny'
}

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
  asked.length = 0
  for (const name of ['OPENAI_BASE_URL', 'OPENAI_API_KEY', 'OPENAI_MODEL']) delete process.env[name]
})

const completion =
  (content: string): RequestListener =>
  (_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(
      JSON.stringify({
        id: '1',
        model: 'tiny',
        choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
        usage: { prompt_tokens: 1, completion_tokens: 1 },
      }),
    )

async function read(pieces: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = []
  for await (const piece of pieces) all.push(piece)
  return all
}

describe('a model', () => {
  it('is none unless the environment names it', () => {
    expect(currentModel()).toBeUndefined()
    process.env.OPENAI_BASE_URL = 'http://127.0.0.1:9/v1'
    expect(currentModel()).toBeUndefined()
  })

  it('is asked with its key, and streams its answer', async () => {
    await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const content of ['Retry ', 'with jitter.'])
        response.write(
          `data: ${JSON.stringify({ id: '1', model: 'tiny', choices: [{ index: 0, delta: { content } }] })}\n\n`,
        )
      const end = { id: '1', model: 'tiny', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }
      response.end(`data: ${JSON.stringify(end)}\n\ndata: [DONE]\n\n`)
    })
    const pieces = await read(currentModel()?.reply('Be brief.', 'How?') ?? (async function* () {})())
    expect(pieces).toEqual(['Retry ', 'with jitter.'])
    expect(asked[0]?.authorization).toBe('Bearer secret-key')
    expect(asked[0]?.body).toMatchObject({
      model: 'tiny',
      stream: true,
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'How?' },
      ],
    })
  })

  it('reviews in the form that is asked for, and is not believed in another', async () => {
    await serve(completion('{"verdict":"false alarm","explanation":"The name is a constant."}'))
    expect(await currentModel()?.review('a finding')).toEqual({
      verdict: 'false alarm',
      explanation: 'The name is a constant.',
    })
    server?.close()
    await serve(completion('{"verdict":"perhaps"}'))
    await expect(currentModel()?.review('a finding')).rejects.toThrow(
      'the model tiny cannot be used: its answer has not the form that was asked for',
    )
  })

  it('that fails is named, with the reason and without the key', async () => {
    await serve((_, response) => response.writeHead(401).end('{"error":{"message":"bad secret-key"}}'))
    const failures = [
      await currentModel()
        ?.review('x')
        .catch((error: unknown) => error),
      await read(currentModel()?.reply('x', 'y') ?? (async function* () {})()).catch(
        (error: unknown) => error,
      ),
    ]
    for (const failure of failures) {
      expect(failure).toBeInstanceOf(ModelError)
      expect((failure as Error).message).toBe('the model tiny cannot be used: it answered 401')
    }
    server?.close()
    server?.closeAllConnections()
    await expect(currentModel()?.review('x')).rejects.toThrow(/cannot be used: ECONNREFUSED$/)
  })
})
