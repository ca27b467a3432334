import pg from 'pg'
import { expect, it } from 'vitest'
import { encodeBatch, encodeExecution, type Outgoing, type Value } from './encode.ts'

type Parsed = Record<string, string>

/** The same batch, as pg's own connection writes it. */
function byPg(items: readonly Outgoing[], parsed: Parsed): Buffer {
  const chunks: Buffer[] = []
  const stream = { writable: true, write: (chunk: Buffer) => chunks.push(Buffer.from(chunk)), on: () => {} }
  const wire = new pg.Connection({ stream } as never) as unknown as Record<
    string,
    (message?: unknown) => void
  >
  for (const { name = '', text, values = [], result, close } of items) {
    if (close !== undefined) wire.close?.({ type: 'S', name: close })
    if (name !== '' && !(name in parsed)) wire.close?.({ type: 'S', name })
    if (!(name in parsed)) wire.parse?.({ text, name })
    wire.bind?.({ portal: '', statement: name, values, valueMapper: (value: unknown) => value })
    if (result) wire.describe?.({ type: 'P', name: '' })
    wire.execute?.({ portal: '' })
  }
  wire.sync?.()
  return Buffer.concat(chunks)
}

const text = 'select 1'
const parsed = { first: text, c: text }

it.each<[string, Outgoing[]]>([
  ['an unnamed statement', [{ text }]],
  ['a named one', [{ text, name: 'new', result: true }]],
  ['one that is known', [{ text, name: 'first', values: ['x'] }]],
  ['one that makes room', [{ text, name: 'next', close: 'first' }]],
  ['values', [{ text: 'select $1, $2, $3, $4', values: ['a', null, Buffer.from([0, 255]), ''] }]],
  [
    'letters beyond ASCII',
    [{ text: 'select ’é😀’', name: 'größe', values: ['é', '\ud800', '😀'.repeat(9)] }],
  ],
  [
    'what is longer than the first buffer',
    [{ text: `select '${'x'.repeat(5_000)}'`, values: ['é'.repeat(9_000)] }],
  ],
  ['several', [{ text }, { text, name: 'b', values: ['1'] }, { text, name: 'c' }]],
])('writes the bytes that pg writes: %s', (_what, items) => {
  expect(encodeBatch(items, parsed).toString('hex')).toBe(byPg(items, parsed).toString('hex'))
})

it.each<[string, Value[]]>([
  ['without values', []],
  ['with values', ['a', null]],
])('takes an execution that was encoded before, %s', (_what, values) => {
  const known = { text, name: 'first', values }
  const encoded = encodeExecution('first', values)
  expect(encodeBatch([{ text, name: 'first', encoded }], parsed).equals(byPg([known], parsed))).toBe(true)
})
