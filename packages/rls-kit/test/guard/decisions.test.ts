import { describe, expect, it } from 'vitest'
import { unpackBlock } from '../../src/guard/blocked.ts'
import { chooseCodec } from '../../src/guard/codec.ts'
import { compareStates } from '../../src/guard/compare.ts'
import { planRestore } from '../../src/guard/restore-plan.ts'
import { exitCode } from '../../src/guard/run-report.ts'
import type { ColumnState, Finding } from '../../src/guard/types.ts'
import { healthy, pushed } from './state.ts'

const kinds = (live: ColumnState): string[] => compareStates(healthy, live).map((finding) => finding.kind)

describe('compareStates', () => {
  it('finds nothing in equal states', () => expect(kinds(healthy)).toEqual([]))

  it('finds all that a push took', () => {
    expect(kinds(pushed)).toEqual(['rls-disabled', 'policy-missing', 'column-missing', 'index-missing'])
  })

  it('tells a move from a loss', () => {
    const movedTo = { ...healthy.target, column: 'vec' }
    expect(kinds({ ...healthy, column: null, movedTo })).toEqual(['moved'])
  })

  it('does not mind an extension in another schema, nor a renamed index', () => {
    const column = { ...healthy.column!, type: 'extensions.vector(3)', typeSchema: 'extensions' }
    expect(kinds({ ...healthy, column })).toEqual([])
    const [index] = healthy.indexes
    const renamed = {
      ...index!,
      name: 'other',
      definition: index!.definition.replace('by_embedding', 'other'),
    }
    expect(kinds({ ...healthy, indexes: [renamed] })).toEqual([])
  })

  it('sees each property of the column', () => {
    const change = (part: Partial<NonNullable<ColumnState['column']>>): string[] =>
      kinds({ ...healthy, column: { ...healthy.column!, ...part } })
    expect(change({ typeModifier: 4, type: 'public.vector(4)' })).toEqual(['type-changed'])
    expect(change({ notNull: false })).toEqual(['not-null-dropped'])
    expect(change({ default: "'[1,2,3]'" })).toEqual(['default-changed'])
    expect(change({ comment: null })).toEqual(['comment-changed'])
    expect(change({ storage: 'x' })).toEqual(['storage-changed'])
    expect(change({ grants: [] })).toEqual(['grants-changed'])
  })

  it('reports a new policy without calling it a loss', () => {
    const policies = [...healthy.policies, { ...healthy.policies[0]!, name: 'zz_everyone' }]
    expect(compareStates(healthy, { ...healthy, policies })).toMatchObject([
      { kind: 'policy-added', loss: false },
    ])
  })
})

describe('planRestore', () => {
  const plan = (live: ColumnState, choices = {}) =>
    planRestore(healthy, live, compareStates(healthy, live), choices)

  it('does nothing where nothing is lost', () => expect(plan(healthy)).toEqual({ steps: [], refused: [] }))

  it('brings row security first and indexes last', () => {
    const order = plan(pushed).steps.map((step) => (step.kind === 'sql' ? step.what : step.kind))
    expect(order).toEqual([
      'row security',
      'policy',
      'column',
      'data',
      'not null',
      'comment',
      'grants',
      'index',
    ])
  })

  it('keeps the comment that marks a policy as one of rls-kit', () => {
    const step = plan(pushed).steps[1]
    expect(step).toMatchObject({
      sql: [expect.stringContaining('create policy'), expect.stringContaining("'rls-kit'")],
    })
  })

  it('refuses another type unless it may put the new column aside', () => {
    const column = { ...healthy.column!, type: 'public.vector(4)', typeModifier: 4 }
    const live = { ...healthy, column }
    expect(plan(live)).toMatchObject({ steps: [], refused: [expect.stringContaining('--replace-column')] })
    expect(plan(live, { replaceColumn: true }).steps[0]).toMatchObject({ what: 'other column kept aside' })
  })

  it('quotes hostile names', () => {
    const target = { schema: 's"x', table: 't; drop table u', column: 'c"d' }
    const expected = { ...healthy, target }
    const live = { ...pushed, target }
    const sql = JSON.stringify(planRestore(expected, live, compareStates(expected, live)).steps)
    expect(sql).toContain(JSON.stringify('"s""x"."t; drop table u"').slice(1, -1))
    expect(sql).not.toContain('table t; drop')
  })
})

describe('chooseCodec', () => {
  it('keeps no extension type', () => {
    expect(chooseCodec(healthy).type).toBe('real[]')
    const sparse = {
      ...healthy,
      column: { ...healthy.column!, typeName: 'sparsevec', type: 'public.sparsevec(9)' },
    }
    expect(chooseCodec(sparse).type).toBe('text')
    const key = [{ number: 1, name: 'id', type: 'public.citext', native: false }]
    expect(chooseCodec({ ...healthy, key }).key[0]).toMatchObject({ type: 'text' })
  })

  it('refuses a table without a key, with advice', () => {
    expect(() => chooseCodec({ ...healthy, key: null })).toThrow(/no key/)
  })
})

describe('exitCode', () => {
  const child = { code: 0, failed: undefined }
  const left = [{ loss: true } as Finding]
  it.each([
    ['all well', child, 0, 0, [], false, 0],
    ['the child failed', { ...child, code: 7 }, 0, 0, [], true, 7],
    ['it failed and something was lost', { ...child, code: 7 }, 1, 3, left, true, 7],
    ['something was blocked', child, 1, 0, [], true, 1],
    ['lost and put back', child, 0, 3, [], false, 1],
    ['lost and put back on request', child, 0, 3, [], true, 0],
    ['not all could be put back', child, 0, 3, left, true, 1],
    ['only rows of the application differ', child, 0, 0, [{ loss: false } as Finding], false, 0],
    ['the command could not start', { code: 127, failed: 'ENOENT' }, 0, 0, [], true, 2],
  ] as const)('%s', (_, exit, blocked, lost, remaining, accepted, code) => {
    expect(exitCode(exit, blocked, lost, remaining, accepted)).toBe(code)
  })

  it('is no success where something around the column could not be put back', () => {
    expect(exitCode(child, 0, 3, [], true, 1)).toBe(1)
  })
})

describe('unpackBlock', () => {
  it('reads tag, kind and id', () => {
    expect(unpackBlock((6n << 40n) | (2n << 32n) | 70_000n)).toEqual({ tag: 6, kind: 2, id: 70_000 })
  })
})
