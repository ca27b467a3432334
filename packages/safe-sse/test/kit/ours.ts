import { createSse, encodeEvent, type SseOptions, type SseStream } from '../../src/index.ts'
import { Lab, scenarios, type TestStream } from './scenarios.ts'

/** One for the process, also where a bundler loads this file twice. */
const shared = globalThis as { __lab?: Lab }
shared.__lab ??= new Lab()
export const lab: Lab = shared.__lab

/** Our stream as a scenario sees it. */
export function asTestStream(stream: SseStream): TestStream {
  return {
    send: (name, data, meta) => stream.send(name, data, meta),
    text: (type, text) => stream.sendEncoded(encodeEvent({ type, text })),
    close: () => stream.close(),
    onClose: (cleanup) => stream.defer(cleanup),
    signal: stream.signal,
    lastEventId: stream.lastEventId,
  }
}

/** A producer and its options. */
export interface Route {
  produce: (stream: SseStream) => Promise<void>
  options: SseOptions
}

/** What a scenario's route is given: the producer and its options. */
export async function route(url: URL): Promise<Route | undefined> {
  const name = url.pathname.slice('/s/'.length)
  const id = url.searchParams.get('id') ?? ''
  if (!url.pathname.startsWith('/s/') || !scenarios[name]) return undefined
  await lab.before(name, id)
  const probe = lab.probe(id)
  return {
    produce: (stream) => lab.run(name, id, asTestStream(stream)),
    options: {
      ...scenarios[name].options,
      onError: (error) => void probe.marks.push(`error:${(error as Error).message}`),
      onClose: (reason) => void probe.marks.push(`closed:${reason}`),
    },
  }
}

/** Answers any request of the suite with Web `Request` and `Response`. */
export async function handle(request: Request, extra?: SseOptions): Promise<Response> {
  // Bun gives a bare path where an HTTP/1.0 client sends no Host.
  const url = new URL(request.url, 'http://localhost')
  const told = await lab.control(url)
  if (told) return Response.json(told)
  const found = await route(url)
  if (!found) return new Response('no such scenario', { status: 404 })
  return createSse().sse(request, found.produce, { ...found.options, ...extra })
}

/** Ends all streams, as a server does before it exits. */
export function drain(): Promise<void> {
  return createSse().drain({ retry: 1_000, retryJitter: 100, timeout: 2_000 })
}

/** What another copy of this library sees of this one's streams, which it then ends. */
export function drainOther(other: typeof createSse): object {
  const { stats, drain } = other()
  const seen = { same: other === createSse, connections: stats().connections }
  void drain({ retry: 5, retryJitter: 0, timeout: 2_000 })
  return seen
}
