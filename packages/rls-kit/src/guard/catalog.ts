import type { Queryable } from '../types.ts'
import { columnQuery } from './catalog-query.ts'
import { many, one } from './session.ts'
import { tableOf } from './target.ts'
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

/** The column in every table that inherits it; not in partitions, whose rows are rows of the table. */
export async function heirsOf(db: Queryable, target: GuardTarget): Promise<GuardTarget[]> {
  return many<GuardTarget>(
    db,
    `with recursive heir (oid) as (
       select i.inhrelid from pg_catalog.pg_inherits i
        where i.inhparent = pg_catalog.to_regclass($1) and (select relkind from pg_catalog.pg_class where oid = i.inhparent) = 'r'
       union select i.inhrelid from heir join pg_catalog.pg_inherits i on i.inhparent = heir.oid)
     select n.nspname as schema, c.relname as table, $2 as column
       from heir join pg_catalog.pg_class c on c.oid = heir.oid and c.relkind = 'r'
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      order by 1, 2`,
    [tableOf(target), target.column],
  )
}

/** Every column of a pgvector type in an ordinary or partitioned table, but not in a partition; and bit with a vector index. */
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
        and c.relpersistence <> 't' and (t.typname in ('vector', 'halfvec', 'sparsevec')
          and exists (select from pg_catalog.pg_depend d join pg_catalog.pg_extension e on e.oid = d.refobjid
                       where d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass and d.objid = t.oid
                         and d.deptype = 'e' and e.extname = 'vector')
          -- a bit column holds embeddings where a vector index says so
          or t.typname = 'bit' and exists (select from pg_catalog.pg_index i join pg_catalog.pg_class x on x.oid = i.indexrelid
              join pg_catalog.pg_am m on m.oid = x.relam and m.amname in ('hnsw', 'ivfflat')
             where i.indrelid = c.oid and a.attnum = any (i.indkey::int2[])))
        and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'rls_kit_guard')
      order by 1, 2, 3`,
  )
}
