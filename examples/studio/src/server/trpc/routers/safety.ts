import rls from '../../../../rls.config.ts'
import { rowsAs } from '../../db/index.ts'
import { procedure, router } from '../init.ts'

export const commands = ['select', 'insert', 'update', 'delete', 'truncate'] as const
export type Command = (typeof commands)[number]

/** What the catalog of the running database says of one table. */
interface CatalogRow extends Record<string, unknown> {
  readonly name: string
  readonly enabled: boolean
  readonly forced: boolean
  readonly policies: number
  readonly allowed: readonly Command[]
}

/** How one table is protected. */
export interface TableSafety extends Pick<CatalogRow, 'name' | 'enabled' | 'forced' | 'policies'> {
  /** What the app role can do, each within its rows: it has the privilege, and a policy lets it. */
  readonly reach: Readonly<Record<Command, boolean>>
  /** Rows that this user sees. */
  readonly visible: number
}

export const safety = router({
  tables: procedure.query(async ({ ctx }) => {
    const rows = await rowsAs<CatalogRow>(
      ctx.session,
      `select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
         (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies,
         (select coalesce(array_agg(k.command), '{}') from
            (values ('select', 'r'), ('insert', 'a'), ('update', 'w'), ('delete', 'd'), ('truncate', null))
              as k (command, letter)
          where has_table_privilege(c.oid, k.command)
            -- TRUNCATE asks no policy.
            and (k.letter is null or not c.relrowsecurity or exists (
              select from pg_policy p where p.polrelid = c.oid and p.polcmd in ('*', k.letter)))) as allowed
       from pg_class c where c.relnamespace = 'public'::regnamespace and c.relname = any($1) order by c.relname`,
      [rls.tables.map((table) => table.name)],
    )
    // The names are those of rls.config.ts, not of a request.
    const counts = await rowsAs<{ name: string; visible: number }>(
      ctx.session,
      rls.tables
        .map((table) => `select '${table.name}' as name, count(*)::int as visible from "${table.name}"`)
        .join(' union all '),
    )
    return rows.map(
      ({ allowed, ...row }): TableSafety => ({
        ...row,
        reach: Object.fromEntries(
          commands.map((command) => [command, allowed.includes(command)]),
        ) as TableSafety['reach'],
        visible: counts.find((count) => count.name === row.name)?.visible ?? 0,
      }),
    )
  }),

  /** The guarded column and its index, as they are now. */
  guard: procedure.query(async ({ ctx }) => {
    const [column] = await rowsAs<{ type: string | null; index: string | null; trigger: string | null }>(
      ctx.session,
      `select
         (select format_type(a.atttypid, a.atttypmod) from pg_attribute a
          where a.attrelid = 'workflow_insights'::regclass and a.attname = 'embedding' and not a.attisdropped) as type,
         (select indexdef from pg_indexes where indexname = 'workflow_insights_embedding') as index,
         (select string_agg(evtname || ' (' || evtevent || ')', ', ' order by evtname) from pg_event_trigger
          where evtenabled <> 'D') as trigger`,
    )
    const [rows] = await rowsAs<{ total: number; with_vector: number }>(
      ctx.session,
      'select count(*)::int as total, count(embedding)::int as with_vector from workflow_insights',
    )
    return {
      type: column?.type ?? null,
      index: column?.index ?? null,
      trigger: column?.trigger ?? null,
      total: rows?.total ?? 0,
      withVector: rows?.with_vector ?? 0,
    }
  }),

  /** Who asks, as the database itself sees it. */
  identity: procedure.query(async ({ ctx }) => {
    const [row] = await rowsAs<{ role: string; tenant: string; superuser: boolean }>(
      ctx.session,
      `select current_user as role, current_setting('app.tenant_id', true) as tenant,
         (select rolsuper from pg_roles where rolname = current_user) as superuser`,
    )
    return row as { role: string; tenant: string; superuser: boolean }
  }),
})
