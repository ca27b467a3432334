import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { RlsKitError } from '../errors.ts'
import { infer } from '../init/infer.ts'
import { readTables } from '../init/read.ts'
import { render } from '../init/render.ts'
import { readArgs } from './args.ts'
import { type CliIo, exitCodes, paint } from './io.ts'
import { connect, databaseUrl } from './load.ts'
import { count } from './show.ts'

const usage = `Usage: rls-kit init [--tenant-column <name>] [--app <role>] [--owner <role>]
  --tenant-column <name>   default: the most frequent of tenant_id, org_id, workspace_id and the like
  --app <role>             the role as which tenant queries will run (default app_user)
  --owner <role>           the role that will own the tables (default: they keep their owner)
  --setting <name>         default app.tenant_id
  --out <file>             default rls.config.ts; - is standard output
  --force                  overwrite it`

/** `rls-kit init`: reads a live database and writes rls.config.ts. Exit code 1 where something is left to decide. */
export async function runInit(argv: string[], io: CliIo): Promise<number> {
  const options = {
    'tenant-column': { type: 'string' },
    app: { type: 'string' },
    owner: { type: 'string' },
    setting: { type: 'string' },
    out: { type: 'string' },
    force: { type: 'boolean' },
  } as const
  const args = readArgs(argv, io, usage, options, ['pretty'])
  if (args === undefined) return exitCodes.clean
  const out = args.text('out') ?? 'rls.config.ts'
  const file = resolve(io.cwd, out)
  if (out !== '-' && existsSync(file) && !args.flag('force')) {
    throw new RlsKitError('USAGE', `${out} exists already.`, {
      advice: 'Pass --force to overwrite it, or --out - to print.',
    })
  }
  const client = await connect(databaseUrl(io, args.text('url')))
  const found = await readTables(client)
    .then((tables) => infer(tables, args.text('tenant-column')))
    .finally(() => client.end().catch(() => {}))
  const text = render(found, {
    app: args.text('app') ?? 'app_user',
    owner: args.text('owner'),
    setting: args.text('setting') ?? 'app.tenant_id',
  })
  const open = found.tables.filter(({ how }) => how.kind === 'undecided')
  if (out === '-') io.stdout(text)
  else {
    await writeFile(file, text)
    const { green, yellow, dim } = paint(io)
    io.stdout(
      `${green('✓')} Wrote ${out}: ${count(found.tables.length - open.length, 'table')} by ${found.column}.\n`,
    )
    for (const { table, how } of open) {
      io.stdout(`${yellow('?')} ${table.schema}.${table.name} ${dim((how as { why: string }).why)}\n`)
    }
  }
  return open.length === 0 ? exitCodes.clean : exitCodes.findings
}
