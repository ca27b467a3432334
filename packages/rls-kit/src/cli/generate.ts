import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { generate } from '../plan/generate.ts'
import { readArgs } from './args.ts'
import { type CliIo, exitCodes } from './io.ts'
import { loadConfig } from './load.ts'

/** `rls-kit generate`: the definition as one SQL file. It needs no database. */
export async function runGenerate(argv: string[], io: CliIo): Promise<number> {
  const usage = `Usage: rls-kit generate [--out prisma/rls.sql] [--check]
  --out <file>   where to write it (default: standard output)
  --check        write nothing; exit code 1 where the file is not up to date`
  const args = readArgs(argv, io, usage, { out: { type: 'string' }, check: { type: 'boolean' } })
  if (args === undefined) return exitCodes.clean
  const sql = generate(await loadConfig(io, args.text('config')))
  const out = args.text('out')
  if (out === undefined) {
    io.stdout(sql)
    return exitCodes.clean
  }
  const file = resolve(io.cwd, out)
  if (args.flag('check')) {
    const current = await readFile(file, 'utf8').catch(() => '')
    if (current === sql) return exitCodes.clean
    io.stderr(`${out} is not what rls.config.ts says. Run rls-kit generate --out ${out}\n`)
    return exitCodes.findings
  }
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, sql)
  io.stdout(`Wrote ${out}\n`)
  return exitCodes.clean
}
