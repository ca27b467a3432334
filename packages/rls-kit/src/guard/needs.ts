/**
 * What the definition of table $1 refers to, each before what refers to it: extensions (and those of its schema, which
 * DROP SCHEMA takes along), enums, domains, composite types, and functions of defaults, checks, triggers, policies and
 * indexes. Functions keep their owner and their grants: a SECURITY DEFINER one must not become somebody else's.
 */
export const needsQuery: string = `
with recursive rel as (select c.* from pg_catalog.pg_class c where c.oid = $1::text::pg_catalog.regclass),
part (classid, objid) as (
  select 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, oid from rel
  union all select 'pg_catalog.pg_attrdef'::pg_catalog.regclass, d.oid from rel join pg_catalog.pg_attrdef d on d.adrelid = rel.oid
  union all select 'pg_catalog.pg_constraint'::pg_catalog.regclass, k.oid from rel join pg_catalog.pg_constraint k on k.conrelid = rel.oid
  union all select 'pg_catalog.pg_trigger'::pg_catalog.regclass, t.oid from rel join pg_catalog.pg_trigger t on t.tgrelid = rel.oid and not t.tgisinternal
  union all select 'pg_catalog.pg_policy'::pg_catalog.regclass, p.oid from rel join pg_catalog.pg_policy p on p.polrelid = rel.oid
  union all select 'pg_catalog.pg_class'::pg_catalog.regclass, i.indexrelid from rel join pg_catalog.pg_index i on i.indrelid = rel.oid
), ref (classid, objid, depth) as (
  select d.refclassid, d.refobjid, 1 from part join pg_catalog.pg_depend d on d.classid = part.classid and d.objid = part.objid
   where d.refclassid in ('pg_catalog.pg_type'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass)
  union
  select d.refclassid, d.refobjid, ref.depth + 1 from ref
    left join pg_catalog.pg_type t on ref.classid = 'pg_catalog.pg_type'::pg_catalog.regclass and t.oid = ref.objid
    join pg_catalog.pg_depend d on (d.classid = ref.classid and d.objid = ref.objid)
      or (d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = t.typrelid and t.typtype = 'c')
      or (d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass and t.typtype = 'd'
          and d.objid in (select k.oid from pg_catalog.pg_constraint k where k.contypid = t.oid))
   where ref.depth < 10 and d.deptype in ('n', 'i')
     and d.refclassid in ('pg_catalog.pg_type'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass)
), found as (select classid, objid, pg_catalog.max(depth) as depth from ref group by classid, objid),
extension as (
  select e.* from pg_catalog.pg_extension e
   where e.extname <> 'plpgsql' and (e.extnamespace = (select relnamespace from rel) or exists (
     select from found join pg_catalog.pg_depend d on d.classid = found.classid and d.objid = found.objid and d.deptype = 'e'
      where d.refobjid = e.oid))
), own as (
  select * from found where not exists (select from pg_catalog.pg_depend d
    where d.classid = found.classid and d.objid = found.objid and d.deptype = 'e')
), made as (
  select 100 as depth, 'extension' as what, pg_catalog.quote_ident(e.extname) as name,
      array[pg_catalog.format('create extension if not exists %I with schema %I', e.extname, n.nspname)] as sql
    from extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace
  union all
  select 1, 'sequence', s.oid::pg_catalog.regclass::text, array[
      pg_catalog.format('create sequence %s as %s increment by %s minvalue %s maxvalue %s start with %s', s.oid::pg_catalog.regclass,
        pg_catalog.format_type(q.seqtypid, null), q.seqincrement, q.seqmin, q.seqmax, q.seqstart),
      pg_catalog.format('alter sequence %s owner to %I', s.oid::pg_catalog.regclass, pg_catalog.pg_get_userbyid(s.relowner)),
      pg_catalog.format('select pg_catalog.setval(%L, %s)', s.oid::pg_catalog.regclass, coalesce(pg_catalog.pg_sequence_last_value(s.oid)::text, 'null'))]
    from pg_catalog.pg_class s join pg_catalog.pg_sequence q on q.seqrelid = s.oid
   where exists (select from part join pg_catalog.pg_depend d on d.classid = part.classid and d.objid = part.objid
       where d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjid = s.oid and d.deptype = 'n')
     and not exists (select from pg_catalog.pg_depend d where d.objid = s.oid and d.deptype in ('a', 'i')
       and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjid = (select oid from rel))
  union all
  select own.depth, 'type', pg_catalog.format('%I.%I', n.nspname, t.typname), array[
      case t.typtype
        when 'e' then pg_catalog.format('create type %I.%I as enum (%s)', n.nspname, t.typname,
          (select pg_catalog.string_agg(pg_catalog.quote_literal(e.enumlabel), ', ' order by e.enumsortorder)
             from pg_catalog.pg_enum e where e.enumtypid = t.oid))
        when 'd' then pg_catalog.format('create domain %I.%I as %s%s%s %s', n.nspname, t.typname,
          pg_catalog.format_type(t.typbasetype, t.typtypmod), coalesce(' default ' || t.typdefault, ''),
          case when t.typnotnull then ' not null' else '' end,
          (select pg_catalog.string_agg(pg_catalog.format('constraint %I %s', k.conname, pg_catalog.pg_get_constraintdef(k.oid)), ' ')
             from pg_catalog.pg_constraint k where k.contypid = t.oid and k.contype = 'c'))
        else pg_catalog.format('create type %I.%I as (%s)', n.nspname, t.typname,
          (select pg_catalog.string_agg(pg_catalog.format('%I %s', a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod)), ', ' order by a.attnum)
             from pg_catalog.pg_attribute a where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped))
      end,
      pg_catalog.format('alter type %I.%I owner to %I', n.nspname, t.typname, pg_catalog.pg_get_userbyid(t.typowner))]
    from own join pg_catalog.pg_type t on own.classid = 'pg_catalog.pg_type'::pg_catalog.regclass and t.oid = own.objid
    join pg_catalog.pg_namespace n on n.oid = t.typnamespace
   where n.nspname not in ('pg_catalog', 'information_schema') and (t.typtype in ('e', 'd') or (t.typtype = 'c'
     and (select c.relkind from pg_catalog.pg_class c where c.oid = t.typrelid) = 'c'))
  union all
  select own.depth, 'function', p.oid::pg_catalog.regprocedure::text, array[
      pg_catalog.regexp_replace(pg_catalog.pg_get_functiondef(p.oid), '^CREATE OR REPLACE', 'CREATE'),
      pg_catalog.format('alter routine %s owner to %I', p.oid::pg_catalog.regprocedure, pg_catalog.pg_get_userbyid(p.proowner))]
      || case when p.proacl is null then array[]::text[] else
        array[pg_catalog.format('revoke all on routine %s from public', p.oid::pg_catalog.regprocedure)]
        || coalesce((select pg_catalog.array_agg(pg_catalog.format('grant execute on routine %s to %s', p.oid::pg_catalog.regprocedure,
            case when x.grantee = 0 then 'public' else pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(x.grantee)) end))
          from pg_catalog.aclexplode(p.proacl) x where x.grantee <> p.proowner), '{}') end
    from own join pg_catalog.pg_proc p on own.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and p.oid = own.objid
    join pg_catalog.pg_namespace n on n.oid = p.pronamespace
   where p.prokind in ('f', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'rls_kit_guard')
)
select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('what', what, 'name', name, 'sql', sql)
  order by depth desc, what desc, name), '[]') as needs from made`
