import { describe, expect, it } from 'vitest'
import { defineRls } from './define.ts'
import type { RlsConfig } from './types.ts'

const config = (tables: RlsConfig['tables'], more: Partial<RlsConfig> = {}): RlsConfig => ({
  tenant: { type: 'uuid' },
  roles: { app: 'app', owner: 'boss' },
  tables,
  ...more,
})
const problems = (broken: RlsConfig): string => {
  try {
    defineRls(broken)
  } catch (error) {
    return (error as Error).message
  }
  return ''
}

describe('defineRls', () => {
  it('fills defaults in, and answers the same for the same', () => {
    const made = defineRls(
      config({
        notes: { tenant: 'tenant_id', also: { column: 'project_id', memberOf: 'members' } },
        members: { tenant: 'tenant_id' },
        plans: { shared: 'read' },
      }),
    )
    expect(made.tenant).toEqual({
      setting: 'app.tenant_id',
      type: 'uuid',
      userSetting: 'app.user_id',
      userType: 'uuid',
    })
    expect(made.tables[0]).toMatchObject({
      schema: 'public',
      name: 'notes',
      kind: 'tenant',
      commands: ['select', 'insert', 'update', 'delete'],
      also: [{ kind: 'member', column: 'project_id', key: 'project_id', user: 'user_id' }],
      index: true,
    })
    expect(made.tables[2]?.commands).toEqual(['select'])
  })

  it('reads schemas and odd names', () => {
    const made = defineRls(config({ '"a.b"."c""d"': { tenant: 't' }, 'crm.notes': { tenant: 't' } }))
    expect(made.tables.map(({ schema, name }) => [schema, name])).toEqual([
      ['a.b', 'c"d'],
      ['crm', 'notes'],
    ])
  })

  it.each([
    ['a name that PostgreSQL would cut', config({ ['x'.repeat(64)]: { tenant: 't' } }), '63 bytes'],
    ['a name whose bytes are too many', config({ ['ä'.repeat(32)]: { tenant: 't' } }), '63 bytes'],
    ['a NUL', config({ notes: { tenant: 'a\0b' } }), 'NUL'],
    ['no kind', config({ notes: {} }), 'exactly one of'],
    ['two kinds', config({ notes: { tenant: 't', shared: 'read' } }), 'exactly one of'],
    [
      'an owner who is the app',
      config({ notes: { tenant: 't' } }, { roles: { app: 'x', owner: 'x' } }),
      'must differ',
    ],
    [
      'a setting without a dot',
      config({ notes: { tenant: 't' } }, { tenant: { type: 'uuid', setting: 'tenant' } }),
      'prefix and a dot',
    ],
    [
      'an unknown type',
      config({ notes: { tenant: 't' } }, { tenant: { type: 'float' as 'uuid' } }),
      'one of uuid',
    ],
    ['via to nowhere', config({ notes: { via: { table: 'x', column: 'y' } } }), 'not declared'],
    [
      'via in a circle',
      config({ a: { via: { table: 'b', column: 'x' } }, b: { via: { table: 'a', column: 'x' } } }),
      'circle',
    ],
    [
      'via to a shared table',
      config({ a: { via: { table: 'b', column: 'x' } }, b: { shared: 'read' } }),
      'has no tenant',
    ],
    [
      'memberships in the table itself',
      config({ m: { tenant: 't', also: { column: 'p', memberOf: 'm' } } }),
      'recurses',
    ],
    ['an unknown command', config({ notes: { tenant: 't', commands: ['drop' as 'select'] } }), 'is none of'],
    ['writes to a read-only table', config({ notes: { shared: 'read', commands: ['insert'] } }), 'rules out'],
    ['no tables', config({}), 'declares none'],
    [
      'a guard without a type',
      config({ notes: { tenant: 't', guard: [{ column: 'v', type: '' }] } }),
      'must be a type',
    ],
  ])('refuses %s', (_, broken, message) => {
    expect(problems(broken)).toContain(message)
  })

  it('reports all mistakes at once', () => {
    expect(problems(config({ a: {}, b: {} })).split('\n')).toHaveLength(3)
  })
})
