import { createClient, defineContract, route, stream } from '@nyxcore/client'
import { createORPCClient } from '@orpc/client'
import { type ContractRouterClient, eventIterator, oc } from '@orpc/contract'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { createTRPCClient, httpLink } from '@trpc/client'
import { EventSource } from 'eventsource'
import { createEventSource } from 'eventsource-client'
import { createParser } from 'eventsource-parser'
import ky from 'ky'
import { ofetch } from 'ofetch'
import createOpenApiClient from 'openapi-fetch'
import { z } from 'zod'
import type { trpcRouter } from './server.ts'

const Persona = z.object({ id: z.string(), name: z.string(), tags: z.array(z.string()), score: z.number() })
const Tick = z.object({ n: z.number(), text: z.string(), at: z.number() })

/** Names of contenders, each with what it does once. */
export type Contenders = Record<string, () => Promise<unknown>>

const api = defineContract({
  persona: route.get('/personas/:id', { responses: { 200: Persona } }),
  ticks: stream('/ticks', {
    query: z.object({ count: z.number() }),
    events: { tick: Tick, done: z.null() },
    final: ['done'],
  }),
})
const contract = {
  persona: oc
    .route({ method: 'GET', path: '/personas/{id}' })
    .input(z.object({ id: z.string() }))
    .output(Persona),
  ticks: oc
    .route({ method: 'GET', path: '/ticks' })
    .input(z.object({ count: z.number() }))
    .output(eventIterator(Tick)),
}
interface Paths {
  '/personas/{id}': {
    get: {
      parameters: { path: { id: string } }
      responses: { 200: { content: { 'application/json': z.infer<typeof Persona> } } }
    }
  }
}

/** One JSON request, by each client as its documentation shows it. The first one is what the others are measured by. */
export function jsonContenders(url: string): Contenders {
  const ours = createClient(api, { baseUrl: url })
  const unchecked = createClient(api, { baseUrl: url, validate: 'off' })
  const kyClient = ky.create({ baseUrl: `${url}/` })
  const open = createOpenApiClient<Paths>({ baseUrl: url })
  const orpc: ContractRouterClient<typeof contract> = createORPCClient(
    new OpenAPILink(contract, { url: `${url}/orpc` }),
  )
  const trpc = createTRPCClient<typeof trpcRouter>({ links: [httpLink({ url: `${url}/trpc` })] })
  return {
    // As a careful user writes it: a failure is no answer.
    'bare fetch': async () => {
      const response = await fetch(`${url}/personas/7`)
      if (!response.ok) throw new Error(`${response.status}`)
      return response.json()
    },
    // What that becomes with a time limit, the type asked for and the answer checked: the least that a client can cost.
    'bare fetch with timeout, accept and zod': async () => {
      const control = new AbortController()
      const timer = setTimeout(() => control.abort(), 30_000)
      try {
        const response = await fetch(`${url}/personas/7`, {
          signal: control.signal,
          headers: { accept: 'application/json' },
        })
        if (!response.ok) throw new Error(`${response.status}`)
        return Persona.parse(await response.json())
      } finally {
        clearTimeout(timer)
      }
    },
    '@nyxcore/client': () => ours.persona({ params: { id: '7' } }),
    '@nyxcore/client, validate: off': () => unchecked.persona({ params: { id: '7' } }),
    ky: () => kyClient.get('personas/7').json(),
    ofetch: () => ofetch(`${url}/personas/7`),
    'openapi-fetch': () => open.GET('/personas/{id}', { params: { path: { id: '7' } } }),
    'oRPC (OpenAPI link)': () => orpc.persona({ id: '7' }),
    tRPC: () => trpc.persona.query('7'),
  }
}

/** One whole stream of `count` events, its data parsed as JSON, by each client. */
export function streamContenders(url: string, count: number): Contenders {
  const at = `${url}/ticks?count=${count}`
  const ours = createClient(api, { baseUrl: url })
  const unchecked = createClient(api, { baseUrl: url, validate: 'off' })
  const orpc: ContractRouterClient<typeof contract> = createORPCClient(
    new OpenAPILink(contract, { url: `${url}/orpc` }),
  )
  const all = async (events: AsyncIterable<unknown>) => {
    let seen = 0
    for await (const _ of events) seen++
    if (seen < count) throw new Error(`${seen} of ${count} events`)
  }
  const each = async (events: { forEach(callback: () => void): Promise<void> }) => {
    let seen = 0
    await events.forEach(() => {
      seen++
    })
    if (seen < count) throw new Error(`${seen} of ${count} events`)
  }
  return {
    'eventsource-parser alone': async () => {
      let seen = 0
      const parser = createParser({
        onEvent: ({ data }) => {
          JSON.parse(data)
          seen++
        },
      })
      const text = new TextDecoder()
      const reader = (await fetch(at)).body!.getReader()
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        parser.feed(text.decode(read.value, { stream: true }))
      }
      if (seen < count) throw new Error(`${seen} of ${count} events`)
    },
    '@nyxcore/client, validate: off': () => all(unchecked.ticks({ query: { count } })),
    '@nyxcore/client': () => all(ours.ticks({ query: { count } })),
    '@nyxcore/client, forEach, validate: off': () => each(unchecked.ticks({ query: { count } })),
    'eventsource-client': async () => {
      const source = createEventSource(at)
      for await (const { event, data } of source) {
        JSON.parse(data)
        if (event === 'done') break
      }
      source.close()
    },
    eventsource: () =>
      new Promise<void>((resolve) => {
        const source = new EventSource(at)
        source.addEventListener('tick', ({ data }) => JSON.parse(data))
        source.addEventListener('done', () => {
          source.close()
          resolve()
        })
      }),
    'oRPC (its own server)': async () => all(await orpc.ticks({ count })),
  }
}
