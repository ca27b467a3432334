import { expect, it } from 'vitest'
import { acceptKey, formatBaseline, parseBaseline } from './baseline.ts'
import type { Finding } from './types.ts'

const finding = (object: string): Finding => ({
  rule: 'rls-disabled',
  severity: 'error',
  object,
  evidence: '',
  why: '',
  fix: '',
})

it('reads what it writes, sorted and once each', () => {
  const text = formatBaseline([finding('public.b'), finding('public.a'), finding('public.b')])
  expect([...parseBaseline(text)]).toEqual(['rls-disabled public.a', 'rls-disabled public.b'])
})

it('takes remarks, empty lines and either line end', () => {
  const text = '# why\r\n\r\nrls-disabled public.a # looked at in review\r\n  rls-disabled public.b  \n'
  expect([...parseBaseline(text)]).toEqual(['rls-disabled public.a', 'rls-disabled public.b'])
})

it('keeps a # that belongs to a name', () => {
  const key = acceptKey(finding('public.c#1'))
  expect(parseBaseline(key).has(key)).toBe(true)
})
