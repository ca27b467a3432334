import { quoteIdent } from '../sql.ts'
import { readColumn } from './catalog.ts'
import { fill } from './codec.ts'
import { compareStates } from './compare.ts'
import { copyIn, readBlocks } from './copy.ts'
import { type FileHeader, openSnapshot, stagingColumns } from './file.ts'
import { fingerprint } from './fingerprint.ts'
import { ensureRecord } from './registry.ts'
import {
  applyStep,
  type RestoredItem,
  type RestoreOptions,
  type RestoreResult,
  silenceTriggers,
  wakeTriggers,
} from './restore.ts'
import { planRestore, type RestoreStep } from './restore-plan.ts'
import { inFullTable, rowSql } from './rows.ts'
import { ensureSchema, guardSchema } from './schema.ts'
import { explain, inTransaction, one } from './session.ts'
import { readShape } from './shape.ts'
import { displayTarget } from './target.ts'
import type { ColumnState, Finding, GuardSession } from './types.ts'

/**
 * Puts a column back from a file, also into a database that knows nothing of it: schema, extension, table, row
 * security, rows, values, constraints and indexes, as far as each is missing. Rows that are there keep the values
 * that they have, unless `overwrite` is set. Called again after a crash it goes on with what is still missing.
 */
export async function restoreFromFile(
  db: GuardSession,
  path: string,
  options: RestoreOptions = {},
): Promise<RestoreResult> {
  const { file, header, data } = await openSnapshot(path)
  const name = displayTarget(header.target)
  const expected = header.definition
  const restored: RestoredItem[] = []
  const refused: string[] = []
  try {
    await ensureSchema(db)
    const record = await ensureRecord(db, header.target)
    const run = async (step: RestoreStep): Promise<void> => {
      try {
        restored.push(...(await applyStep(db, record, expected, step, options)))
      } catch (error) {
        if (step.kind !== 'sql' || !step.optional) throw error
      }
    }
    for (let round = 0; round < 4; round++) {
      const live = await inTransaction(db, () => readColumn(db, header.target))
      const found = compareStates(expected, live)
      const findings = [...found, ...(live.table === null ? [] : assumedLost(name))]
      const plan = planRestore(expected, live, findings, { ...options, rows: true })
      refused.push(...plan.refused)
      if (plan.refused.length > 0) break
      const cut = plan.steps.findIndex((step) => step.kind === 'rows')
      for (const step of plan.steps.slice(0, cut < 0 ? undefined : cut)) await run(step)
      if (cut < 0) continue
      restored.push(...(await fillTable(db, header, record.id, readBlocks(file, data), options)))
      for (const step of plan.steps.slice(cut))
        if (step.kind === 'sql' || step.kind === 'index') await run(step)
      break
    }
    return { target: header.target, restored, refused, remaining: await differences(db, header, expected) }
  } catch (error) {
    throw explain(error, `${name} was not restored from ${path}`)
  } finally {
    await file.close()
  }
}

/** What a file cannot know before it is loaded: that rows and values may be missing. */
function assumedLost(column: string): Finding[] {
  const lost = { column, object: column, message: '', loss: true }
  return [
    { kind: 'rows-deleted', ...lost },
    { kind: 'values-lost', ...lost },
  ]
}

async function differences(db: GuardSession, header: FileHeader, expected: ColumnState): Promise<Finding[]> {
  const live = await inTransaction(db, () => readColumn(db, header.target))
  const findings = compareStates(expected, live)
  if (live.column === null) return findings
  const { checksum, values } = await fingerprint(db, header.target)
  if (checksum !== header.checksum) {
    const column = displayTarget(header.target)
    findings.push({
      kind: 'values-changed',
      column,
      object: column,
      message: `${values} values are there, the file has ${header.values}, and their checksums differ`,
      // More values than the file has are rows of the application; fewer are a loss.
      loss: values < header.values,
    })
  }
  return findings
}

async function fillTable(
  db: GuardSession,
  header: FileHeader,
  id: number,
  blocks: AsyncIterable<Uint8Array>,
  options: RestoreOptions,
): Promise<RestoredItem[]> {
  const name = displayTarget(header.target)
  const staging = `${guardSchema}.staging_${id}`
  const sql = rowSql(id, header.target, header.codec, header.definition.shape)
  const live = await inTransaction(db, () => readColumn(db, header.target))
  // Unlogged: it is only the way from the file to the table, and a crash starts it again.
  await inTransaction(db, async () => {
    await db.query(`drop table if exists ${staging}`)
    await db.query(`create unlogged table ${staging} (${stagingColumns(header)})`)
    await db.query(`alter table ${staging} alter column v set storage external`)
    await copyIn(db, `copy ${staging} from stdin (format binary, freeze true)`, blocks)
    await db.query(`alter table ${staging} add primary key (${sql.dataKey.join(', ')})`)
    await db.query(`analyze ${staging} (k1)`)
  })
  const kept = new Set(header.definition.shape!.columns.filter((c) => c.kept).map((c) => c.name))
  const result = await inFullTable(db, live, async () => {
    await silenceTriggers(db, sql.table)
    const stale = options.overwrite
      ? `${fill(header.codec.bytes, sql.value)} is distinct from ${fill(header.codec.bytes, 'd.v')}`
      : `${sql.value} is null and d.v is not null`
    const updated = await one<{ n: string }>(
      db,
      `with batch as (update ${sql.table} t set ${sql.value.slice(2)} = d.v from ${staging} d
         where ${sql.join} and ${stale} returning 1) select count(*)::text as n from batch`,
    )
    const columns = (await readShape(db, header.target)).columns.filter(
      (c) => kept.has(c.name) && c.generated === '',
    )
    const names = [...columns.map((c) => quoteIdent(c.name)), sql.value.slice(2)]
    const inserted = await one<{ n: string }>(
      db,
      `with batch as (insert into ${sql.table} (${names.join(', ')}) overriding system value
         select ${[...columns.map((c) => `r.${quoteIdent(c.name)}`), 'd.v'].join(', ')} from ${staging} d
           cross join lateral pg_catalog.jsonb_populate_record(null::${sql.table}, d.rest) r
          where not exists (select from ${sql.table} t where ${sql.join}) returning 1)
       select count(*)::text as n from batch`,
    )
    await wakeTriggers(db, sql.table)
    return { updated: Number(updated!.n), inserted: Number(inserted!.n) }
  })
  options.onProgress?.({ phase: 'data', object: name, done: header.rows, total: header.rows })
  await db.query(`drop table if exists ${staging}`)
  return [
    ...(result.inserted === 0 ? [] : [{ what: 'rows', object: name, rows: result.inserted }]),
    ...(result.updated === 0 ? [] : [{ what: 'data', object: name, rows: result.updated }]),
  ]
}
