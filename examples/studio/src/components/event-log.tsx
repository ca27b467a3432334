import type { ReactNode } from 'react'
import type { Seen, StreamState } from './use-events.ts'

const words: Record<StreamState, string> = {
  connecting: 'connecting',
  live: 'live',
  reconnecting: 'reconnecting',
  ended: 'complete',
  failed: 'lost',
}

/** Says how the stream stands, and where this page took it up again. */
export function StreamBadge({
  state,
  resumedAfter,
}: {
  state: StreamState
  resumedAfter: readonly number[]
}): ReactNode {
  const last = resumedAfter.at(-1) ?? 0
  return (
    <span className="stream" data-stream={state} role="status">
      <span className="dot" aria-hidden="true" />
      {words[state]}
      {last > 0 && <span className="resumed">resumed after event {last}</span>}
    </span>
  )
}

/** Every event by its id: 1, 2, 3 without a gap, over however many connections. */
export function EventLog({ events }: { events: readonly Seen[] }): ReactNode {
  return (
    <details className="event-log card">
      <summary>
        Event log <span className="count">{events.length}</span>
      </summary>
      <ol>
        {events.map((event) => (
          <li key={event.id} data-event-id={event.id}>
            <span className="seq">{event.id}</span> <code>{event.type}</code> <span>{gist(event)}</span>
          </li>
        ))}
      </ol>
    </details>
  )
}

function gist(event: Seen): string {
  const data = event.data as Record<string, unknown>
  for (const key of ['label', 'message', 'file', 'note', 'title', 'persona', 'body']) {
    if (typeof data[key] === 'string') return (data[key] as string).slice(0, 90)
  }
  return ''
}
