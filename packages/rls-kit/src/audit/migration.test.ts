import { expect, it } from 'vitest'
import { toMigration } from './migration.ts'
import type { Finding } from './types.ts'

const finding = (fix: string, object = 'public.a'): Finding => ({
  rule: 'r',
  severity: 'error',
  object,
  evidence: 'e',
  why: 'w',
  fix,
})

it('runs each statement once, in one transaction', () => {
  const text = toMigration([
    finding('alter table a enable row level security;'),
    finding('alter table a enable row level security;\nselect 1;'),
  ])
  expect(text.match(/enable row level security/g)).toHaveLength(1)
  expect(text).toMatch(/^begin;$/m)
  expect(text.trimEnd().endsWith('commit;')).toBe(true)
})

it('keeps statements of several lines whole', () => {
  const one = finding('alter policy p on a\n  with check (x = 1);')
  const two = finding('alter policy q on a\n  with check (x = 1);')
  expect(toMigration([one, two, one]).match(/with check/g)).toHaveLength(2)
})

it('does not alter a policy that it drops', () => {
  const text = toMigration([
    finding('alter policy "p" on "a"\n  using (true);'),
    finding('drop policy if exists "p" on "a";'),
  ])
  expect(text).not.toContain('alter policy')
})

it('lets no name end a comment', () => {
  expect(toMigration([finding('select 1;', 'public.x\ndrop table y;')])).not.toMatch(/^drop table/m)
})
