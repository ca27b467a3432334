import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { toBytes } from './connection.ts'
import { createClient, isClientError, type StreamEvent, stream } from './index.ts'
import type { AnySchema } from './standard.ts'

interface WireCase {
  name: string
  final?: string[]
  wire: string | { base64: string }
  yields: StreamEvent[]
  end: 'final' | 'error' | 'interrupted'
  error?: { code: string; requestId: string }
  lastEventId?: string
  retry?: number
}

const fixture = JSON.parse(readFileSync(new URL('../test-fixtures/wire.json', import.meta.url), 'utf8')) as {
  cases: WireCase[]
  lastEventIds: { id: string; header: string }[]
}

const anything: AnySchema = { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) } }

/** Declares whatever names a case uses: all but the reserved ones are the contract's own. */
function declared(wire: WireCase) {
  const names = [...wire.yields.map((event) => event.type), ...(wire.final ?? []), 'late']
  return Object.fromEntries(names.filter((name) => !name.startsWith('nyx.')).map((name) => [name, anything]))
}

async function receive(wire: WireCase, cut: number) {
  const bytes =
    typeof wire.wire === 'string' ? Buffer.from(wire.wire) : Buffer.from(wire.wire.base64, 'base64')
  const headers: (string | null)[] = []
  const fetch = async (_: string, init: RequestInit) => {
    headers.push(new Headers(init.headers).get('last-event-id'))
    if (headers.length > 1) return new Response(null, { status: 404 })
    let at = 0
    return new Response(
      new ReadableStream({
        pull(sink) {
          if (at >= bytes.length) return sink.close()
          sink.enqueue(new Uint8Array(bytes.subarray(at, at + cut)))
          at += cut
        },
      }),
      { headers: { 'content-type': 'text/event-stream' } },
    )
  }
  const contract = { events: stream('/events', { events: declared(wire), final: wire.final, resume: true }) }
  const waits: number[] = []
  // Nobody wants to wait for a retry of two seconds: the wait is looked at and cut short.
  let kick = () => {}
  const events = createClient(contract, { fetch }).events({
    reconnect: { minDelay: 1, maxDelay: 1 },
    onReconnect: ({ delay }) => {
      waits.push(delay)
      setTimeout(() => kick())
    },
    wake: (now) => {
      kick = now
      return () => {}
    },
  })
  const got: StreamEvent[] = []
  let error: unknown
  try {
    for await (const event of events) got.push(event)
  } catch (caught) {
    error = caught
  }
  return { got, error, headers, waits, lastEventId: events.lastEventId }
}

describe('the wire contract', () => {
  for (const wire of fixture.cases) {
    it.each([1, 2, 7, 1 << 20])(`${wire.name}, in chunks of %i bytes`, async (cut) => {
      const { got, error, headers, waits, lastEventId } = await receive(wire, cut)
      expect(got).toEqual(wire.yields)
      expect(lastEventId).toBe(wire.lastEventId ?? '')
      if (wire.end === 'final') {
        expect(error).toBeUndefined()
        expect(headers).toHaveLength(1)
      } else if (wire.end === 'error') {
        expect(headers).toHaveLength(1)
        expect(isClientError(error) && error).toMatchObject({
          code: 'STREAM_FAILED',
          requestId: wire.error?.requestId,
          cause: wire.error,
        })
      } else {
        // It came back, met the 404 of the second connection, and said where it was.
        expect(isClientError(error) && error.code).toBe('HTTP')
        expect(headers[1]).toBe(toBytes(wire.lastEventId ?? '') ?? null)
        if (wire.retry) expect(waits[0]).toBeGreaterThanOrEqual(wire.retry)
      }
    })
  }

  it.each(fixture.lastEventIds)('sends the id $id as UTF-8 bytes', ({ id, header }) => {
    expect(toBytes(id)).toBe(header)
  })
})
