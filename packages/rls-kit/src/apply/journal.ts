import { json } from '../catalog/read.ts'
import { RlsKitError } from '../errors.ts'
import { checksum } from '../plan/diff.ts'
import type { PlanStep } from '../plan/types.ts'
import type { Queryable } from '../types.ts'

/** One applied plan. */
export interface JournalEntry {
  readonly id: number
  readonly appliedAt: string
  readonly appliedBy: string
  /** `applied`; `building` while indexes are built outside the transaction; `rolled-back`. */
  readonly state: 'applied' | 'building' | 'rolled-back'
  readonly checksum: string
  readonly steps: readonly Pick<PlanStep, 'kind' | 'object' | 'sql' | 'undo' | 'concurrent'>[]
}

/** The schema of the journal: owner-only, and in no schema that a push tool looks at. */
export const journalStatements: readonly string[] = [
  'create schema if not exists rls_kit',
  'revoke all on schema rls_kit from public',
  `create table if not exists rls_kit.journal (
  id bigint generated always as identity primary key,
  applied_at timestamptz not null default now(),
  applied_by text not null default current_user,
  state text not null check (state in ('applied', 'building', 'rolled-back')),
  checksum text not null,
  steps jsonb not null
)`,
  `create table if not exists rls_kit.lease (
  name text primary key,
  holder text not null,
  pid int not null,
  started_at timestamptz not null,
  expires_at timestamptz not null
)`,
  'revoke all on rls_kit.journal, rls_kit.lease from public',
]

/** Makes the journal's tables where they are missing. */
export async function ensureJournal(session: Queryable): Promise<void> {
  const found = await session.query(
    "select to_regclass('rls_kit.journal') is not null and to_regclass('rls_kit.lease') is not null as ready",
  )
  if (found.rows[0]?.ready === true) return
  for (const statement of journalStatements) await session.query(statement)
}

export async function addEntry(
  session: Queryable,
  steps: readonly PlanStep[],
  state: JournalEntry['state'],
): Promise<number> {
  const kept = steps.map(({ kind, object, sql, undo, concurrent }) => ({
    kind,
    object,
    sql,
    undo,
    concurrent,
  }))
  const { rows } = await session.query(
    'insert into rls_kit.journal (state, checksum, steps) values ($1, $2, $3::jsonb) returning id::int as id',
    [state, checksum(steps.map((step) => step.sql)), JSON.stringify(kept)],
  )
  return rows[0]?.id as number
}

export async function setState(session: Queryable, id: number, state: JournalEntry['state']): Promise<void> {
  await session.query('update rls_kit.journal set state = $2 where id = $1', [id, state])
}

/**
 * The journal, oldest first; empty where there is none.
 *
 * @throws {@link RlsKitError} `CHANGED_OBJECT` where an entry does not match its checksum.
 */
export async function readJournal(session: Queryable): Promise<JournalEntry[]> {
  const found = await session.query("select to_regclass('rls_kit.journal') is not null as ready")
  if (found.rows[0]?.ready !== true) return []
  const { rows } = await session.query(
    `select id::int as id, to_char(applied_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at, applied_by,
            state, checksum, steps from rls_kit.journal order by id`,
  )
  return rows.map((row) => {
    const steps = json(row.steps) as JournalEntry['steps']
    if (checksum(steps.map((step) => step.sql)) !== row.checksum) {
      throw new RlsKitError(
        'CHANGED_OBJECT',
        `Entry ${row.id} of rls_kit.journal does not match its checksum.`,
        {
          advice: 'Somebody edited the journal. Restore the entry, or delete it if it no longer matters.',
        },
      )
    }
    return {
      id: row.id as number,
      appliedAt: row.at as string,
      appliedBy: row.applied_by as string,
      state: row.state as JournalEntry['state'],
      checksum: row.checksum as string,
      steps,
    }
  })
}
