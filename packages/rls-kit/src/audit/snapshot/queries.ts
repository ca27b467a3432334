/** Schemas of PostgreSQL itself; temporary ones too. */
const userSchema = `n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`

const notOfExtension = (catalog: string, oid: string): string =>
  `not exists (select from pg_depend x where x.classid = '${catalog}'::regclass and x.objid = ${oid} and x.deptype = 'e')`

const acl = (list: string, kind: string, owner: string): string => `(select coalesce(jsonb_agg(
    jsonb_build_object('grantee', a.grantee::bigint, 'privilege', a.privilege_type)), '[]')
  from aclexplode(coalesce(${list}, acldefault('${kind}', ${owner}))) a)`

/**
 * The catalog queries, each of which answers one row with one jsonb array. `version` is server_version_num:
 * PostgreSQL 15 brought row filters and schemas to publications, 16 the options of a membership.
 */
export function snapshotQueries(version: number): Record<string, string> {
  return {
    roles: `select oid::bigint, rolname as name, rolsuper as superuser, rolbypassrls as "bypassRls",
        rolcreaterole as "createRole", rolinherit as inherit, oid < 16384 and rolname ~ '^pg_' as builtin
      from pg_roles`,
    memberships:
      version >= 160_000
        ? `select roleid::bigint as role, member::bigint, bool_or(inherit_option) as inherit, bool_or(set_option) as set, bool_or(admin_option) as admin
           from pg_auth_members group by roleid, member`
        : `select m.roleid::bigint as role, m.member::bigint, r.rolinherit as inherit, true as set, m.admin_option as admin
           from pg_auth_members m join pg_roles r on r.oid = m.member`,
    settings: `select setrole::bigint as role, setdatabase = 0 as "wholeCluster", to_jsonb(setconfig) as entries
      from pg_db_role_setting
      where setdatabase in (0, (select oid from pg_database where datname = current_database()))`,
    schemas: `select n.oid::bigint, n.nspname as name, n.nspowner::bigint as owner, ${acl('n.nspacl', 'n', 'n.nspowner')} as acl
      from pg_namespace n where ${userSchema}`,
    defaultAcls: `select d.defaclrole::bigint as role, n.nspname as schema, d.defaclobjtype as kind,
        (select coalesce(jsonb_agg(jsonb_build_object('grantee', a.grantee::bigint, 'privilege', a.privilege_type)), '[]')
           from aclexplode(d.defaclacl) a) as acl
      from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace`,
    relations: `select c.oid::bigint, n.nspname as schema, c.relname as name, c.relkind as kind,
        c.relowner::bigint as owner, c.relrowsecurity as rls, c.relforcerowsecurity as force,
        c.relispartition as partition, pg_get_expr(c.relpartbound, c.oid) as bound,
        coalesce((select to_jsonb(k.partattrs::int2[]) from pg_partitioned_table k where k.partrelid = c.oid), '[]') as "partitionKey",
        coalesce(to_jsonb(c.reloptions), '[]') as options,
        case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end as definition,
        case when c.relkind = 'S' then ${acl('c.relacl', 's', 'c.relowner')}
             else ${acl('c.relacl', 'r', 'c.relowner')} end as acl,
        coalesce(cols.columns, '[]') as columns
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      left join (select a.attrelid, jsonb_agg(jsonb_build_object('number', a.attnum, 'name', a.attname,
            'type', format_type(a.atttypid, a.atttypmod), 'typeOid', a.atttypid::bigint, 'typmod', a.atttypmod,
            'notNull', a.attnotnull, 'default', pg_get_expr(d.adbin, d.adrelid),
            'identity', a.attidentity, 'generated', a.attgenerated,
            'acl', case when a.attacl is null then '[]' else (select coalesce(jsonb_agg(
               jsonb_build_object('grantee', x.grantee::bigint, 'privilege', x.privilege_type)), '[]')
               from aclexplode(a.attacl) x) end) order by a.attnum) as columns
          from pg_attribute a join pg_class k on k.oid = a.attrelid join pg_namespace n on n.oid = k.relnamespace
          left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
          where a.attnum > 0 and not a.attisdropped and k.relkind in ('r', 'p', 'v', 'm', 'f') and ${userSchema}
          group by a.attrelid) cols on cols.attrelid = c.oid
      where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and ${userSchema} and ${notOfExtension('pg_class', 'c.oid')}
      order by n.nspname, c.relname`,
    policies: `select p.polrelid::bigint as "table", p.polname as name,
        case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end as command,
        p.polpermissive as permissive,
        (select coalesce(jsonb_agg(r::bigint), '[]') from unnest(p.polroles) r) as roles,
        pg_get_expr(p.polqual, p.polrelid) as using, pg_get_expr(p.polwithcheck, p.polrelid) as "check"
      from pg_policy p order by p.polrelid, p.polname`,
    constraints: `select k.conrelid::bigint as "table", k.conname as name, k.contype as type,
        coalesce(to_jsonb(k.conkey), '[]') as columns, k.confrelid::bigint as "references",
        coalesce(to_jsonb(k.confkey), '[]') as "referencedColumns", pg_get_constraintdef(k.oid) as definition
      from pg_constraint k join pg_namespace n on n.oid = k.connamespace
      where k.conrelid <> 0 and k.contype in ('p', 'u', 'f', 'c', 'x') and ${userSchema}`,
    indexes: `select i.indrelid::bigint as "table", c.relname as name, i.indisunique as unique, i.indisprimary as primary,
        i.indisexclusion as exclusion, i.indisvalid and i.indisready as valid, i.indpred is not null as partial,
        to_jsonb((i.indkey::int2[])[0:i.indnkeyatts - 1]) as columns
      from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
      where ${userSchema}`,
    functions: `select p.oid::bigint, n.nspname as schema, p.proname as name,
        (select coalesce(jsonb_agg(format_type(t, null) order by o), '[]') from unnest(p.proargtypes) with ordinality u(t, o)) as args,
        p.pronargs - p.pronargdefaults as required, p.provariadic <> 0 as variadic, coalesce(pg_get_function_result(p.oid), '') as returns, p.prokind as kind,
        p.proowner::bigint as owner, l.lanname as language, p.prosecdef as "securityDefiner", p.proleakproof as leakproof,
        p.provolatile as volatility, coalesce(to_jsonb(p.proconfig), '[]') as settings,
        case when l.lanname in ('c', 'internal') then '' else coalesce(pg_get_function_sqlbody(p.oid), p.prosrc, '') end as source,
        e.extname as extension, ${acl('p.proacl', 'f', 'p.proowner')} as acl
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
      left join pg_depend d on d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
      left join pg_extension e on e.oid = d.refobjid
      where ${userSchema} and (e.oid is null or e.extname in ('dblink', 'adminpack'))`,
    fileFunctions: `select p.proname as name, pg_get_function_identity_arguments(p.oid) as args, ${acl('p.proacl', 'f', 'p.proowner')} as acl
      from pg_proc p where p.pronamespace = 'pg_catalog'::regnamespace and p.proacl is not null
        and p.proname in ('pg_read_file', 'pg_read_binary_file', 'pg_ls_dir', 'pg_stat_file', 'lo_import', 'lo_export')`,
    triggers: `select t.tgrelid::bigint as "table", t.tgname as name, t.tgfoid::bigint as "function"
      from pg_trigger t where not t.tgisinternal and t.tgenabled <> 'D'`,
    rules: `select r.ev_class::bigint as "table", r.rulename as name, pg_get_ruledef(r.oid) as definition
      from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
      where r.rulename <> '_RETURN' and r.ev_enabled <> 'D' and ${userSchema}`,
    inheritance: `select inhparent::bigint as parent, inhrelid::bigint as child from pg_inherits
      join pg_class c on c.oid = inhrelid where c.relkind in ('r', 'p', 'f')`,
    reads: `select distinct r.ev_class::bigint as view, d.refobjid::bigint as relation
      from pg_rewrite r join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
        and d.refclassid = 'pg_class'::regclass and d.refobjid <> r.ev_class
      join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
      where r.rulename = '_RETURN' and ${userSchema}`,
    publications: `select p.pubname as name, p.puballtables as "allTables",
        (select coalesce(jsonb_agg(jsonb_build_object('table', r.prrelid::bigint,
            'filter', ${version >= 150_000 ? 'pg_get_expr(r.prqual, r.prrelid)' : 'null'})), '[]')
           from pg_publication_rel r where r.prpubid = p.oid)${
             version >= 150_000
               ? ` || (select coalesce(jsonb_agg(jsonb_build_object('table', c.oid::bigint, 'filter', null, 'schema', n.nspname)), '[]')
           from pg_publication_namespace s join pg_namespace n on n.oid = s.pnnspid join pg_class c on c.relnamespace = s.pnnspid and c.relkind in ('r', 'p')
          where s.pnpubid = p.oid)`
               : ''
           } as tables
      from pg_publication p`,
    extensions: `select e.extname as name, n.nspname as schema from pg_extension e join pg_namespace n on n.oid = e.extnamespace`,
    types: `select t.oid::bigint, format_type(t.oid, null) as name, t.typtype as kind, t.typcategory as category,
        t.typbasetype::bigint as base, case when t.typbasetype <> 0 then format_type(t.typbasetype, t.typtypmod) end as "baseType",
        t.typtypmod as "baseTypmod",
        (select coalesce(jsonb_agg(l.enumlabel order by l.enumsortorder), '[]') from pg_enum l where l.enumtypid = t.oid) as labels,
        (select coalesce(jsonb_agg(jsonb_build_object('name', k.conname, 'definition', pg_get_constraintdef(k.oid))), '[]')
           from pg_constraint k where k.contypid = t.oid and k.contype = 'c') as checks
      from pg_type t where t.typtype in ('e', 'd', 'r') or t.oid in (select a.atttypid from pg_attribute a
        join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
        where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'f') and ${userSchema})
        or t.oid in (select b.typbasetype from pg_type b where b.typtype = 'd')`,
  }
}
