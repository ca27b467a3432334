import type { Queryable, RlsDefinition } from '../types.ts'
import type { Catalog, RoleState, TableState } from './types.ts'

/** What the comment of each policy of rls-kit begins with. */
export const ownershipMark = 'rls-kit policy'

/**
 * The digest of a policy, as SQL over `pg_policy p`. It is stable only under `search_path = pg_catalog`, because
 * pg_get_expr leaves the schema out of names that the path reaches.
 */
export const policyDigest: string = `md5(concat_ws('|', p.polcmd, p.polpermissive,
  (select string_agg(coalesce(r.rolname, 'public'), ',' order by r.rolname)
     from unnest(p.polroles) as o(oid) left join pg_catalog.pg_roles r on r.oid = o.oid),
  coalesce(pg_catalog.pg_get_expr(p.polqual, p.polrelid), ''),
  coalesce(pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid), '')))`

const tablesQuery = `
with recursive wanted as (
  select c.oid from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where n.nspname || '.' || c.relname = any (select jsonb_array_elements_text($1::jsonb))
    and c.relkind in ('r', 'p', 'f', 'v', 'm')
), family as (
  select oid as root, oid from wanted
  union
  select f.root, i.inhrelid from family f join pg_catalog.pg_inherits i on i.inhparent = f.oid
)
select jsonb_agg(jsonb_build_object(
  'oid', c.oid::bigint, 'schema', n.nspname, 'name', c.relname, 'kind', c.relkind,
  'owner', pg_catalog.pg_get_userbyid(c.relowner), 'rls', c.relrowsecurity, 'force', c.relforcerowsecurity,
  'estimatedRows', c.reltuples,
  'alterable', pg_catalog.pg_has_role(current_user, c.relowner, 'MEMBER'),
  'columns', (select coalesce(jsonb_agg(jsonb_build_object('name', a.attname,
       'type', coalesce((select pg_catalog.format_type(t.typbasetype, t.typtypmod) from pg_catalog.pg_type t
         where t.oid = a.atttypid and t.typtype = 'd'), pg_catalog.format_type(a.atttypid, a.atttypmod)), 'notNull', a.attnotnull) order by a.attnum), '[]')
     from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
  'policies', (select coalesce(jsonb_agg(jsonb_build_object('name', p.polname,
       'command', case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
                                when 'd' then 'delete' else 'all' end,
       'permissive', p.polpermissive,
       'roles', (select coalesce(jsonb_agg(coalesce(r.rolname, 'public') order by r.rolname), '[]')
                   from unnest(p.polroles) as o(oid) left join pg_catalog.pg_roles r on r.oid = o.oid),
       'using', pg_catalog.pg_get_expr(p.polqual, p.polrelid),
       'check', pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid),
       'comment', pg_catalog.obj_description(p.oid, 'pg_policy'), 'seen', ${policyDigest}) order by p.polname), '[]')
     from pg_catalog.pg_policy p where p.polrelid = c.oid),
  'grants', (select coalesce(jsonb_agg(g.who || ':' || g.what order by g.who, g.what), '[]') from (
       select case when x.grantee = 0 then 'public' else 'app' end as who, x.privilege_type as what
       from aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) x
       where x.grantee = 0 or x.grantee = (select oid from pg_catalog.pg_roles where rolname = $2)
       union
       select case when x.grantee = 0 then 'public' else 'app' end, x.privilege_type || '(column)'
       from pg_catalog.pg_attribute a, aclexplode(a.attacl) x
       where a.attrelid = c.oid and not a.attisdropped
         and (x.grantee = 0 or x.grantee = (select oid from pg_catalog.pg_roles where rolname = $2))) g),
  'indexes', (select coalesce(jsonb_agg(jsonb_build_object('schema', ns.nspname, 'name', ic.relname,
       'leading', (select a.attname from pg_catalog.pg_attribute a
                    where a.attrelid = c.oid and a.attnum = i.indkey[0] and a.attnum > 0),
       'valid', i.indisvalid and i.indisready, 'partial', i.indpred is not null,
       'comment', pg_catalog.obj_description(ic.oid, 'pg_class')) order by ic.relname), '[]')
     from pg_catalog.pg_index i join pg_catalog.pg_class ic on ic.oid = i.indexrelid
     join pg_catalog.pg_namespace ns on ns.oid = ic.relnamespace where i.indrelid = c.oid),
  'children', (select coalesce(jsonb_agg(distinct fn.nspname || '.' || fc.relname), '[]')
     from family f join pg_catalog.pg_class fc on fc.oid = f.oid
     join pg_catalog.pg_namespace fn on fn.oid = fc.relnamespace where f.root = c.oid and f.oid <> c.oid),
  'sequences', (select coalesce(jsonb_agg(jsonb_build_object('schema', sn.nspname, 'name', s.relname, 'usable',
       case when exists (select from pg_catalog.pg_roles where rolname = $2)
            then pg_catalog.has_sequence_privilege($2::name, s.oid, 'USAGE') else false end)), '[]')
     from pg_catalog.pg_depend d join pg_catalog.pg_class s on s.oid = d.objid and s.relkind = 'S'
     join pg_catalog.pg_namespace sn on sn.oid = s.relnamespace
     where d.refobjid = c.oid and d.deptype = 'a' and d.classid = 'pg_catalog.pg_class'::regclass))) as tables
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.oid in (select oid from family)`

const serverQuery = `
select jsonb_build_object(
  'version', current_setting('server_version_num')::int, 'database', current_database(), 'user', current_user,
  'superuser', (select rolsuper from pg_catalog.pg_roles where rolname = current_user),
  'canCreateRole', (select rolsuper or rolcreaterole from pg_catalog.pg_roles where rolname = current_user),
  'canCreateSchema', has_database_privilege(current_database(), 'CREATE'),
  'roles', (select coalesce(jsonb_agg(jsonb_build_object('name', r.rolname, 'superuser', r.rolsuper,
       'bypassRls', r.rolbypassrls, 'createRole', r.rolcreaterole, 'login', r.rolcanlogin,
       'memberOf', (select coalesce(jsonb_agg(o.rolname), '[]') from pg_catalog.pg_roles o
                     where o.oid <> r.oid and not r.rolsuper
                       and pg_catalog.pg_has_role(r.oid, o.oid, 'MEMBER')))), '[]')
     from pg_catalog.pg_roles r where r.rolname = any (select jsonb_array_elements_text($1::jsonb))),
  'schemas', (select coalesce(jsonb_object_agg(n.nspname,
       case when exists (select from pg_catalog.pg_roles where rolname = $2)
            then pg_catalog.has_schema_privilege($2::name, n.oid, 'USAGE') else false end), '{}')
     from pg_catalog.pg_namespace n where n.nspname !~ '^pg_'),
  'strays', (select coalesce(jsonb_agg(distinct n.nspname || '.' || c.relname), '[]')
     from pg_catalog.pg_policy p join pg_catalog.pg_class c on c.oid = p.polrelid
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where pg_catalog.obj_description(p.oid, 'pg_policy') like '${ownershipMark}%'
       and n.nspname || '.' || c.relname <> all (select jsonb_array_elements_text($3::jsonb)))) as server`

/**
 * Reads everything that a plan depends on. The caller holds a transaction. While it reads, the search path is
 * `pg_catalog`, so that expressions are deparsed the same for everybody.
 */
export async function readCatalog(session: Queryable, rls: RlsDefinition): Promise<Catalog> {
  const path = await session.query("select current_setting('search_path') as path")
  await session.query("select set_config('search_path', 'pg_catalog', true)")
  const names = rls.tables.map((table) => `${table.schema}.${table.name}`)
  const roles = [rls.roles.app, rls.roles.owner, rls.roles.migrator].filter((role) => role !== undefined)
  const server = await session.query(serverQuery, [
    JSON.stringify(roles),
    rls.roles.app,
    JSON.stringify(names),
  ])
  const found = await session.query(tablesQuery, [JSON.stringify(names), rls.roles.app])
  await session.query("select set_config('search_path', $1, true)", [path.rows[0]?.path])
  const facts = json(server.rows[0]?.server) as Omit<Catalog, 'tables' | 'roles' | 'schemas'> & {
    roles: RoleState[]
    schemas: Record<string, boolean>
  }
  const tables = (json(found.rows[0]?.tables) ?? []) as TableState[]
  return {
    ...facts,
    roles: new Map(facts.roles.map((role) => [role.name, role])),
    schemas: new Map(Object.entries(facts.schemas)),
    tables: new Map(tables.map((table) => [`${table.schema}.${table.name}`, table])),
  }
}

/** Drivers parse jsonb unless they were told otherwise. */
export function json(value: unknown): unknown {
  return typeof value === 'string' ? JSON.parse(value) : value
}
