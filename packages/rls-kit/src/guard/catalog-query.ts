/** One column as jsonb: $1 schema, $2 table, $3 column; $4 and $5 the table's oid and the column's number when it was recorded. */
export const columnQuery: string = `
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
  'columns', coalesce((select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('number', a.attnum, 'name', a.attname,
        'type', pg_catalog.format_type(a.atttypid, a.atttypmod)) order by a.attnum)
     from rel join pg_catalog.pg_attribute a on a.attrelid = rel.oid and a.attnum > 0 and not a.attisdropped), '[]'),
  'key', (select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('number', a.attnum, 'name', a.attname,
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
      and not exists (select from pg_catalog.pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))), '[]'),
  'constraints', coalesce((select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('name', k.conname,
        'definition', pg_catalog.pg_get_constraintdef(k.oid)) order by k.conname)
     from pg_catalog.pg_constraint k join att on att.attrelid = k.conrelid
    where k.contype in ('p', 'u', 'x', 'c', 'f') and (att.attnum = any (k.conkey) or exists (
      select from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass and d.objid = k.oid
         and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
         and d.refobjid = att.attrelid and d.refobjsubid = att.attnum))), '[]'),
  'triggers', coalesce((select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('name', t.tgname,
        'definition', pg_catalog.pg_get_triggerdef(t.oid), 'enabled', t.tgenabled) order by t.tgname)
     from pg_catalog.pg_trigger t join att on att.attrelid = t.tgrelid
    where not t.tgisinternal and exists (
      select from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass and d.objid = t.oid
         and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
         and d.refobjid = att.attrelid and d.refobjsubid = att.attnum)), '[]'),
  'partitions', coalesce((select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('schema', n.nspname, 'name', c.relname,
        'parent', (select pg_catalog.jsonb_build_object('schema', pn.nspname, 'name', pc.relname)
           from pg_catalog.pg_class pc join pg_catalog.pg_namespace pn on pn.oid = pc.relnamespace where pc.oid = tree.parentrelid),
        'bound', pg_catalog.pg_get_expr(c.relpartbound, c.oid), 'key', pg_catalog.pg_get_partkeydef(c.oid),
        'owner', pg_catalog.pg_get_userbyid(c.relowner), 'rowSecurity', c.relrowsecurity, 'forced', c.relforcerowsecurity)
        order by tree.level, n.nspname, c.relname)
     from rel cross join lateral pg_catalog.pg_partition_tree(rel.oid) tree
     join pg_catalog.pg_class c on c.oid = tree.relid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where tree.level > 0), '[]'),
  'views', ${viewsOf(`select w.ev_class as oid, 1 as depth from att
      join pg_catalog.pg_depend d on d.refobjid = att.attrelid and d.refobjsubid = att.attnum`)}
) as state`

/** The views over what `start` finds in pg_depend, and the views over those, each after what it reads. */
export function viewsOf(start: string): string {
  return `coalesce((with recursive reads as (
      ${start} and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
      join pg_catalog.pg_rewrite w on w.oid = d.objid
    union
      select w.ev_class, reads.depth + 1 from reads
        join pg_catalog.pg_depend d on d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjid = reads.oid
         and d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
        join pg_catalog.pg_rewrite w on w.oid = d.objid and w.ev_class <> reads.oid
       where reads.depth < 50
    ), deepest as (select oid, pg_catalog.max(depth) as depth from reads group by oid)
    select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('schema', n.nspname, 'name', v.relname, 'kind', v.relkind,
        'definition', pg_catalog.rtrim(pg_catalog.pg_get_viewdef(v.oid), '; '),
        'options', coalesce(pg_catalog.to_jsonb(v.reloptions), '[]'), 'owner', pg_catalog.pg_get_userbyid(v.relowner),
        'comment', pg_catalog.obj_description(v.oid, 'pg_class'), 'populated', v.relispopulated,
        'grants', coalesce((select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
            'grantee', case when x.grantee = 0 then '' else pg_catalog.pg_get_userbyid(x.grantee) end,
            'privilege', x.privilege_type, 'grantable', x.is_grantable))
          from pg_catalog.aclexplode(v.relacl) x where x.grantee <> v.relowner), '[]'),
        'indexes', coalesce((select pg_catalog.jsonb_agg(pg_catalog.pg_get_indexdef(i.indexrelid) order by i.indexrelid)
          from pg_catalog.pg_index i where i.indrelid = v.oid), '[]')) order by deepest.depth, n.nspname, v.relname)
      from deepest join pg_catalog.pg_class v on v.oid = deepest.oid and v.relkind in ('v', 'm')
      join pg_catalog.pg_namespace n on n.oid = v.relnamespace where n.nspname <> 'rls_kit_guard'), '[]')`
}
