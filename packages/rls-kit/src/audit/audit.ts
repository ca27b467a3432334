import { RlsKitError, sqlState } from '../errors.ts'
import { inTransaction, withSession } from '../session.ts'
import type { Database, RlsDefinition } from '../types.ts'
import { acceptKey } from './baseline.ts'
import { createContext, nameOf } from './context.ts'
import { rules as allRules } from './rules.ts'
import { readSnapshot } from './snapshot/read.ts'
import type { Snapshot } from './snapshot/types.ts'
import type { AuditOptions, AuditResult, AuditRule, Finding } from './types.ts'

const order = { error: 0, warning: 1, info: 2 } as const

/**
 * Looks for the 42 known ways in which tenant isolation is missing or leaks. Reads the catalog alone, in one
 * read-only transaction; changes nothing and reads no rows of yours.
 *
 * @param definition What `defineRls` returned. Without it, tenant tables are found by their policies and column
 * names, and `notes` says so.
 * @throws {@link RlsKitError} `SERVER_TOO_OLD` below PostgreSQL 14, `LOCK_TIMEOUT` where a table stays
 * locked for 5 s, `USAGE` for a rule that does not exist.
 * @example
 * ```ts
 * import { audit, defineRls } from '@nyxcore/rls-kit'
 * import pg from 'pg'
 *
 * const rls = defineRls({ tenant: { type: 'uuid' }, roles: { app: 'nyx_app' }, tables: { notes: { tenant: 'tenant_id' } } })
 * const client = new pg.Client(process.env.DATABASE_URL)
 * await client.connect()
 * const { findings } = await audit(client, rls)
 * for (const finding of findings) console.log(finding.rule, finding.object, finding.fix)
 * ```
 */
export async function audit(
  database: Database,
  definition?: RlsDefinition,
  options: AuditOptions = {},
): Promise<AuditResult> {
  const chosen = chooseRules(options)
  const snapshot = await withSession(database, (session) =>
    inTransaction(session, 'begin transaction isolation level repeatable read read only', async () => {
      // to show a table's expressions, PostgreSQL 18 waits for whoever has it locked
      await session.query("select set_config('lock_timeout', '5s', true)")
      return readSnapshot(session)
    }),
  ).catch((error: unknown) => {
    if (sqlState(error) !== '55P03') throw error
    throw new RlsKitError('LOCK_TIMEOUT', 'Another session has a table locked that the audit must look at.', {
      cause: error,
      advice: 'Wait until the migration that holds the lock is done.',
    })
  })
  return judge(snapshot, definition, options, chosen)
}

/** The pure part: the same snapshot gives the same findings. */
export function judge(
  snapshot: Snapshot,
  definition: RlsDefinition | undefined,
  options: AuditOptions = {},
  chosen: readonly AuditRule[] = chooseRules(options),
): AuditResult {
  const context = createContext(snapshot, definition, options.app)
  const findings: Finding[] = []
  const skipped: { rule: string; reason: string }[] = []
  for (const rule of chosen) {
    if (rule.needsApp === true && context.app === undefined) {
      skipped.push({ rule: rule.id, reason: 'the app role is not known' })
      continue
    }
    const seen = new Set<string>()
    for (const hit of rule.check(context)) {
      if (seen.has(hit.object + hit.evidence)) continue
      seen.add(hit.object + hit.evidence)
      findings.push({
        rule: rule.id,
        severity: hit.severity ?? rule.severity,
        object: hit.object,
        evidence: hit.evidence,
        why: rule.why,
        fix: hit.fix,
      })
    }
  }
  findings.sort((a, b) => order[a.severity] - order[b.severity])
  const baseline = options.baseline ?? new Set<string>()
  const keys = new Set(findings.map(acceptKey))
  const open = findings.filter((finding) => !baseline.has(acceptKey(finding)))
  return {
    database: snapshot.database,
    serverVersion: snapshot.version,
    app: context.app?.name,
    tables: context.tenancy.tables.map(({ relation, by }) => ({ table: nameOf(relation), by })),
    findings: open,
    accepted: findings.length - open.length,
    stale: [...baseline].filter((line) => !keys.has(line)),
    skipped,
    notes: context.notes,
  }
}

function chooseRules(options: AuditOptions): readonly AuditRule[] {
  const known = new Set(allRules.map((rule) => rule.id))
  for (const id of [...(options.rules ?? []), ...(options.ignore ?? [])]) {
    if (known.has(id)) continue
    throw new RlsKitError('USAGE', `There is no audit rule "${id}".`, {
      advice: `The rules are ${[...known].join(', ')}.`,
    })
  }
  return allRules.filter(
    (rule) =>
      (options.rules === undefined || options.rules.includes(rule.id)) &&
      options.ignore?.includes(rule.id) !== true,
  )
}
