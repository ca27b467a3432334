import { describe, expect, it } from 'vitest'
import { displayTarget, parseTarget, tableOf } from './target.ts'

describe('parseTarget', () => {
  it('reads two and three parts, and quoted ones', () => {
    expect(parseTarget('insights.embedding')).toEqual({
      schema: 'public',
      table: 'insights',
      column: 'embedding',
    })
    expect(parseTarget('ai.insights.embedding')).toEqual({
      schema: 'ai',
      table: 'insights',
      column: 'embedding',
    })
    expect(parseTarget('"a.b"."c""d".e')).toEqual({ schema: 'a.b', table: 'c"d', column: 'e' })
  })

  it.each(['', 'embedding', 'a.b.c.d', 'a..b', '.a', 'a.', '"a'])('refuses %j', (text) => {
    expect(() => parseTarget(text)).toThrow(/names no column/)
  })

  it('quotes what it prints as SQL', () => {
    const target = parseTarget('"x""y; drop table t".t.c')
    expect(tableOf(target)).toBe('"x""y; drop table t"."t"')
    expect(displayTarget(target)).toBe('x"y; drop table t.t.c')
  })
})
