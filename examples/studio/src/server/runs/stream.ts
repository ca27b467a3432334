import { createSse, type SseEvent, type StandardSchema, stopReconnecting } from '@nyxcore/safe-sse'
import { analysisEvents, discussionEvents } from '../../api/contract.ts'
import { ApiError, answer } from '../api-error.ts'
import { requireSession } from '../auth.ts'
import type { Session } from '../session.ts'
import { listen } from './bell.ts'
import { isId, type RunKind } from './kinds.ts'
import { keyOf, readEvents, readRun } from './log.ts'

/** All streams of this process: at shutdown they end with a last `retry`, so that clients come back later. */
export const { sse, drain } = createSse({ maxConnections: 1_000, heartbeat: 15_000 })

const schemas: Record<RunKind, Record<string, StandardSchema>> = {
  workflows: analysisEvents,
  'code-analysis': analysisEvents,
  discussions: discussionEvents,
}
const finals = new Set(['run.done', 'run.failed'])
const pageSize = 200
/** Writers in other processes are noticed within this, in milliseconds. */
const pollEvery = 1_000

interface Params {
  readonly params: Promise<{ readonly id: string }>
}

/** The route handler of one kind's event stream. It authorises first, and starts a stream only for a run that is there. */
export function eventsRoute(kind: RunKind): (request: Request, context: Params) => Promise<Response> {
  return (request, { params }) =>
    answer(async () => {
      const session = await requireSession(request)
      const { id } = await params
      const run = isId(id) ? await readRun(kind, session, id) : undefined
      if (run === undefined) throw new ApiError(404, `there is no ${kind} run of this id`)
      const after = readCursor(request.headers.get('last-event-id'))
      const over = kind !== 'discussions' && run.status !== 'running' && after >= run.last_event
      if (over) return stopReconnecting()
      let sent = 0
      let last = after
      return sse(
        request,
        (stream) =>
          follow(kind, session, id, after, stream.signal, (seq) => {
            sent += 1
            last = seq
          }),
        {
          events: schemas[kind],
          onClose: (reason) =>
            console.log(
              `[sse] ${keyOf(kind, id)} closed: ${reason}, after ${after}, sent ${sent}, last ${last}`,
            ),
          onError: (error) => console.error(`[sse] ${keyOf(kind, id)} failed:`, error),
        },
      )
    })
}

/** The events after a cursor, from the log and then as they come, up to the run's final one. */
async function* follow(
  kind: RunKind,
  session: Session,
  id: string,
  after: number,
  signal: AbortSignal,
  onSent: (seq: number) => void,
): AsyncGenerator<SseEvent> {
  const bell = listen(keyOf(kind, id))
  let cursor = after
  try {
    while (!signal.aborted) {
      const rows = await readEvents(kind, session, id, cursor, pageSize)
      for (const row of rows) {
        yield { type: row.type, data: row.data, id: String(row.seq) }
        cursor = row.seq
        onSent(cursor)
        if (finals.has(row.type)) return
      }
      if (rows.length < pageSize) await bell.next(signal, pollEvery)
    }
  } finally {
    bell.close()
  }
}

/** `Last-Event-ID` as a place in the log. */
function readCursor(header: string | null): number {
  if (header === null || header === '') return 0
  if (!/^\d{1,9}$/.test(header)) {
    throw new ApiError(400, 'Last-Event-ID must be a whole number', {
      'Last-Event-ID': 'must be a whole number',
    })
  }
  return Number(header)
}
