import { z } from 'zod'
import { route } from '../../src/contract.ts'
import { type ClientOptions, createClient, type StreamOptions, stream } from '../../src/index.ts'

const step = z.object({ n: z.number(), text: z.string() })
const api = {
  run: stream('/run/:seed', { events: { step, done: step }, final: ['done'] }),
  json: route.get('/json/:seed', { responses: { 200: z.object({ text: z.string() }) } }),
}

/** How long a connection may be silent, in milliseconds. */
export const patience = 700

/** A client under test: the numbers of a stream's events, and the text of a JSON answer. */
export interface Subject {
  stream(seed: number, signal: AbortSignal, onReconnect: () => void): AsyncIterable<number>
  json(seed: number, signal: AbortSignal): Promise<string>
}

export type MakeSubject = (url: string) => Subject

/** This package's client; what is given breaks it. */
export const ours =
  (options: ClientOptions = {}, streams: StreamOptions = {}): MakeSubject =>
  (baseUrl) => {
    const client = createClient(api, {
      baseUrl,
      timeout: { attempt: patience, total: 30_000 },
      retry: { attempts: 40, baseDelay: 1, maxDelay: 5, budget: Infinity },
      ...options,
    })
    return {
      async *stream(seed, signal, onReconnect) {
        const events = client.run({
          params: { seed },
          idleTimeout: patience,
          reconnect: { attempts: 40, minDelay: 1, maxDelay: 5 },
          signal,
          onReconnect,
          ...streams,
        })
        for await (const { data } of events) if ('n' in data) yield data.n
      },
      json: async (seed, signal) => (await client.json({ params: { seed }, signal })).text,
    }
  }
