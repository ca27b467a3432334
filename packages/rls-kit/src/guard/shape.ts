import { quoteIdent, quoteLiteral } from '../sql.ts'
import type { Queryable } from '../types.ts'
import { one } from './session.ts'
import { tableOf } from './target.ts'
import type { GuardTarget } from './types.ts'

/** The table around a guarded column, so that DROP TABLE, DROP SCHEMA or a forced reset can be undone too. */
export interface TableShape {
  readonly owner: string
  readonly comment: string | null
  readonly columns: readonly {
    readonly name: string
    readonly type: string
    readonly notNull: boolean
    readonly default: string | null
    /** `s` or `v` where generated. */
    readonly generated: string
    /** `a` always, `d` by default, empty where it is no identity column. */
    readonly identity: string
    /** Whether its values are kept with each row: not where generated, nor where a pgvector type has its own record. */
    readonly kept: boolean
  }[]
  /** Primary key first, foreign keys last. */
  readonly constraints: readonly {
    readonly name: string
    readonly type: string
    readonly definition: string
  }[]
  /** Indexes that belong to no constraint and do not read the guarded column. */
  readonly indexes: readonly string[]
  readonly triggers: readonly string[]
  readonly grants: readonly {
    readonly grantee: string
    readonly privilege: string
    readonly grantable: boolean
  }[]
  /** Foreign keys of other tables that point here. */
  readonly inbound: readonly { readonly table: string; readonly name: string; readonly definition: string }[]
  readonly sequences: readonly {
    readonly name: string
    readonly column: string
    readonly identity: boolean
  }[]
}

/** Reads the shape of a table. Call it inside a transaction with an empty search_path. */
export async function readShape(db: Queryable, target: GuardTarget): Promise<TableShape> {
  const row = await one<{ shape: TableShape }>(db, shapeQuery, [tableOf(target), target.column])
  return row!.shape
}

const shapeQuery = `
with rel as (select c.* from pg_catalog.pg_class c where c.oid = $1::text::pg_catalog.regclass)
select pg_catalog.jsonb_build_object(
  'owner', (select pg_catalog.pg_get_userbyid(relowner) from rel),
  'comment', (select pg_catalog.obj_description(oid, 'pg_class') from rel),
  'columns', (select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('name', a.attname,
      'type', pg_catalog.format_type(a.atttypid, a.atttypmod), 'notNull', a.attnotnull,
      'default', (select pg_catalog.pg_get_expr(d.adbin, d.adrelid) from pg_catalog.pg_attrdef d
                   where d.adrelid = a.attrelid and d.adnum = a.attnum),
      'generated', a.attgenerated, 'identity', a.attidentity,
      'kept', a.attgenerated = '' and a.attname <> $2 and t.typname not in ('vector', 'halfvec', 'sparsevec'))
      order by a.attnum)
    from rel join pg_catalog.pg_attribute a on a.attrelid = rel.oid and a.attnum > 0 and not a.attisdropped
    join pg_catalog.pg_type t on t.oid = a.atttypid),
  'constraints', coalesce((select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('name', k.conname,
      'type', k.contype, 'definition', pg_catalog.pg_get_constraintdef(k.oid))
      order by pg_catalog.array_position(array['p', 'u', 'x', 'c', 'f']::"char"[], k.contype), k.conname)
    from rel join pg_catalog.pg_constraint k on k.conrelid = rel.oid where k.contype in ('p', 'u', 'x', 'c', 'f')), '[]'),
  'indexes', coalesce((select pg_catalog.jsonb_agg(pg_catalog.pg_get_indexdef(i.indexrelid) order by i.indexrelid)
    from rel join pg_catalog.pg_index i on i.indrelid = rel.oid
    where not exists (select from pg_catalog.pg_constraint k where k.conindid = i.indexrelid)
      and not exists (select from pg_catalog.pg_depend d join pg_catalog.pg_attribute a
        on a.attrelid = rel.oid and a.attnum = d.refobjsubid and a.attname = $2
        where d.objid = i.indexrelid and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
          and d.refobjid = rel.oid)), '[]'),
  'triggers', coalesce((select pg_catalog.jsonb_agg(pg_catalog.pg_get_triggerdef(t.oid) order by t.tgname)
    from rel join pg_catalog.pg_trigger t on t.tgrelid = rel.oid where not t.tgisinternal), '[]'),
  'grants', coalesce((select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
      'grantee', case when x.grantee = 0 then '' else pg_catalog.pg_get_userbyid(x.grantee) end,
      'privilege', x.privilege_type, 'grantable', x.is_grantable))
    from rel cross join lateral pg_catalog.aclexplode(rel.relacl) x where x.grantee <> rel.relowner), '[]'),
  'inbound', coalesce((select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
      'table', k.conrelid::pg_catalog.regclass::text, 'name', k.conname,
      'definition', pg_catalog.pg_get_constraintdef(k.oid)))
    from rel join pg_catalog.pg_constraint k on k.confrelid = rel.oid and k.conrelid <> rel.oid
    where k.contype = 'f' and k.conparentid = 0), '[]'),
  'sequences', coalesce((select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
      'name', d.objid::pg_catalog.regclass::text, 'column', a.attname, 'identity', d.deptype = 'i'))
    from rel join pg_catalog.pg_depend d on d.refobjid = rel.oid and d.deptype in ('a', 'i')
      and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
      and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
    join pg_catalog.pg_class s on s.oid = d.objid and s.relkind = 'S'
    join pg_catalog.pg_attribute a on a.attrelid = rel.oid and a.attnum = d.refobjsubid), '[]')
) as shape`

/** Statements that create the table again, empty, with what it needs to take its rows. Pure. */
export function createTable(target: GuardTarget, shape: TableShape): string[] {
  const table = tableOf(target)
  const columns = shape.columns.map((column) => {
    const stored = { s: 'stored', v: 'virtual' }[column.generated]
    const rule =
      stored !== undefined
        ? ` generated always as (${column.default}) ${stored}`
        : column.identity !== ''
          ? ` generated ${column.identity === 'a' ? 'always' : 'by default'} as identity`
          : column.default === null
            ? ''
            : ` default ${column.default}`
    // The guarded column gets its NOT NULL once it has its data.
    const notNull = column.notNull && column.name !== target.column ? ' not null' : ''
    return `${quoteIdent(column.name)} ${column.type}${rule}${notNull}`
  })
  return [
    ...shape.sequences.filter((s) => !s.identity).map((s) => `create sequence if not exists ${s.name}`),
    `create table ${table} (${columns.join(', ')})`,
    ...shape.sequences
      .filter((s) => !s.identity)
      .map((s) => `alter sequence ${s.name} owned by ${table}.${quoteIdent(s.column)}`),
    ...shape.constraints
      .filter((k) => k.type !== 'f')
      .map((k) => `alter table ${table} add constraint ${quoteIdent(k.name)} ${k.definition}`),
    ...shape.grants.map(
      (g) =>
        `grant ${g.privilege} on ${table} to ${g.grantee === '' ? 'public' : quoteIdent(g.grantee)}${g.grantable ? ' with grant option' : ''}`,
    ),
    ...(shape.comment === null ? [] : [`comment on table ${table} is ${quoteLiteral(shape.comment)}`]),
    `alter table ${table} owner to ${quoteIdent(shape.owner)}`,
  ]
}

/** Statements that may fail because something else is gone as well: each is tried by itself, when the rows are back. */
export function finishTable(target: GuardTarget, shape: TableShape): string[] {
  const table = tableOf(target)
  return [
    ...shape.sequences.map(
      (s) =>
        `select pg_catalog.setval(pg_catalog.pg_get_serial_sequence(${quoteLiteral(table)}, ${quoteLiteral(s.column)}),
           (select pg_catalog.max(${quoteIdent(s.column)}) from ${table}))`,
    ),
    ...shape.indexes.map((definition) =>
      definition
        .replace(/^CREATE (UNIQUE )?INDEX /, 'CREATE $1INDEX IF NOT EXISTS ')
        .replace(/ ON ONLY /, ' ON '),
    ),
    ...shape.constraints
      .filter((k) => k.type === 'f')
      .map((k) => `alter table ${table} add constraint ${quoteIdent(k.name)} ${k.definition}`),
    ...shape.inbound.map(
      (k) => `alter table ${k.table} add constraint ${quoteIdent(k.name)} ${k.definition}`,
    ),
    ...shape.triggers,
  ]
}
