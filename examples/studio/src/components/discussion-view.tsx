'use client'

import type { ReactNode } from 'react'
import type { DiscussionEvent, Numbered } from '../api/contract.ts'
import { EventLog, StreamBadge } from './event-log.tsx'
import { ActionForm, Field } from './form.tsx'
import { trpc } from './trpc.ts'
import { useEvents } from './use-events.ts'

export function DiscussionView({ id, persona }: { id: string; persona: string }): ReactNode {
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
              Ask something that your team has written about: {persona} answers with quotes from your notes
              and insights. No model runs here, and none is pretended.
            </p>
          )}
          {events.map((event) => (
            <Entry key={event.id} event={event} />
          ))}
          {thinking && <p className="hint">{persona} is looking…</p>}
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
