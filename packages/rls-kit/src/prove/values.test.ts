import { describe, expect, it } from 'vitest'
import type { TypeRow } from '../audit/snapshot/types.ts'
import { candidates } from './values.ts'

const base: TypeRow = {
  oid: 1,
  name: 'state',
  kind: 'e',
  category: 'E',
  base: 0,
  baseType: null,
  baseTypmod: -1,
  labels: ['draft', 'done'],
  checks: [],
}
const ask = (
  type: string,
  more: { checks?: string[]; index?: number; salt?: number; typeOid?: number; types?: TypeRow[] } = {},
) =>
  candidates({
    column: { type, typeOid: more.typeOid ?? 25, typmod: -1 },
    types: new Map((more.types ?? []).map((row) => [row.oid, row])),
    checks: more.checks ?? [],
    marker: 'nyx00',
    index: more.index ?? 0,
    salt: more.salt ?? 0,
  })

describe('candidates', () => {
  it('carry the marker in text, cut to the length', () => {
    expect(ask('text')[0]).toBe('nyx000')
    expect(ask('character varying(4)').every((value) => value.length <= 4)).toBe(true)
  })
  it('take a different label in each row', () => {
    const types = [base]
    expect(ask('state', { typeOid: 1, types })[0]).toBe('draft')
    expect(ask('state', { typeOid: 1, types, index: 1 })[0]).toBe('done')
  })
  it('take the literals of a check, in turn', () => {
    const checks = ["CHECK ((mode = ANY (ARRAY['autofix'::text, 'refactor'::text])))"]
    expect(ask('text', { checks })[0]).toBe('autofix')
    expect(ask('text', { checks, index: 1 })[0]).toBe('refactor')
    expect(ask('integer', { checks: ['CHECK ((n >= 18))'] })).toContain('18')
  })
  it('look into domains', () => {
    const domain: TypeRow = {
      ...base,
      oid: 2,
      kind: 'd',
      base: 25,
      baseType: 'text',
      labels: [],
      checks: [{ name: 'c', definition: "CHECK ((VALUE ~~ '%@%'::text))" }],
    }
    expect(ask('email', { typeOid: 2, types: [domain] }).some((value) => value.includes('@'))).toBe(true)
  })
  it('change with the salt, so that a unique key is left behind', () => {
    expect(ask('text', { salt: 1 })[0]).not.toBe(ask('text')[0])
    expect(ask('integer', { salt: 1 })[0]).not.toBe(ask('integer')[0])
  })
  it('have the dimensions of a vector', () => {
    expect(JSON.parse(ask('vector(1536)')[0] as string)).toHaveLength(1536)
    expect(JSON.parse(ask('public.halfvec(3)')[0] as string)).toHaveLength(3)
  })
  it('are none for a type that is not known', () => {
    expect(ask('some.exotic')).toEqual([])
  })
})
