import pg from 'pg'
import { expect, it } from 'vitest'
import { encodeBatch, encodeExecution, type Outgoing } from './encode.ts'

/** The same batch, as pg's own connection writes it. */
function byPg(items: readonly Outgoing[]): Buffer {
  const chunks: Buffer[] = []
  const stream = { writable: true, write: (chunk: Buffer) => chunks.push(Buffer.from(chunk)), on: () => {} }
  const wire = new pg.Connection({ stream } as never) as unknown as Record<
    string,
    (message?: unknown) => void
  >
  for (const { name, text, values, parse, describe, close } of items) {
    if (close !== undefined) wire.close?.({ type: 'S', name: close })
    if (parse && name !== '') wire.close?.({ type: 'S', name })
    if (parse) wire.parse?.({ text, name })
    wire.bind?.({ portal: '', statement: name, values, valueMapper: (value: unknown) => value })
    if (describe) wire.describe?.({ type: 'P', name: '' })
    wire.execute?.({ portal: '' })
  }
  wire.sync?.()
  return Buffer.concat(chunks)
}

const item = (own: Partial<Outgoing>): Outgoing => ({
  name: '',
  text: 'select 1',
  values: [],
  parse: true,
  describe: false,
  close: undefined,
  encoded: undefined,
  ...own,
})

it.each([
  ['an unnamed statement', [item({})]],
  ['a named one', [item({ name: 'first', describe: true })]],
  ['one that is known', [item({ name: 'first', parse: false, values: ['x'] })]],
  ['one that makes room', [item({ name: 'next', close: 'first' })]],
  ['values', [item({ text: 'select $1, $2, $3, $4', values: ['a', null, Buffer.from([0, 255]), ''] })]],
  [
    'letters beyond ASCII',
    [item({ text: 'select ’é😀’', name: 'größe', values: ['é', '\ud800', '😀'.repeat(9)] })],
  ],
  [
    'what is longer than the first buffer',
    [item({ text: `select '${'x'.repeat(5_000)}'`, values: ['é'.repeat(9_000)] })],
  ],
  ['several', [item({}), item({ name: 'b', values: ['1'] }), item({ name: 'c', parse: false })]],
])('writes the bytes that pg writes: %s', (_what, items) => {
  expect(encodeBatch(items).toString('hex')).toBe(byPg(items).toString('hex'))
})

it('takes an execution that was encoded before', () => {
  const known = item({ name: 'commit', parse: false })
  expect(encodeBatch([{ ...known, encoded: encodeExecution('commit') }]).equals(byPg([known]))).toBe(true)
})
