import { describe, expect, it } from 'vitest'
import {
  constantCalls,
  convertsColumn,
  flatten,
  isAlwaysTrue,
  mentions,
  parseExpression,
  split,
  strip,
} from './expression.ts'

const wrapped =
  "(tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS \"nullif\"))"

describe('parseExpression', () => {
  it('tells names from literals, whatever stands in them', () => {
    const nodes = parseExpression(`("odd ""name" = 'it''s tenant_id' AND note ~ E'a\\'b')`)
    expect(mentions(nodes, 'odd "name')).toBe(true)
    expect(mentions(nodes, 'tenant_id')).toBe(false)
    expect([...flatten(nodes)].filter((node) => node.kind === 'string')[0]?.text).toBe("it's tenant_id")
  })

  it('ends on every input', () => {
    for (const text of ['', '(((', ')))', "'open", '"open', '\u0000', 'a\\b', '$$x$$', '😀 = 1', ';']) {
      expect(() => parseExpression(text)).not.toThrow()
    }
  })

  it('splits only at the outermost level', () => {
    const nodes = strip(parseExpression('((a = 1) AND (b = 2 OR c = 3))'))
    expect(split(nodes, 'and')).toHaveLength(2)
    expect(split(nodes, 'or')).toHaveLength(1)
  })
})

describe('isAlwaysTrue', () => {
  it.each([
    'true',
    '(true)',
    '(1 = 1)',
    '(tenant_id = tenant_id)',
    "((state = 'x') OR true)",
    '(true AND (1 = 1))',
  ])('%s', (text) => expect(isAlwaysTrue(text)).toBe(true))
  it.each(['', 'false', wrapped, '(tenant_id IS NOT NULL)', '(true AND (a = b))', '(1 = 2)'])(
    'not %s',
    (text) => expect(isAlwaysTrue(text)).toBe(false),
  )
})

describe('constantCalls', () => {
  it('knows the generated form', () => {
    expect(constantCalls(parseExpression(wrapped))).toEqual([
      { name: 'current_setting', setting: 'app.tenant_id', missingOk: true, nullif: true, wrapped: true },
    ])
  })
  it('sees what is missing', () => {
    const [bare] = constantCalls(
      parseExpression("(tenant_id = (current_setting('app.tenant_id'::text))::uuid)"),
    )
    expect(bare).toMatchObject({ missingOk: false, nullif: false, wrapped: false })
  })
  it('takes a call inside a correlated EXISTS for one per row', () => {
    const text =
      "(EXISTS ( SELECT FROM public.p WHERE (p.tenant_id = current_setting('app.tenant_id'::text, true))))"
    expect(constantCalls(parseExpression(text))[0]?.wrapped).toBe(false)
  })
  it('leaves calls on a column alone', () => {
    expect(constantCalls(parseExpression('public.visible(tenant_id)'))).toEqual([])
    expect(constantCalls(parseExpression("(tenant_id = auth.tenant('x'::text))"))[0]?.name).toBe(
      'auth.tenant',
    )
  })
})

describe('convertsColumn', () => {
  it('finds casts and calls', () => {
    expect(convertsColumn(parseExpression("((tenant_id)::text = 'a')"), 'tenant_id')).toBe('cast to text')
    expect(convertsColumn(parseExpression('(lower(tenant_id) = x)'), 'tenant_id')).toBe('call of lower()')
    expect(convertsColumn(parseExpression('((notes.tenant_id)::text = x)'), 'tenant_id')).toBe('cast to text')
    expect(convertsColumn(parseExpression(wrapped), 'tenant_id')).toBeUndefined()
  })
})
