import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { queryString } from '../path.ts'
import type { AnySchema } from '../standard.ts'
import { checkText, readQuery } from './input.ts'
import type { HttpProblem } from './problem.ts'

const overTheWire = (schema: AnySchema, value: Record<string, unknown>): Promise<unknown> =>
  checkText(schema, 'query', readQuery(new URLSearchParams(queryString(value))))

describe('text of a URL', () => {
  it.each([
    ['strings', z.object({ a: z.string() }), { a: '5' }],
    ['a number', z.object({ a: z.number() }), { a: -5.25 }],
    ['booleans', z.object({ a: z.boolean(), b: z.boolean() }), { a: true, b: false }],
    ['a list', z.object({ a: z.array(z.string()) }), { a: ['x', '2'] }],
    ['a list of one', z.object({ a: z.array(z.string()) }), { a: ['2'] }],
    ['a list of none', z.object({ a: z.array(z.string()) }), { a: [] }],
    ['a list of numbers', z.object({ a: z.array(z.number()) }), { a: [1, 2] }],
    ['a list of one number', z.object({ a: z.array(z.number()) }), { a: [1] }],
    ['a date', z.object({ a: z.date() }), { a: new Date(86_400_000) }],
    ['dates', z.object({ a: z.array(z.date()) }), { a: [new Date(0), new Date(1)] }],
    ['an object', z.object({ a: z.object({ b: z.number() }) }), { a: { b: 1 } }],
    ['a literal', z.object({ a: z.literal(3) }), { a: 3 }],
    ['what is optional', z.object({ a: z.number().optional(), b: z.string() }), { b: 'x' }],
    [
      'all at once',
      z.object({ a: z.number(), b: z.array(z.number()), c: z.date(), d: z.boolean() }),
      { a: 1, b: [2], c: new Date(5), d: true },
    ],
  ])('%s arrives as it was given', async (_, schema, value) => {
    expect(await overTheWire(schema, value)).toEqual(value)
  })

  it('takes an object or a list that is written as JSON', async () => {
    const schema = z.object({ a: z.object({ b: z.number() }), c: z.array(z.number()) })
    expect(await overTheWire(schema, { a: '{"b":1}', c: '[1,2]' })).toEqual({ a: { b: 1 }, c: [1, 2] })
  })

  it('keeps text as text where that fits', async () => {
    expect(await overTheWire(z.object({ a: z.union([z.number(), z.string()]) }), { a: '007' })).toEqual({
      a: '007',
    })
    expect(await overTheWire(z.object({ a: z.coerce.number() }), { a: '12' })).toEqual({ a: 12 })
  })

  it('names each field at fault, with its issues as they were at first', async () => {
    const schema = z.object({ limit: z.number().max(10), tags: z.array(z.string()), on: z.boolean() })
    const error = (await overTheWire(schema, { limit: 'many', tags: ['a', 'b'], on: 'yes' }).catch(
      (e) => e,
    )) as HttpProblem
    expect(error.status).toBe(400)
    expect(error.errors).toMatchObject([
      { in: 'query', field: 'limit', pointer: '#/limit' },
      { in: 'query', field: 'on', pointer: '#/on' },
    ])
  })

  it('asks schemas that answer later', async () => {
    const schema = z.object({ a: z.number().refine(async (n) => n > 1) })
    expect(await overTheWire(schema, { a: 2 })).toEqual({ a: 2 })
    await expect(overTheWire(schema, { a: 1 })).rejects.toMatchObject({ status: 400 })
  })

  it('takes a key named __proto__ for a key', async () => {
    expect(readQuery(new URLSearchParams('__proto__=x&a=1&a=2&a=3'))).toEqual({
      ['__proto__']: 'x',
      a: ['1', '2', '3'],
    })
    expect(({} as { x?: unknown }).x).toBeUndefined()
  })
})
