import type { Queryable } from '../types.ts'
import { many, one } from './session.ts'
import type { ColumnState, GuardTarget } from './types.ts'

/**
 * Reads everything of a column that a schema tool could lose. Call it inside {@link inTransaction}: with an
 * empty search_path every definition comes out qualified. `known` is where the column was when it was recorded;
 * by it a renamed or moved column is found again.
 */
export async function readColumn(
  db: Queryable,
  target: GuardTarget,
  known?: { relid: number; attnum: number } | undefined,
): Promise<ColumnState> {
  const row = await one<{ state: Omit<ColumnState, 'target' | 'movedTo'> & { moved: GuardTarget | null } }>(
    db,
    columnQuery,
    [target.schema, target.table, target.column, known?.relid ?? 0, known?.attnum ?? 0],
  )
  const { moved, ...state } = row!.state
  return { target, ...state, movedTo: state.column === null ? moved : null }
}

/** Whether there is such a column at all. */
export async function columnExists(db: Queryable, target: GuardTarget): Promise<boolean> {
  const found = await one(
    db,
    `select from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname = $1 and c.relname = $2 and a.attname = $3 and c.relkind in ('r', 'p')
        and a.attnum > 0 and not a.attisdropped`,
    [target.schema, target.table, target.column],
  )
  return found !== undefined
}

/** Every column of a pgvector type in an ordinary or partitioned table, but not in a partition. */
export async function discoverColumns(db: Queryable): Promise<GuardTarget[]> {
  return many<GuardTarget>(
    db,
    `select n.nspname as schema, c.relname as table, a.attname as column,
            pg_catalog.format_type(a.atttypid, a.atttypmod) as type
       from pg_catalog.pg_attribute a
       join pg_catalog.pg_class c on c.oid = a.attrelid
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       join pg_catalog.pg_type t on t.oid = a.atttypid
      where c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped
        and c.relpersistence <> 't' and t.typname in ('vector', 'halfvec', 'sparsevec')
        and exists (select from pg_catalog.pg_depend d join pg_catalog.pg_extension e on e.oid = d.refobjid
                     where d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass and d.objid = t.oid
                       and d.deptype = 'e' and e.extname = 'vector')
        and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'rls_kit_guard')
      order by 1, 2, 3`,
  )
}

const columnQuery = `
with rel as (
  select c.* from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where n.nspname = $1 and c.relname = $2 and c.relkind in ('r', 'p')
), att as (
  select a.* from pg_catalog.pg_attribute a join rel on rel.oid = a.attrelid
   where a.attname = $3 and a.attnum > 0 and not a.attisdropped
), key as (
  select i.* from pg_catalog.pg_index i join rel on rel.oid = i.indrelid
   where i.indisunique and i.indisvalid and i.indimmediate and i.indpred is null and i.indexprs is null
     and not exists (select from pg_catalog.pg_attribute a
                      where a.attrelid = i.indrelid and a.attnum = any (i.indkey::int2[]) and not a.attnotnull)
   order by i.indisprimary desc, i.indnkeyatts, i.indexrelid limit 1
)
select pg_catalog.jsonb_build_object(
  'schemaExists', exists (select from pg_catalog.pg_namespace where nspname = $1),
  'table', (select pg_catalog.jsonb_build_object('oid', rel.oid::int8, 'kind', rel.relkind,
      'owner', pg_catalog.pg_get_userbyid(rel.relowner),
      'rowSecurity', rel.relrowsecurity, 'forced', rel.relforcerowsecurity) from rel),
  'column', (select pg_catalog.jsonb_build_object(
      'number', a.attnum, 'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
      'typeName', t.typname, 'typeSchema', tn.nspname, 'typeModifier', a.atttypmod,
      'extension', (select e.extname from pg_catalog.pg_depend d join pg_catalog.pg_extension e on e.oid = d.refobjid
                     where d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass and d.objid = t.oid
                       and d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass and d.deptype = 'e'),
      'notNull', a.attnotnull,
      'default', (select pg_catalog.pg_get_expr(ad.adbin, ad.adrelid) from pg_catalog.pg_attrdef ad
                   where ad.adrelid = a.attrelid and ad.adnum = a.attnum),
      'generated', a.attgenerated, 'comment', pg_catalog.col_description(a.attrelid, a.attnum),
      'statistics', case when a.attstattarget >= 0 then a.attstattarget end,
      'storage', a.attstorage, 'compression', a.attcompression,
      'grants', coalesce((select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
            'grantee', case when x.grantee = 0 then '' else pg_catalog.pg_get_userbyid(x.grantee) end,
            'privilege', x.privilege_type, 'grantable', x.is_grantable)
            order by pg_catalog.pg_get_userbyid(x.grantee), x.privilege_type)
          from pg_catalog.aclexplode(a.attacl) x), '[]'))
     from att a join pg_catalog.pg_type t on t.oid = a.atttypid
     join pg_catalog.pg_namespace tn on tn.oid = t.typnamespace),
  'moved', (select pg_catalog.jsonb_build_object('schema', n.nspname, 'table', c.relname, 'column', a.attname)
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     join pg_catalog.pg_attribute a on a.attrelid = c.oid
    where c.oid = $4::int8::pg_catalog.oid and a.attnum = $5::int2 and not a.attisdropped and c.relkind in ('r', 'p')),
  'key', (select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('name', a.attname,
        'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
        'native', t.typnamespace = 'pg_catalog'::pg_catalog.regnamespace and t.typtype = 'b') order by k.position)
     from key cross join lateral pg_catalog.unnest(key.indkey::int2[]) with ordinality k(attnum, position)
     join pg_catalog.pg_attribute a on a.attrelid = key.indrelid and a.attnum = k.attnum
     join pg_catalog.pg_type t on t.oid = a.atttypid
    where k.position <= key.indnkeyatts),
  'policies', coalesce((select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
        'name', p.polname, 'permissive', p.polpermissive, 'command', p.polcmd,
        'roles', (select pg_catalog.jsonb_agg(case when r = 0 then 'public' else pg_catalog.pg_get_userbyid(r) end
                    order by case when r = 0 then 'public' else pg_catalog.pg_get_userbyid(r) end)
                    from pg_catalog.unnest(p.polroles) r),
        'using', pg_catalog.pg_get_expr(p.polqual, p.polrelid),
        'check', pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid),
        'comment', pg_catalog.obj_description(p.oid, 'pg_policy')) order by p.polname)
     from pg_catalog.pg_policy p join rel on rel.oid = p.polrelid), '[]'),
  'indexes', coalesce((select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('name', c.relname,
        'definition', pg_catalog.pg_get_indexdef(i.indexrelid), 'valid', i.indisvalid,
        'comment', pg_catalog.obj_description(i.indexrelid, 'pg_class')) order by c.relname)
     from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid join att on att.attrelid = i.indrelid
    where exists (select from pg_catalog.pg_depend d
                   where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = i.indexrelid
                     and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                     and d.refobjid = att.attrelid and d.refobjsubid = att.attnum)
      and not exists (select from pg_catalog.pg_constraint k where k.conindid = i.indexrelid)), '[]'),
  'constraints', coalesce((select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('name', k.conname,
        'definition', pg_catalog.pg_get_constraintdef(k.oid)) order by k.conname)
     from pg_catalog.pg_constraint k join att on att.attrelid = k.conrelid and att.attnum = any (k.conkey)
    where k.contype in ('c', 'u', 'x', 'f')), '[]'),
  'views', coalesce((select pg_catalog.jsonb_agg(distinct pg_catalog.jsonb_build_object('schema', n.nspname,
        'name', v.relname, 'definition', pg_catalog.pg_get_viewdef(v.oid),
        'options', coalesce(pg_catalog.to_jsonb(v.reloptions), '[]')))
     from att join pg_catalog.pg_depend d on d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
      and d.refobjid = att.attrelid and d.refobjsubid = att.attnum
      and d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
     join pg_catalog.pg_rewrite w on w.oid = d.objid
     join pg_catalog.pg_class v on v.oid = w.ev_class and v.relkind = 'v'
     join pg_catalog.pg_namespace n on n.oid = v.relnamespace where n.nspname <> 'rls_kit_guard'), '[]')
) as state`
