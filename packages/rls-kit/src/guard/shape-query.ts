import { viewsOf } from './catalog-query.ts'

const grants = (acl: string, owner: string): string =>
  `coalesce((select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
      'grantee', case when x.grantee = 0 then '' else pg_catalog.pg_get_userbyid(x.grantee) end,
      'privilege', x.privilege_type, 'grantable', x.is_grantable))
    from pg_catalog.aclexplode(${acl}) x where x.grantee <> ${owner}), '[]')`

/** A table as jsonb: $1 its qualified name, $2 the guarded column, $3 whether none has a record of its own. */
export const shapeQuery: string = `
with rel as (select c.* from pg_catalog.pg_class c where c.oid = $1::text::pg_catalog.regclass),
att as (
  select a.*, t.typstorage, t.typcollation,
      not $3 and (a.attname = $2 or t.typname in ('vector', 'halfvec', 'sparsevec')) as own
    from rel join pg_catalog.pg_attribute a on a.attrelid = rel.oid and a.attnum > 0 and not a.attisdropped
    join pg_catalog.pg_type t on t.oid = a.atttypid
)
select pg_catalog.jsonb_build_object(
  'owner', (select pg_catalog.pg_get_userbyid(relowner) from rel),
  'comment', (select pg_catalog.obj_description(oid, 'pg_class') from rel),
  'partitionKey', (select pg_catalog.pg_get_partkeydef(oid) from rel),
  'inherits', coalesce((select pg_catalog.jsonb_agg(i.inhparent::pg_catalog.regclass::text order by i.inhseqno)
    from rel join pg_catalog.pg_inherits i on i.inhrelid = rel.oid join pg_catalog.pg_class p on p.oid = i.inhparent
    join pg_catalog.pg_namespace n on n.oid = p.relnamespace where not rel.relispartition and n.nspname <> 'rls_kit_guard'), '[]'),
  'unlogged', (select relpersistence = 'u' from rel),
  'options', (select coalesce(pg_catalog.to_jsonb(reloptions), '[]') from rel),
  'replicaIdentity', (select relreplident from rel),
  'replicaIndex', (select c.relname from rel join pg_catalog.pg_index i on i.indrelid = rel.oid and i.indisreplident
    join pg_catalog.pg_class c on c.oid = i.indexrelid),
  'columns', (select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('name', a.attname,
      'type', pg_catalog.format_type(a.atttypid, a.atttypmod), 'notNull', a.attnotnull,
      'collation', case when a.attcollation <> a.typcollation then
        (select pg_catalog.format('%I.%I', n.nspname, k.collname) from pg_catalog.pg_collation k
           join pg_catalog.pg_namespace n on n.oid = k.collnamespace where k.oid = a.attcollation) end,
      'default', (select pg_catalog.pg_get_expr(d.adbin, d.adrelid) from pg_catalog.pg_attrdef d
                   where d.adrelid = a.attrelid and d.adnum = a.attnum),
      'generated', a.attgenerated, 'identity', a.attidentity, 'kept', a.attgenerated = '' and not a.own,
      'comment', pg_catalog.col_description(a.attrelid, a.attnum),
      'statistics', case when a.attstattarget >= 0 then a.attstattarget end,
      'storage', case when a.attstorage <> a.typstorage then a.attstorage end, 'compression', a.attcompression,
      'grants', ${grants('a.attacl', '(select relowner from rel)')}) order by a.attnum)
    from att a),
  'constraints', coalesce((select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('name', k.conname,
      'type', k.contype, 'definition', pg_catalog.pg_get_constraintdef(k.oid),
      'columns', coalesce((select pg_catalog.jsonb_agg(a.attname) from att a where a.attnum = any (k.conkey) or exists (
        select from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass
           and d.objid = k.oid and d.refobjid = k.conrelid and d.refobjsubid = a.attnum)), '[]'))
      order by pg_catalog.array_position(array['p', 'u', 'x', 'c', 'f']::"char"[], k.contype), k.conname)
    from rel join pg_catalog.pg_constraint k on k.conrelid = rel.oid and k.conislocal where k.contype in ('p', 'u', 'x', 'c', 'f')), '[]'),
  'indexes', coalesce((select pg_catalog.jsonb_agg(pg_catalog.pg_get_indexdef(i.indexrelid) order by i.indexrelid)
    from rel join pg_catalog.pg_index i on i.indrelid = rel.oid
    where not exists (select from pg_catalog.pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
      and not exists (select from pg_catalog.pg_depend d join att a on a.attnum = d.refobjsubid and a.own
        where d.objid = i.indexrelid and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
          and d.refobjid = rel.oid)), '[]'),
  'triggers', coalesce((select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('name', t.tgname,
      'definition', pg_catalog.pg_get_triggerdef(t.oid), 'enabled', t.tgenabled) order by t.tgname)
    from rel join pg_catalog.pg_trigger t on t.tgrelid = rel.oid where not t.tgisinternal), '[]'),
  'grants', (select ${grants('rel.relacl', 'rel.relowner')} from rel),
  'inbound', coalesce((select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
      'table', k.conrelid::pg_catalog.regclass::text, 'name', k.conname,
      'definition', pg_catalog.pg_get_constraintdef(k.oid)))
    from rel join pg_catalog.pg_constraint k on k.confrelid = rel.oid and k.conrelid <> rel.oid
    where k.contype = 'f' and k.conparentid = 0), '[]'),
  'sequences', coalesce((select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
      'name', d.objid::pg_catalog.regclass::text, 'column', a.attname, 'identity', d.deptype = 'i',
      'options', pg_catalog.format('as %s increment by %s minvalue %s maxvalue %s start with %s cache %s%s',
        pg_catalog.format_type(q.seqtypid, null), q.seqincrement, q.seqmin, q.seqmax, q.seqstart, q.seqcache,
        case when q.seqcycle then ' cycle' else '' end),
      'lastValue', pg_catalog.pg_sequence_last_value(s.oid)::text,
      'grants', ${grants('s.relacl', 's.relowner')}))
    from rel join pg_catalog.pg_depend d on d.refobjid = rel.oid and d.deptype in ('a', 'i')
      and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
      and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
    join pg_catalog.pg_class s on s.oid = d.objid and s.relkind = 'S'
    join pg_catalog.pg_sequence q on q.seqrelid = s.oid
    join att a on a.attnum = d.refobjsubid), '[]'),
  'statistics', coalesce((select pg_catalog.jsonb_agg(pg_catalog.pg_get_statisticsobjdef(x.oid) order by x.stxname)
    from rel join pg_catalog.pg_statistic_ext x on x.stxrelid = rel.oid), '[]'),
  'publications', coalesce((select pg_catalog.jsonb_agg(p.pubname order by p.pubname)
    from rel join pg_catalog.pg_publication_rel r on r.prrelid = rel.oid
    join pg_catalog.pg_publication p on p.oid = r.prpubid), '[]'),
  'views', ${viewsOf(`select w.ev_class as oid, 1 as depth from rel
      join pg_catalog.pg_depend d on d.refobjid = rel.oid`)}
) as shape`
