import { createServer, type RequestListener, type Server } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { currentEmbedder, dimensions, hashEmbedding, readVectors } from './embedder.ts'

const cosine = (a: number[], b: number[]): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0)

describe('the hashing embedder', () => {
  it('answers unit vectors of 1536 dimensions, the same for the same text', () => {
    for (const text of ['a cache behind a lock', '', '¿?', '日本語のテキスト', 'x'.repeat(100_000)]) {
      const vector = hashEmbedding(text)
      expect(vector).toHaveLength(dimensions)
      expect(Math.hypot(...vector)).toBeCloseTo(1, 9)
      expect(hashEmbedding(text)).toEqual(vector)
    }
  })

  it('puts texts that share words, or stems of words, closer than others', () => {
    const query = hashEmbedding('swallowed errors in the import')
    const near = hashEmbedding(
      'Three catch blocks swallowed the error, so the nightly import reported success.',
    )
    const far = hashEmbedding(
      'The filter was a div with a click handler; a real button fixed the focus order.',
    )
    expect(cosine(query, near)).toBeGreaterThan(cosine(query, far) + 0.1)
    expect(cosine(hashEmbedding('retry'), hashEmbedding('retries'))).toBeGreaterThan(0.1)
  })
})

describe('an endpoint', () => {
  afterEach(() => {
    delete process.env.OPENAI_BASE_URL
    delete process.env.OPENAI_API_KEY
  })

  /** A real HTTP server that speaks the protocol. */
  async function serve(handler: RequestListener): Promise<Server> {
    const server = createServer(handler).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()
    process.env.OPENAI_BASE_URL = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/v1/`
    process.env.OPENAI_API_KEY = 'secret'
    return server
  }

  it('that is a local server is asked with its key, for 1536 dimensions, and its answer is put in order', async () => {
    const asked: { authorization: string | undefined; body: { input: string[]; dimensions: number } }[] = []
    const server = await serve(async (request, response) => {
      let text = ''
      for await (const chunk of request) text += chunk
      asked.push({ authorization: request.headers.authorization, body: JSON.parse(text) })
      const vector = (value: number): number[] => new Array(dimensions).fill(value)
      response.end(
        JSON.stringify({
          data: [
            { index: 1, embedding: vector(2) },
            { index: 0, embedding: vector(1) },
          ],
        }),
      )
    })
    const vectors = await currentEmbedder().embed(['one', 'two'])
    expect(vectors.map((vector) => vector[0])).toEqual([1, 2])
    expect(asked).toEqual([
      {
        authorization: 'Bearer secret',
        body: expect.objectContaining({ input: ['one', 'two'], dimensions }),
      },
    ])
    server.close()
  })

  it('that fails is named, with the reason and without the key', async () => {
    const answers: [RequestListener, RegExp][] = [
      [(_, response) => response.writeHead(401).end('secret'), /it answered 401$/],
      [(_, response) => response.end('<html>'), /its answer is not JSON$/],
      [(_, response) => response.end('{"data":[]}'), /has not 1 vectors$/],
      [(request) => request.socket.destroy(), /UND_ERR_SOCKET$/],
    ]
    for (const [handler, reason] of answers) {
      const server = await serve(handler)
      const failure = await currentEmbedder()
        .embed(['one'])
        .catch((error: unknown) => error)
      server.close()
      expect(failure).toMatchObject({ status: 502, message: expect.stringMatching(reason) })
      expect(String(failure)).not.toMatch(/secret/)
    }
    expect(await currentEmbedder().embed(['one']).catch(String)).toMatch(/cannot be used: ECONNREFUSED$/)
  })

  it('is not believed when its vectors are too short, missing or no numbers', () => {
    for (const body of [
      null,
      {},
      { data: [] },
      { data: [{ embedding: [1, 2] }] },
      { data: [{ embedding: 'x' }] },
    ]) {
      expect(() => readVectors(body, 1)).toThrow(/has not/)
    }
  })
})
