import { readColumn } from './catalog.ts'
import { fill, liveCodec } from './codec.ts'
import { compareStates } from './compare.ts'
import { copyIn, readBlocks } from './copy.ts'
import { type FileHeader, openSnapshot, stagingColumns } from './file.ts'
import { fingerprint } from './fingerprint.ts'
import { ensureRecord } from './registry.ts'
import { relocated } from './relocate.ts'
import { type RestoredItem, type RestoreOptions, type RestoreResult, tryStep } from './restore.ts'
import { planRestore, type RestoreStep } from './restore-plan.ts'
import { silenceTriggers, wakeTriggers } from './restore-rows.ts'
import { inFullTable, restColumns, rowSql } from './rows.ts'
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
  const { file, header: recorded, data } = await openSnapshot(path)
  let header = recorded
  const name = displayTarget(header.target)
  const restored: RestoredItem[] = []
  const refused = new Set<string>()
  try {
    await ensureSchema(db)
    const record = await ensureRecord(db, header.target)
    const run = (step: RestoreStep): Promise<void> =>
      tryStep(db, record, header.definition, step, options, restored, refused)
    for (let round = 0; round < 4; round++) {
      const expected = await relocated(db, recorded.definition)
      header = { ...recorded, definition: expected }
      const live = await inTransaction(db, () => readColumn(db, header.target))
      const found = compareStates(expected, live)
      const findings = [...found, ...(live.table === null ? [] : assumedLost(name))]
      const plan = planRestore(expected, live, findings, { ...options, rows: true })
      for (const reason of plan.refused) refused.add(reason)
      if (plan.refused.length > 0) break
      const cut = plan.steps.findIndex((step) => step.kind === 'rows')
      for (const step of plan.steps.slice(0, cut < 0 ? undefined : cut)) await run(step)
      if (cut < 0) continue
      restored.push(...(await fillTable(db, header, record.id, readBlocks(file, data), options)))
      for (const step of plan.steps.slice(cut))
        if (step.kind === 'sql' || step.kind === 'index') await run(step)
      break
    }
    return {
      target: header.target,
      restored,
      refused: [...refused],
      remaining: await differences(db, header, header.definition),
    }
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
  const live = await inTransaction(db, () => readColumn(db, header.target))
  const codec = liveCodec(header.codec, header.definition, live)
  if (codec === undefined) return []
  const sql = rowSql(id, live, codec)
  // Unlogged: it is only the way from the file to the table, and a crash starts it again.
  await inTransaction(db, async () => {
    await db.query(`drop table if exists ${staging}`)
    await db.query(`create unlogged table ${staging} (${stagingColumns(header)})`)
    await db.query(`alter table ${staging} alter column v set storage external`)
    await copyIn(db, `copy ${staging} from stdin (format binary, freeze true)`, blocks)
    await db.query(`alter table ${staging} add primary key (${sql.dataKey.join(', ')})`)
    await db.query(`analyze ${staging} (k1)`)
  })
  const result = await inFullTable(db, live, async () => {
    await silenceTriggers(db, sql.table)
    const stale = options.overwrite
      ? `${fill(codec.bytes, sql.value)} is distinct from ${fill(codec.bytes, 'd.v')}`
      : `${sql.value} is null and d.v is not null`
    const updated = await one<{ n: string }>(
      db,
      `with batch as (update ${sql.rows} t set ${sql.value.slice(2)} = d.v from ${staging} d
         where ${sql.join} and ${stale} returning 1) select count(*)::text as n from batch`,
    )
    const rest = restColumns(header.definition.shape!, await readShape(db, header.target))
    const inserted = await one<{ n: string }>(
      db,
      `with batch as (insert into ${sql.table} (${[...rest.names, sql.value.slice(2)].join(', ')}) overriding system value
         select ${[...rest.values, 'd.v'].join(', ')} from ${staging} d
          where not exists (select from ${sql.rows} t where ${sql.join}) returning 1)
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
