import { describe, expect, it } from 'vitest'
import { infer } from './infer.ts'
import { render } from './render.ts'
import type { InitTable } from './types.ts'

const table = (
  name: string,
  columns: Record<string, string>,
  keys: InitTable['foreignKeys'] = [],
  schema = 'public',
): InitTable => ({
  schema,
  name,
  columns: Object.entries(columns).map(([column, type]) => ({
    name: column,
    type: type.replace('?', ''),
    notNull: !type.endsWith('?'),
  })),
  primaryKey: ['id'],
  foreignKeys: keys,
})
const key = (column: string, target: string, cascades = false) => ({
  column,
  cascades,
  schema: 'public',
  table: target,
  references: 'id',
})

const tables = [
  table('tenants', { id: 'uuid', name: 'text' }),
  table('projects', { id: 'uuid', tenant_id: 'uuid' }, [key('tenant_id', 'tenants')]),
  table('notes', { id: 'uuid', tenant_id: 'uuid?', project_id: 'uuid' }, [key('project_id', 'projects')]),
  table('comments', { id: 'uuid', note_id: 'uuid' }, [key('note_id', 'notes')]),
  table('likes', { id: 'uuid', comment_id: 'uuid', project_id: 'uuid' }, [
    key('comment_id', 'comments'),
    key('project_id', 'projects'),
  ]),
  table('loose', { id: 'uuid', note_id: 'uuid?' }, [key('note_id', 'notes')]),
  table('plans', { id: 'integer', name: 'text' }),
  table('odd.name', { id: 'uuid', tenant_id: 'uuid', embedding: 'vector(1536)' }, [], 'crm'),
  table('_prisma_migrations', { id: 'text' }),
]

describe('infer', () => {
  const found = infer(tables)
  const how = (name: string) => found.tables.find((entry) => entry.table.name === name)?.how

  it('finds the tenant by column, by foreign keys over several steps, and of the tenants themselves', () => {
    expect(found).toMatchObject({ column: 'tenant_id', type: 'uuid' })
    expect(how('projects')).toEqual({ kind: 'tenant', column: 'tenant_id', readOnly: false })
    expect(how('tenants')).toEqual({ kind: 'tenant', column: 'id', readOnly: true })
    expect(how('comments')).toMatchObject({ kind: 'via', column: 'note_id' })
    expect(how('likes')).toMatchObject({ kind: 'via' })
  })

  it('lists what it cannot decide, and what a person should look at', () => {
    expect(how('plans')).toMatchObject({ kind: 'undecided' })
    expect(how('loose')).toMatchObject({ kind: 'undecided' }) // its foreign key may be NULL
    expect(how('_prisma_migrations')).toMatchObject({
      kind: 'undecided',
      why: expect.stringContaining('migration tool'),
    })
    expect(found.tables.find((entry) => entry.table.name === 'notes')?.remarks).toEqual([
      'tenant_id can be NULL: such rows belong to nobody',
    ])
    expect(found.tables.find((entry) => entry.table.name === 'likes')?.remarks[0]).toContain(
      'could also go through',
    )
  })

  it('takes a foreign key to the tenants for a tenant column, and a row for a part of what it goes away with', () => {
    const more = [
      ...tables,
      table('keys', { id: 'uuid', owner: 'uuid', hash: 'text' }, [key('owner', 'tenants')]),
      table('replies', { id: 'uuid', author_id: 'uuid', like_id: 'uuid' }, [
        key('author_id', 'projects'),
        key('like_id', 'likes', true),
      ]),
    ]
    const found = infer(more).tables
    const how = (name: string) => found.find((entry) => entry.table.name === name)?.how
    expect(how('keys')).toEqual({ kind: 'tenant', column: 'owner', readOnly: false })
    expect(how('replies')).toMatchObject({ kind: 'via', column: 'like_id' })
  })

  it('takes the column that it is told, and says when there is none', () => {
    expect(infer(tables, 'project_id').column).toBe('project_id')
    expect(() => infer([table('a', { id: 'uuid' })])).toThrow(/looks like a tenant id/)
    expect(infer([table('a', { id: 'uuid', organizationId: 'text' })])).toMatchObject({
      column: 'organizationId',
      type: 'text',
    })
  })

  it('writes a file that says it all', () => {
    const text = render(found, { app: "o'app", owner: 'boss', setting: 'app.tenant_id' })
    expect(text).toContain("roles: { app: 'o\\'app', owner: 'boss' }")
    expect(text).toContain("tenants: { tenant: 'id', commands: ['select'] },")
    expect(text).toContain("comments: { via: { table: 'notes', column: 'note_id' } },")
    expect(text).toContain(
      "'crm.\"odd.name\"': { tenant: 'tenant_id', guard: [{ column: 'embedding', type: 'vector(1536)', data: 'snapshot' }] },",
    )
    expect(text).toContain("// plans: { shared: 'read' },")
  })
})
