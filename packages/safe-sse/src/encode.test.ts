import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { encodeEvent } from './encode.ts'
import { decodeLastEventId } from './last-event-id.ts'
import type { WireEvent } from './types.ts'

interface Fixture {
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

  it('leaves a header alone that is Latin-1 in earnest, or decoded already', () => {
    expect(decodeLastEventId('caf\u00e9')).toBe('caf\u00e9')
    expect(decodeLastEventId('語')).toBe('語')
    expect(decodeLastEventId('')).toBeUndefined()
    expect(decodeLastEventId(null)).toBeUndefined()
  })
})

describe('encodeEvent', () => {
  it('never writes broken UTF-8', () => {
    const bytes = encodeEvent({ type: 'a', text: 'x\ud800y', id: '\udc00', comment: '\ud800' })
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).not.toThrow()
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
