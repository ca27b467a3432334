import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { RlsKitError } from '../errors.ts'
import { readColumn } from '../guard/catalog.ts'
import { discoverTargets } from '../guard/discover.ts'
import { amendPrismaSchema } from '../guard/prisma-schema.ts'
import { inTransaction, withSession } from '../guard/session.ts'
import type { ColumnState, GuardTarget } from '../guard/types.ts'
import { type CliIo, exitCodes } from './io.ts'

/** `guard prisma-schema`: shows what schema.prisma does not know, and with `write` adds it. */
export async function runPrismaSchema(
  io: CliIo,
  url: string,
  targets: readonly GuardTarget[] | undefined,
  options: { schema?: string | undefined; write?: boolean | undefined; json?: boolean | undefined },
): Promise<number> {
  const candidates =
    options.schema === undefined ? ['prisma/schema.prisma', 'schema.prisma'] : [options.schema]
  const path = candidates.map((name) => resolve(io.cwd, name)).find((name) => existsSync(name))
  if (path === undefined) {
    throw new RlsKitError('USAGE', `There is no ${candidates.join(' or ')} in ${io.cwd}.`, {
      advice: 'Name it with --schema.',
    })
  }
  const states = await withSession(url, async (db) => {
    const all: ColumnState[] = []
    for (const target of await discoverTargets(db, targets)) {
      all.push(await inTransaction(db, () => readColumn(db, target)))
    }
    return all
  })
  const { text, added, unknown } = amendPrismaSchema(await readFile(path, 'utf8'), states)
  if (options.write && added.length > 0) await writeFile(path, text)
  if (options.json)
    io.stdout(`${JSON.stringify({ path, added, unknown, written: options.write === true })}\n`)
  else {
    if (added.length === 0) io.stdout(`${path} knows every guarded column.\n`)
    for (const line of added) io.stdout(`+ ${line}\n`)
    for (const column of unknown) io.stdout(`no model for ${column}\n`)
    if (added.length > 0) io.stdout(options.write ? `Written to ${path}.\n` : 'Add them with --write.\n')
  }
  return added.length > 0 && !options.write ? exitCodes.findings : exitCodes.clean
}
