import { describe, expect, it } from 'vitest'
import { backoff } from './apply/retry.ts'
import { defineRls } from './define.ts'
import { indexName } from './plan/desired.ts'
import { dollarQuote, parseQualified, quoteIdent, quoteLiteral } from './sql.ts'
import { checkId } from './tenant/ids.ts'
import { leadingWords } from './tenant/statement.ts'

describe('quoting', () => {
  it('survives quotes, backslashes and dollars', () => {
    expect(quoteIdent('a"b')).toBe('"a""b"')
    expect(quoteLiteral("o'b")).toBe("'o''b'")
    expect(quoteLiteral("\\'")).toBe(" E'\\\\'''")
    expect(dollarQuote('a $rls$ b')).toBe('$rls_$a $rls$ b$rls_$')
    expect(() => quoteIdent('\0')).toThrow(TypeError)
  })

  it('reads names as they stand in a configuration', () => {
    expect(parseQualified('a', 'public')).toEqual({ schema: 'public', name: 'a' })
    expect(parseQualified('a.b', 'public')).toEqual({ schema: 'a', name: 'b' })
    for (const bad of ['', '.', 'a.', 'a.b.c', '"a', 'a"b'])
      expect(parseQualified(bad, 'public')).toBeUndefined()
  })

  it('keeps index names within 63 bytes, apart and well-formed', () => {
    const name = (table: string): string => {
      const made = defineRls({
        tenant: { type: 'uuid' },
        roles: { app: 'a' },
        tables: { [table]: { tenant: 'tenant_id' } },
      })
      return indexName(made.tables[0]!, 'tenant_id')
    }
    const long = ['x'.repeat(60), `${'x'.repeat(59)}y`, '🦉'.repeat(15)].map(name)
    for (const each of long) {
      expect(Buffer.byteLength(each)).toBeLessThanOrEqual(63)
      expect(each.isWellFormed()).toBe(true)
    }
    expect(new Set(long).size).toBe(3)
  })
})

describe('pure decisions', () => {
  it('backs off up to five seconds', () => {
    expect([1, 2, 3, 10].map((attempt) => backoff(attempt, 1))).toEqual([200, 400, 800, 5_000])
    expect(backoff(1, 0)).toBe(100)
  })

  it('takes ids of each type, and nothing else', () => {
    expect(checkId(7, 'bigint', 'id')).toBe('7')
    expect(checkId(-5n, 'bigint', 'id')).toBe('-5')
    expect(checkId('9223372036854775807', 'bigint', 'id')).toBe('9223372036854775807')
    expect(checkId("any ' text", 'text', 'id')).toBe("any ' text")
    for (const [value, type] of [
      ['9223372036854775808', 'bigint'],
      [1.5, 'bigint'],
      ['1e3', 'bigint'],
      ['\ud800', 'text'],
      ['a\0', 'text'],
      [7, 'text'],
      [7, 'uuid'],
      ['x'.repeat(2_000), 'text'],
    ] as const) {
      expect(() => checkId(value, type, 'id')).toThrow(/id/)
    }
  })

  it('reads the first words past comments', () => {
    expect(leadingWords('/* a /* b */ c */ -- d\n ; ( Select 1', 1)).toEqual(['select'])
    expect(leadingWords('set  local "App"."x" = 1', 4)).toEqual(['set', 'local', '"app"."x"'])
    expect(leadingWords('/* never closed', 1)).toEqual([])
  })
})
