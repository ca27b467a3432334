// Clients with one thing wrong each. The fault suite has to find every one of them, or it would find nothing.
import { readEvents } from '../../src/index.ts'
import type { FaultReport } from './run.ts'
import { type MakeSubject, ours, patience } from './subject.ts'

interface Broken {
  readonly make: MakeSubject
  readonly shows: (report: FaultReport) => boolean
}

const fails =
  (pattern: RegExp) =>
  ({ failures }: FaultReport): boolean =>
    failures.some((failure) => pattern.test(failure))

/** Reads one connection by hand, with the correct number of each event. */
const byHand =
  (check: boolean): MakeSubject =>
  (url) => ({
    ...ours()(url),
    async *stream(seed, signal) {
      const both = AbortSignal.any([signal, AbortSignal.timeout(patience)])
      const response = await fetch(`${url}/run/${seed}`, { signal: both })
      if (check && !response.headers.get('content-type')?.startsWith('text/event-stream'))
        throw new Error('type')
      for await (const { type, data } of readEvents(response.body!)) {
        yield JSON.parse(data).n
        if (type === 'done') return
      }
    },
  })

export const broken: Record<string, Broken> = {
  'that hands out again what it had is found': {
    make: ours({}, { dedupe: false }),
    shows: fails(/events [\d,]+ of 1 to/),
  },
  'that takes the end of a connection for the end of the stream is found': {
    make: byHand(true),
    shows: fails(/took \d+ events of \d+ for all/),
  },
  'that does not look at the content type is found': {
    make: byHand(false),
    shows: fails(/took wrong-type for an answer|events [\d,]*9 of 1 to/),
  },
  'that waits for ever is found': {
    make: ours({ timeout: { attempt: Infinity, total: Infinity } }, { idleTimeout: 0 }),
    shows: fails(/it hangs/),
  },
  'that waits a second too long is found': {
    make: ours({ timeout: { attempt: patience + 1_500, total: 30_000 } }, { idleTimeout: patience + 1_500 }),
    shows: fails(/ms late|it hangs/),
  },
  'that does not end its requests is found': {
    make: ours({ fetch: (url, { signal: _, ...init }) => fetch(url, init) }),
    shows: ({ openSockets }) => openSockets > 0,
  },
  'that forgets a promise is found': {
    make: ours({
      fetch: async (url, init) => {
        const response = await fetch(url, init)
        void response.clone().text()
        return response
      },
    }),
    shows: ({ unhandled }) => unhandled > 0,
  },
  'that gives up where it could go on is found': {
    make: ours({}, { reconnect: { attempts: 0 } }),
    shows: fails(/STREAM_INTERRUPTED/),
  },
  'that asks for nothing it had missed is found': {
    make: ours({
      fetch: (url, init) => {
        const headers = new Headers(init.headers)
        if (headers.has('last-event-id'))
          headers.set('last-event-id', String(Number(headers.get('last-event-id')) + 1))
        return fetch(url, { ...init, headers })
      },
    }),
    shows: fails(/events [\d,]+ of 1 to/),
  },
}
