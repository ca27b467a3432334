import { json } from '../catalog/read.ts'
import type { Queryable } from '../types.ts'
import type { InitTable } from './types.ts'

const query = `
select coalesce(jsonb_agg(jsonb_build_object('schema', n.nspname, 'name', c.relname,
  'columns', (select coalesce(jsonb_agg(jsonb_build_object('name', a.attname, 'type', coalesce((select format_type(t.typbasetype, t.typtypmod) from pg_catalog.pg_type t
       where t.oid = a.atttypid and t.typtype = 'd'), format_type(a.atttypid, a.atttypmod)), 'notNull', a.attnotnull) order by a.attnum), '[]')
     from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
  'primaryKey', (select coalesce(jsonb_agg(a.attname order by u.n), '[]') from pg_catalog.pg_index i,
     unnest(i.indkey::int2[]) with ordinality u(num, n), pg_catalog.pg_attribute a
     where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid and a.attnum = u.num),
  'foreignKeys', (select coalesce(jsonb_agg(jsonb_build_object('column', a.attname, 'schema', fn.nspname, 'table', fc.relname, 'references', fa.attname, 'cascades', k.confdeltype = 'c') order by a.attnum), '[]')
     from pg_catalog.pg_constraint k join pg_catalog.pg_class fc on fc.oid = k.confrelid join pg_catalog.pg_namespace fn on fn.oid = fc.relnamespace
     join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
     join pg_catalog.pg_attribute fa on fa.attrelid = k.confrelid and fa.attnum = k.confkey[1]
     where k.conrelid = c.oid and k.contype = 'f' and cardinality(k.conkey) = 1))
  order by n.nspname, c.relname), '[]') as tables
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and not c.relispartition and not exists (select from pg_catalog.pg_inherits i where i.inhrelid = c.oid)
  and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and n.nspname !~ '^rls_kit'
  and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')`

/** Reads the tables of a live database: all schemas but the system's. Partitions belong to their parents. */
export async function readTables(session: Queryable): Promise<InitTable[]> {
  return json((await session.query(query)).rows[0]?.tables) as InitTable[]
}
