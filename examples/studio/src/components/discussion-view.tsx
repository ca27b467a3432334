'use client'

import type { ReactNode } from 'react'
import type { DiscussionEvent, Numbered } from '../api/contract.ts'
import { EventLog, StreamBadge } from './event-log.tsx'
import { ActionForm, Field } from './form.tsx'
import { trpc } from './trpc.ts'
import { useEvents } from './use-events.ts'

export function DiscussionView({
  id,
  persona,
  model,
}: {
  id: string
  persona: string
  /** Which model answers; null where passages are quoted. */
  model: string | null
}): ReactNode {
  const { events, state, resumedAfter, problem } = useEvents<Numbered<DiscussionEvent>>('discussions', id)
  const last = events.at(-1)?.type
  const thinking = last !== undefined && last !== 'turn.done' && last !== 'turn.failed'
  return (
    <>
      <section className="card" aria-label="Messages">
        <header className="run-head">
          <h2>Messages</h2>
          <StreamBadge state={state} resumedAfter={resumedAfter} />
        </header>
        <div className="chat" aria-live="polite">
          {events.length === 0 && (
            <p className="hint">
              Ask something that your team has written about: {persona} answers{' '}
              {model === null
                ? 'with quotes from your notes and insights. No model runs here, and none is pretended.'
                : `from your notes and insights, in the words of ${model}.`}
            </p>
          )}
          {events.map((event) => (
            <Entry key={event.id} event={event} />
          ))}
          {thinking && <Thinking persona={persona} events={events} />}
          {problem !== undefined && (
            <p className="problem" role="alert">
              The stream was lost: {problem}
            </p>
          )}
        </div>
        <ActionForm
          submit="Send"
          className="form inline one"
          action={async (data) => {
            await trpc.discussions.post.mutate({ id, body: String(data.get('body') ?? '') })
            return undefined
          }}
        >
          <Field label="Message">
            {(field) => <input id={field} name="body" required autoComplete="off" maxLength={20_000} />}
          </Field>
        </ActionForm>
      </section>
      <EventLog events={events} />
    </>
  )
}

/** The answer so far, where a model writes one. */
function Thinking({ persona, events }: { persona: string; events: readonly DiscussionEvent[] }): ReactNode {
  const turn = events.slice(events.findLastIndex(({ type }) => type === 'turn.started') + 1)
  const text = turn.map((event) => (event.type === 'message.delta' ? event.data.text : '')).join('')
  if (text === '') return <p className="hint">{persona} is looking…</p>
  return (
    <div className="bubble">
      <span className="who">{persona}</span>
      {text}…
    </div>
  )
}

function Entry({ event }: { event: DiscussionEvent }): ReactNode {
  if (event.type === 'message.posted') {
    return (
      <div className="bubble mine">
        <span className="who">{event.data.author}</span>
        {event.data.body}
      </div>
    )
  }
  if (event.type === 'message.replied') {
    return (
      <div className="bubble">
        <span className="who">{event.data.author}</span>
        {event.data.body}
      </div>
    )
  }
  if (event.type === 'passage') {
    return (
      <p className="passage">
        found: {event.data.title} <span className="count">{event.data.score.toFixed(2)}</span>
      </p>
    )
  }
  if (event.type === 'turn.failed') return <p className="problem">{event.data.message}</p>
  return null
}
