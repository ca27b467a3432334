import { existsSync, statSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { RlsKitError } from '../errors.ts'
import { readColumn } from '../guard/catalog.ts'
import { discoverTargets } from '../guard/discover.ts'
import { amendPrismaSchema, type PrismaAmendment } from '../guard/prisma-schema.ts'
import { inTransaction, withSession } from '../guard/session.ts'
import { displayTarget } from '../guard/target.ts'
import type { ColumnState, GuardTarget } from '../guard/types.ts'
import { type CliIo, exitCodes, paint } from './io.ts'

/** `guard prisma-schema`: shows what schema.prisma does not know, and with `write` adds it. */
export async function runPrismaSchema(
  io: CliIo,
  url: string,
  targets: readonly GuardTarget[] | undefined,
  options: { schema?: string | undefined; write?: boolean | undefined; json?: boolean | undefined },
): Promise<number> {
  const candidates =
    options.schema === undefined
      ? ['prisma/schema.prisma', 'schema.prisma', 'prisma/schema', 'prisma']
      : [options.schema]
  const path = candidates.map((name) => resolve(io.cwd, name)).find((name) => existsSync(name))
  const files = path === undefined ? [] : await schemaFiles(path)
  if (path === undefined || files.length === 0) {
    throw new RlsKitError('USAGE', `There is no ${candidates.slice(0, 2).join(' or ')} in ${io.cwd}.`, {
      advice: 'Name the file, or the folder of .prisma files, with --schema.',
    })
  }
  const states = await withSession(url, async (db) => {
    const all: ColumnState[] = []
    for (const target of await discoverTargets(db, targets)) {
      all.push(await inTransaction(db, () => readColumn(db, target)))
    }
    return all
  })
  const amendments: (PrismaAmendment & { file: string })[] = []
  for (const file of files)
    amendments.push({ file, ...amendPrismaSchema(await readFile(file, 'utf8'), states) })
  const added = amendments.flatMap((amendment) => amendment.added)
  const notes = amendments.flatMap((amendment) => amendment.notes)
  // Of several files one has the model.
  const unknown = states
    .map((state) => displayTarget(state.target))
    .filter((name) => amendments.every((amendment) => amendment.unknown.includes(name)))
  if (options.write) {
    for (const { file, text, added } of amendments) if (added.length > 0) await writeFile(file, text)
  }
  if (options.json)
    io.stdout(`${JSON.stringify({ path, added, unknown, notes, written: options.write === true })}\n`)
  else {
    const { yellow } = paint(io)
    if (added.length === 0 && unknown.length === 0 && notes.length === 0)
      io.stdout(`${path} knows every guarded column.\n`)
    for (const line of added) io.stdout(`+ ${line}\n`)
    for (const column of unknown) io.stdout(yellow(`no model for ${column}\n`))
    for (const note of notes) io.stdout(yellow(`note: ${note}\n`))
    if (added.length > 0) io.stdout(options.write ? `Written to ${path}.\n` : 'Add them with --write.\n')
  }
  return added.length > 0 && !options.write ? exitCodes.findings : exitCodes.clean
}

/** The file itself, or every .prisma file below the folder, in the order of their names. */
async function schemaFiles(path: string): Promise<string[]> {
  if (!statSync(path).isDirectory()) return [path]
  const entries = await readdir(path, { recursive: true })
  return entries
    .filter((name) => name.endsWith('.prisma'))
    .sort()
    .map((name) => join(path, name))
}
