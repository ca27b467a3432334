'use client'

import { createClient } from '@nyxcore/client'
import { useEffect, useState } from 'react'
import { type AnalysisRunEvent, api, type DiscussionEvent, type Numbered } from '../api/contract.ts'

const client = createClient(api)

/** An event as the page keeps it. */
export type Seen = Numbered<AnalysisRunEvent> | Numbered<DiscussionEvent>
export type StreamKind = 'workflows' | 'code-analysis' | 'discussions'
export type StreamState = 'connecting' | 'live' | 'reconnecting' | 'ended' | 'failed'

export interface Events<E> {
  readonly events: readonly E[]
  readonly state: StreamState
  /** After which events this page came back: 0 is the first connection. */
  readonly resumedAfter: readonly number[]
  readonly problem: string | undefined
}

const finals = new Set(['run.done', 'run.failed'])

interface Kept {
  readonly events: Seen[]
  readonly resumedAfter: number[]
}

/**
 * The events of a run, as they come. What was seen is kept for this tab, so that a page to which one returns, or
 * that is reloaded, asks only for what came after (`Last-Event-ID`).
 */
export function useEvents<E extends Seen>(kind: StreamKind, id: string): Events<E> {
  const [view, setView] = useState<Events<E>>({
    events: [],
    state: 'connecting',
    resumedAfter: [],
    problem: undefined,
  })

  useEffect(() => {
    const key = `nyx:${kind}/${id}`
    const kept = load(key)
    const leave = new AbortController()
    let state: StreamState = 'connecting'
    let problem: string | undefined
    let frame = 0
    const show = (): void => {
      frame = 0
      setView({
        events: [...kept.events] as E[],
        state,
        resumedAfter: [...kept.resumedAfter],
        problem,
      })
    }
    const showSoon = (): void => {
      frame ||= requestAnimationFrame(show)
    }

    const read = async (): Promise<void> => {
      const after = kept.events.at(-1)?.id
      kept.resumedAfter.push(Number(after ?? 0))
      const options = {
        params: { id },
        lastEventId: after,
        signal: leave.signal,
        onOpen: () => {
          state = 'live'
          showSoon()
        },
        onReconnect: () => {
          state = 'reconnecting'
          showSoon()
        },
      }
      const stream =
        kind === 'workflows'
          ? client.workflows.events(options)
          : kind === 'code-analysis'
            ? client.codeAnalysis.events(options)
            : client.discussions.events(options)
      for await (const event of stream) {
        if (event.id === undefined || event.type === 'nyx.gap') continue
        kept.events.push({ type: event.type, data: event.data, id: event.id } as Seen)
        save(key, kept)
        showSoon()
      }
    }

    if (finals.has(kept.events.at(-1)?.type ?? '')) {
      state = 'ended'
      show()
      return
    }
    show()
    read()
      .then(() => {
        state = 'ended'
        showSoon()
      })
      .catch((error: unknown) => {
        if (leave.signal.aborted) return
        state = 'failed'
        problem = error instanceof Error ? error.message : String(error)
        showSoon()
      })
    return () => {
      leave.abort()
      cancelAnimationFrame(frame)
      save(key, kept)
    }
  }, [kind, id])

  return view
}

function load(key: string): Kept {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? '') as Kept
    if (Array.isArray(kept.events) && Array.isArray(kept.resumedAfter)) return kept
  } catch {
    // Nothing kept, or not readable: begin at the first event.
  }
  return { events: [], resumedAfter: [] }
}

function save(key: string, kept: Kept): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(kept))
  } catch {
    // No room or no storage: the next visit reads the stream from its start.
    sessionStorage.removeItem(key)
  }
}
