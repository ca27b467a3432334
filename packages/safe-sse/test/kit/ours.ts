import { createSse, type SseOptions, type SseStream } from '../../src/index.ts'
import { Lab, scenarios, type TestStream } from './scenarios.ts'

/** One for the process, also where a bundler loads this file twice. */
const shared = globalThis as { __lab?: Lab }
shared.__lab ??= new Lab()
export const lab: Lab = shared.__lab

/** Our stream as a scenario sees it. */
export function asTestStream(stream: SseStream): TestStream {
  return {
    send: (name, data, meta) => stream.send(name, data, meta),
    close: () => stream.close(),
    onClose: (cleanup) => stream.defer(cleanup),
    signal: stream.signal,
    lastEventId: stream.lastEventId,
  }
}

/** What a scenario's route is given: the producer and its options. */
export function route(
  url: URL,
): { produce: (stream: SseStream) => Promise<void>; options: SseOptions } | undefined {
  const name = url.pathname.slice('/s/'.length)
  const id = url.searchParams.get('id') ?? ''
  if (!url.pathname.startsWith('/s/') || !scenarios[name]) return undefined
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
  const url = new URL(request.url)
  if (url.pathname === '/drain') {
    void createSse().drain({ retry: 1_000, retryJitter: 100, timeout: 2_000 })
    return Response.json({})
  }
  const told = lab.control(url)
  if (told) return Response.json(told)
  const found = route(url)
  if (!found) return new Response('no such scenario', { status: 404 })
  return createSse().sse(request, found.produce, { ...found.options, ...extra })
}
