import { readFileSync } from 'node:fs'
import { createParser, type EventSourceMessage } from 'eventsource-parser'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeEvent } from './encode.ts'
import { type SseStream, sse } from './index.ts'
import { decodeLastEventId } from './last-event-id.ts'
import { collect } from './testing/index.ts'
import type { WireEvent } from './types.ts'

interface Fixture {
  reserved: { gap: string; error: string }
  cases: { name: string; direction?: 'parse'; events: WireEvent[]; wire: string | { base64: string } }[]
  refused: { name: string; event: WireEvent; code: string }[]
  lastEventIds: { id: string; header: string }[]
}

const fixture = JSON.parse(
  readFileSync(new URL('../test-fixtures/wire.json', import.meta.url), 'utf8'),
) as Fixture

describe('the wire contract', () => {
  it.each(fixture.cases.filter(({ direction }) => direction !== 'parse'))('$name', ({ events, wire }) => {
    const written = Buffer.concat(events.map(encodeEvent))
    const expected = typeof wire === 'string' ? Buffer.from(wire) : Buffer.from(wire.base64, 'base64')
    expect(written.toString()).toBe(expected.toString())
    expect(written.equals(expected)).toBe(true)
  })

  it.each(fixture.refused)('refuses $name', ({ event, code }) => {
    expect(() => encodeEvent(event)).toThrow(expect.objectContaining({ code }))
  })

  it.each(fixture.lastEventIds)('reads $id from a Latin-1 header', ({ id, header }) => {
    expect(decodeLastEventId(header)).toBe(id)
  })

  it('has two reserved names, which senders say themselves, and no other', async () => {
    const { gap, error } = fixture.reserved
    const missed = { requested: '1', oldest: null }
    const produce = async (stream: SseStream): Promise<void> => {
      await stream.send(gap, missed)
      for (const name of [error, 'nyx.other']) {
        expect(() => stream.send(name, 1)).toThrow(expect.objectContaining({ code: 'INVALID_EVENT_NAME' }))
      }
      throw new Error('secret')
    }
    const request = new Request('http://localhost/', { headers: { 'x-request-id': 'r1' } })
    expect(await collect(sse(request, produce, { onError: () => 'why' }))).toEqual([
      { type: gap, data: missed },
      { type: error, data: { code: 'why', requestId: 'r1' } },
    ])
  })

  it('leaves a header alone that is Latin-1 in earnest, or decoded already', () => {
    expect(decodeLastEventId('caf\u00e9')).toBe('caf\u00e9')
    expect(decodeLastEventId('語')).toBe('語')
    expect(decodeLastEventId('50%25 + a%u1234')).toBe('50%25 + a%u1234')
    // A byte order mark is a character of the id, wherever it stands.
    expect(decodeLastEventId('\xef\xbb\xbf7')).toBe('\ufeff7')
    expect(decodeLastEventId('')).toBeUndefined()
    expect(decodeLastEventId(null)).toBeUndefined()
  })
})

/** As a reader of another make sees it. */
function parse(bytes: Uint8Array): EventSourceMessage[] {
  const events: EventSourceMessage[] = []
  const parser = createParser({ onEvent: (event) => void events.push(event) })
  // The block stands in the middle of a stream, where a BOM is text.
  parser.feed(':\n\n')
  parser.feed(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  return events
}

describe('encodeEvent', () => {
  it('never writes broken UTF-8', () => {
    const bytes = encodeEvent({ type: 'a', text: 'x\ud800y', id: '\udc00', comment: '\ud800' })
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).not.toThrow()
  })

  it.each([
    ['', ''],
    ['\n', '\n'],
    ['\r\n\n\r', '\n\n\n'],
    [' leading', ' leading'],
    ['\ufeffbom', '\ufeffbom'],
    ['data: x\nid: 7\nevent: y', 'data: x\nid: 7\nevent: y'],
    [`${'x'.repeat(2_000_000)}\n`, `${'x'.repeat(2_000_000)}\n`],
  ])('carries the text %#', (text, got) => {
    expect(parse(encodeEvent({ text }))).toEqual([{ event: undefined, id: undefined, data: got }])
  })

  it('carries any text, name, id and JSON value as one event, and nothing besides', () => {
    const field = fc.string({ unit: 'binary' }).filter((value) => !/[\r\n\0]/.test(value))
    fc.assert(
      fc.property(
        field,
        field,
        fc.string({ unit: 'binary' }),
        fc.jsonValue(),
        fc.boolean(),
        (name, id, text, data, asText) => {
          fc.pre(name !== '' && name !== 'message')
          const event = asText ? { type: name, id, text } : { type: name, id, data }
          const carried = asText ? text.replace(/\r\n?/g, '\n') : undefined
          const [got, ...more] = parse(encodeEvent({ ...event, comment: text, retry: 5 }))
          expect(more).toEqual([])
          expect(got).toMatchObject({ event: name.toWellFormed(), id: id.toWellFormed() })
          if (carried !== undefined) expect(got!.data).toBe(carried.toWellFormed())
          else expect(JSON.parse(got!.data)).toEqual(JSON.parse(JSON.stringify(data)))
        },
      ),
      { numRuns: 500 },
    )
  })

  it('refuses any name or id that holds a line break or NUL', () => {
    const bad = fc.tuple(fc.string(), fc.constantFrom('\r', '\n', '\0', '\r\n'), fc.string())
    fc.assert(
      fc.property(bad, (parts) => {
        const value = parts.join('')
        expect(() => encodeEvent({ type: value, data: 1 })).toThrow(/without CR, LF and NUL/)
        expect(() => encodeEvent({ id: value, data: 1 })).toThrow(/without CR, LF and NUL/)
      }),
    )
  })

  it('says what is wrong with data that is no JSON, and keeps the cause', () => {
    const cycle: Record<string, unknown> = {}
    cycle.self = cycle
    expect(() => encodeEvent({ type: 'a', data: 1n })).toThrow(
      expect.objectContaining({ code: 'INVALID_DATA' }),
    )
    expect(() => encodeEvent({ type: 'a', data: cycle })).toThrow(
      expect.objectContaining({ code: 'INVALID_DATA', cause: expect.any(TypeError) }),
    )
  })
})
