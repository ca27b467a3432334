import { expect, it } from 'vitest'
import { textCheck } from './texts.ts'

it('refuses a text each time, and lets one pass each time', () => {
  const check = textCheck(['app.tenant_id'])
  for (let time = 0; time < 3; time++) {
    expect(() => check('commit')).toThrow(expect.objectContaining({ code: 'STATEMENT_REFUSED' }))
    expect(() => check("set local app.tenant_id = 'x'")).toThrow(/SET LOCAL/)
    expect(check('select 1')).toEqual({ mayPrepare: false })
    expect(check("do $$ begin execute 'PREPARE x as select 1'; end $$")).toEqual({ mayPrepare: true })
  }
})

it('knows a text only among its own settings', () => {
  expect(textCheck([])("set local app.tenant_id = 'x'")).toEqual({ mayPrepare: false })
  expect(() => textCheck(['app.tenant_id'])("set local app.tenant_id = 'x'")).toThrow()
})

it('answers the same for more texts than it remembers', () => {
  const check = textCheck([])
  for (let time = 0; time < 2; time++) {
    for (let n = 0; n < 2_000; n++) expect(check(`select ${n} as prepare`).mayPrepare).toBe(true)
    expect(check(`select '${'x'.repeat(10_000)}'`).mayPrepare).toBe(false)
  }
})
