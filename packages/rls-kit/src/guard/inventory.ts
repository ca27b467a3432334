import type { Queryable } from '../types.ts'
import { inTransaction, many } from './session.ts'

/** One thing that a schema tool can drop. */
export interface InventoryItem {
  /** Such as `table`, `column`, `index` or `policy`. */
  readonly kind: string
  /** Qualified, such as `public.notes.title`. */
  readonly name: string
  /** Its definition, or what of it a tool may change. */
  readonly detail: string
  /** The table, view or schema that it goes with. */
  readonly of: string | null
}

/** What a command did to the schema. */
export interface InventoryChange {
  readonly dropped: readonly InventoryItem[]
  readonly created: readonly InventoryItem[]
}

/** Lists everything in the database's own schemas, from the catalog alone. */
export async function takeInventory(db: Queryable): Promise<InventoryItem[]> {
  return inTransaction(db, () => many<InventoryItem>(db, query))
}

/** What of `before` is not in `after`, and the other way round. A changed definition is in both. Pure. */
export function compareInventories(
  before: readonly InventoryItem[],
  after: readonly InventoryItem[],
): InventoryChange {
  return { dropped: without(before, after), created: without(after, before) }
}

function without(items: readonly InventoryItem[], others: readonly InventoryItem[]): InventoryItem[] {
  const there = new Set(others.map(identity))
  return items.filter((item) => !there.has(identity(item)))
}

const identity = (item: InventoryItem): string => JSON.stringify([item.kind, item.name, item.detail])

/** What a person has to read: no parts of a table that is gone as a whole. Pure. */
export function outermost(items: readonly InventoryItem[]): InventoryItem[] {
  const whole = new Set(
    items
      .filter((item) => /^(schema|table|view|materialized view)$/.test(item.kind))
      .map((item) => item.name),
  )
  return items.filter((item) => item.of === null || !whole.has(item.of))
}

const query = `
with space as (
  select oid, nspname from pg_catalog.pg_namespace
   where nspname !~ '^pg_' and nspname not in ('information_schema', 'rls_kit_guard')
), member as (select classid, objid from pg_catalog.pg_depend where deptype = 'e'),
rel as (
  select c.*, pg_catalog.format('%I.%I', s.nspname, c.relname) as name, pg_catalog.quote_ident(s.nspname) as space
    from pg_catalog.pg_class c join space s on s.oid = c.relnamespace
   where c.relpersistence <> 't' and not exists (select from member m
     where m.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and m.objid = c.oid)
)
select 'schema' as kind, pg_catalog.quote_ident(nspname) as name, '' as detail, null::text as of from space
union all select 'extension', pg_catalog.quote_ident(e.extname), n.nspname || ' ' || e.extversion, null
  from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace
union all select case relkind when 'r' then 'table' when 'p' then 'table' when 'v' then 'view' when 'm' then 'materialized view'
    when 'S' then 'sequence' else 'foreign table' end, name,
    case when relkind in ('v', 'm') then pg_catalog.pg_get_viewdef(oid) else '' end, space
  from rel where relkind in ('r', 'p', 'v', 'm', 'S', 'f')
union all select 'row security', name, case when relforcerowsecurity then 'on, forced' else 'on' end, name
  from rel where relrowsecurity
union all select 'column', pg_catalog.format('%s.%I', rel.name, a.attname),
    pg_catalog.format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end
      || coalesce(case when a.attgenerated = '' then ' default ' else ' generated ' end || pg_catalog.pg_get_expr(d.adbin, d.adrelid), ''),
    rel.name
  from rel join pg_catalog.pg_attribute a on a.attrelid = rel.oid and a.attnum > 0 and not a.attisdropped
  left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum where rel.relkind in ('r', 'p', 'f')
union all select 'index', rel.name, pg_catalog.pg_get_indexdef(rel.oid), t.name
  from rel join pg_catalog.pg_index i on i.indexrelid = rel.oid join rel t on t.oid = i.indrelid
 where not exists (select from pg_catalog.pg_constraint k where k.conindid = rel.oid and k.contype in ('p', 'u', 'x'))
union all select 'constraint', pg_catalog.format('%s.%I', rel.name, k.conname), pg_catalog.pg_get_constraintdef(k.oid), rel.name
  from rel join pg_catalog.pg_constraint k on k.conrelid = rel.oid where k.contype in ('p', 'u', 'x', 'c', 'f')
union all select 'policy', pg_catalog.format('%s.%I', rel.name, p.polname),
    pg_catalog.concat_ws(' ', p.polcmd, p.polpermissive, p.polroles::text, pg_catalog.pg_get_expr(p.polqual, p.polrelid),
      'check', pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)), rel.name
  from rel join pg_catalog.pg_policy p on p.polrelid = rel.oid
union all select 'trigger', pg_catalog.format('%s.%I', rel.name, t.tgname), pg_catalog.pg_get_triggerdef(t.oid), rel.name
  from rel join pg_catalog.pg_trigger t on t.tgrelid = rel.oid where not t.tgisinternal
union all select 'type', pg_catalog.format('%I.%I', s.nspname, t.typname),
    coalesce((select pg_catalog.string_agg(e.enumlabel, ', ' order by e.enumsortorder) from pg_catalog.pg_enum e where e.enumtypid = t.oid), ''),
    pg_catalog.quote_ident(s.nspname)
  from pg_catalog.pg_type t join space s on s.oid = t.typnamespace
 where t.typtype in ('e', 'd', 'r') and not exists (select from member m
   where m.classid = 'pg_catalog.pg_type'::pg_catalog.regclass and m.objid = t.oid)
union all select 'function', p.oid::pg_catalog.regprocedure::text, pg_catalog.md5(p.prosrc), pg_catalog.quote_ident(s.nspname)
  from pg_catalog.pg_proc p join space s on s.oid = p.pronamespace
 where not exists (select from member m where m.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and m.objid = p.oid)
order by 1, 2, 3`
