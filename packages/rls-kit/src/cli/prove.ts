import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { RlsKitError } from '../errors.ts'
import { toHtml } from '../prove/format/html.ts'
import { toText } from '../prove/format/text.ts'
import { prove } from '../prove/prove.ts'
import { withScratch } from '../prove/scratch.ts'
import type { ProveResult } from '../prove/types.ts'
import { readArgs } from './args.ts'
import { type CliIo, exitCodes, paint } from './io.ts'
import { connect, databaseUrl, loadConfig } from './load.ts'

const usage = `Usage: rls-kit prove --scratch | --disposable [options]
  --scratch               clone the database, prove the clone, drop it
  --disposable            prove this very database: it is a copy, or made for tests
  --commit                with --disposable: commit rows and delete them, to read what publications send
  --allow <schema.name>   this volatile function may be called (repeatable)
  --allow-unproven        exit 0 although something could not be tried
  --rows <n>              rows for each tenant in a table, at most (default 4)
  --format pretty|json|html
  --out <file>            write there instead of standard output`

/** `rls-kit prove`: exit code 0 where all is proven, 1 on a leak or a doubt, 2 where it could not run. */
export async function runProve(argv: string[], io: CliIo): Promise<number> {
  const args = readArgs(
    argv,
    io,
    usage,
    {
      scratch: { type: 'boolean' },
      disposable: { type: 'boolean' },
      commit: { type: 'boolean' },
      allow: { type: 'string', multiple: true },
      'allow-unproven': { type: 'boolean' },
      rows: { type: 'string' },
      out: { type: 'string' },
    },
    ['pretty', 'json', 'html'],
  )
  if (args === undefined) return exitCodes.clean
  const scratch = args.flag('scratch')
  if (!scratch && !args.flag('disposable')) {
    throw new RlsKitError('NOT_DISPOSABLE', 'prove takes locks, moves sequences and calls functions.', {
      advice:
        'Let it clone the database with --scratch, or say --disposable where the database may be spoilt.',
    })
  }
  const definition = await loadConfig(io, args.text('config'))
  const url = databaseUrl(io, args.text('url'))
  const run = async (where: string): Promise<ProveResult> => {
    const client = await connect(where)
    const stop = (): void => void client.end().catch(() => {})
    io.signal.addEventListener('abort', stop, { once: true })
    try {
      return await prove(client, definition, {
        disposable: true,
        allowVolatile: args.list('allow'),
        allowCommit: scratch || args.flag('commit'),
        rows: args.number('rows'),
      })
    } finally {
      io.signal.removeEventListener('abort', stop)
      await client.end().catch(() => {})
    }
  }
  const result = scratch ? await withScratch(url, (copy) => run(copy.url)) : await run(url)
  const out = args.text('out')
  const text =
    args.format === 'json'
      ? `${JSON.stringify(result, null, 2)}\n`
      : args.format === 'html'
        ? toHtml(result)
        : toText(result, paint(out === undefined ? io : { color: false }))
  if (out === undefined) io.stdout(text)
  else await writeFile(resolve(io.cwd, out), text)
  const leaks = result.probes.some((probe) => probe.outcome === 'leak')
  return leaks || (!result.proven && !args.flag('allow-unproven')) ? exitCodes.findings : exitCodes.clean
}
