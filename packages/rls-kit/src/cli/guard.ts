import { parseArgs } from 'node:util'
import { RlsKitError } from '../errors.ts'
import { allow, openAllowances, parseDuration } from '../guard/allow.ts'
import { guardable } from '../guard/discover.ts'
import { guardDryRun } from '../guard/dry-run.ts'
import { snapshotToFile } from '../guard/file.ts'
import { install, uninstall, verifyLayer } from '../guard/install.ts'
import { withLease } from '../guard/lease.ts'
import { restore } from '../guard/restore.ts'
import { restoreFromFile } from '../guard/restore-file.ts'
import { guardRun } from '../guard/run.ts'
import type { GuardRunOptions } from '../guard/run-report.ts'
import { withSession } from '../guard/session.ts'
import { snapshotColumn } from '../guard/snapshot.ts'
import { displayTarget, parseTarget, targetsOf } from '../guard/target.ts'
import type { GuardLayer, GuardSession, GuardTarget } from '../guard/types.ts'
import { verify } from '../guard/verify.ts'
import { runPrismaSchema } from './guard-prisma.ts'
import { progressBar, reportDryRun, reportFindings, reportRestore, reportRun } from './guard-report.ts'
import { type CliIo, exitCodes, paint } from './io.ts'
import { databaseUrl, loadConfig } from './load.ts'

const options = {
  column: { type: 'string', multiple: true },
  config: { type: 'string' },
  url: { type: 'string' },
  json: { type: 'boolean' },
  layer: { type: 'string' },
  restore: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  accept: { type: 'boolean' },
  file: { type: 'string' },
  freeze: { type: 'boolean' },
  'hold-database': { type: 'boolean' },
  overwrite: { type: 'boolean' },
  'replace-column': { type: 'boolean' },
  'lock-timeout': { type: 'string' },
  'batch-rows': { type: 'string' },
  'keep-days': { type: 'string' },
  purge: { type: 'boolean' },
  schema: { type: 'string' },
  write: { type: 'boolean' },
  role: { type: 'string' },
  for: { type: 'string' },
  reason: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

type Values = ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>['values']

interface Context {
  readonly url: string
  readonly values: Values
  readonly io: CliIo
  readonly objects: readonly string[]
  readonly targets: readonly GuardTarget[] | undefined
  /** Columns of the configuration may not be there yet; one that was typed must be. */
  readonly skipMissing: boolean
  readonly settings: GuardRunOptions
}

const commands: Record<
  string,
  { about: string; run: (context: Context, child: string[]) => Promise<number> }
> = {
  snapshot: { about: 'keep definition, data, indexes, row security and policies', run: runSnapshot },
  install: { about: 'install the strongest layer over what has a snapshot', run: runInstall },
  verify: { about: 'compare the database with the snapshot, value by value', run: runVerify },
  restore: { about: 'put back what was lost', run: runRestore },
  run: { about: 'run a push tool under the guard: run [options] -- <command>', run: runCommand },
  allow: {
    about: 'let one role change a guarded object for a while: allow <object> --reason <text>',
    run: runAllow,
  },
  'prisma-schema': {
    about: 'tell schema.prisma of guarded columns, so that Prisma plans no drop',
    run: ({ io, url, targets, values }) => runPrismaSchema(io, url, targets, values),
  },
  uninstall: { about: 'take the layer away, with --purge the snapshots too', run: runUninstall },
}

/** `rls-kit guard <command>`. */
export async function runGuard(argv: string[], io: CliIo): Promise<number> {
  const cut = argv.indexOf('--')
  const own = cut < 0 ? argv : argv.slice(0, cut)
  const child = cut < 0 ? [] : argv.slice(cut + 1)
  let parsed: { values: Values; positionals: string[] }
  try {
    parsed = parseArgs({ args: own, options, allowPositionals: true })
  } catch (error) {
    throw new RlsKitError('USAGE', (error as Error).message, {
      cause: error,
      advice: 'See `rls-kit guard --help`.',
    })
  }
  const { values, positionals } = parsed
  const [name, ...rest] = positionals
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined
  if (values.help || command === undefined || (rest.length > 0 && name !== 'allow')) {
    const known = values.help === true && name === undefined
    const text = usage()
    if (known || (values.help && command !== undefined)) io.stdout(text)
    else
      io.stderr(
        `rls-kit guard: ${name === undefined ? 'name a command' : `there is no command "${[name, ...rest].join(' ')}"`}.\n\n${text}`,
      )
    return values.help && (known || command !== undefined) ? exitCodes.clean : exitCodes.failed
  }
  const url = databaseUrl(io, values.url)
  const context: Context = {
    objects: rest,
    url,
    values,
    io,
    targets: await configured(values, io),
    skipMissing: values.column === undefined,
    settings: settings(values, io),
  }
  return command.run(context, child)
}

/** Columns named on the command line, else those of the configuration, else undefined: all there are. */
async function configured(values: Values, io: CliIo): Promise<readonly GuardTarget[] | undefined> {
  if (values.column !== undefined) return values.column.map((text) => parseTarget(text))
  try {
    const targets = targetsOf(await loadConfig(io, values.config))
    return targets.length === 0 ? undefined : targets
  } catch (error) {
    if (values.config === undefined && error instanceof RlsKitError && error.code === 'USAGE')
      return undefined
    throw error
  }
}

function settings(values: Values, io: CliIo): GuardRunOptions {
  const layer = values.layer
  if (layer !== undefined && !['auto', 'trigger', 'pin', 'none'].includes(layer)) {
    throw new RlsKitError('USAGE', `--layer ${layer} is none of auto, trigger, pin, none.`)
  }
  return {
    layer: layer as 'auto' | GuardLayer | undefined,
    restore: values.restore,
    accept: values.accept,
    file: values.file,
    freeze: values.freeze,
    holdDatabase: values['hold-database'],
    overwrite: values.overwrite,
    replaceColumn: values['replace-column'],
    lockTimeout: whole('lock-timeout', values['lock-timeout']),
    batchRows: whole('batch-rows', values['batch-rows']),
    keepDays: whole('keep-days', values['keep-days']),
    onProgress: values.json ? undefined : progressBar(io),
    signal: io.signal,
    monitor: values.json ? undefined : databaseUrl(io, values.url),
  }
}

function whole(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d+$/.test(text)) throw new RlsKitError('USAGE', `--${name} ${text} is no whole number.`)
  return Number(text)
}

function json(context: Context, value: unknown): void {
  context.io.stdout(`${JSON.stringify(value)}\n`)
}

/** Two deployers at once: the second is told who holds the guard, and does nothing. */
function exclusively<T>(context: Context, work: (db: GuardSession) => Promise<T>): Promise<T> {
  return withLease(context.url, () => withSession(context.url, work))
}

async function runSnapshot(context: Context): Promise<number> {
  const results = await exclusively(context, async (db) => {
    const all = []
    for (const [n, target] of (await guardable(db, context.targets, context.skipMissing)).entries()) {
      all.push(await snapshotColumn(db, target, context.settings))
      const { file } = context.settings
      if (file !== undefined) await snapshotToFile(db, target, n === 0 ? file : `${file}.${n + 1}`)
    }
    return all
  })
  if (results.length === 0) throw nothingToGuard()
  if (context.values.json) json(context, results)
  else {
    for (const result of results) {
      context.io.stdout(
        `${displayTarget(result.target)}: ${result.values} values kept (${result.written} written), checksum ${result.checksum}\n`,
      )
    }
  }
  return exitCodes.clean
}

async function runInstall(context: Context): Promise<number> {
  const result = await exclusively(context, async (db) => {
    const targets = await guardable(db, context.targets, context.skipMissing)
    if (targets.length === 0) throw nothingToGuard()
    for (const target of targets) await snapshotColumn(db, target, context.settings)
    return install(db, context.settings)
  })
  if (context.values.json) json(context, result)
  else {
    const { bold, dim } = paint(context.io)
    context.io.stdout(`${bold(`layer: ${result.layer}`)} over ${result.columns.join(', ')}\n`)
    context.io.stdout(
      `${dim('It does not stop:')}\n${result.notStopped.map((line) => dim(`  - ${line}\n`)).join('')}`,
    )
  }
  return exitCodes.clean
}

function nothingToGuard(): RlsKitError {
  return new RlsKitError('GUARD_MISSING', 'There is no column to guard.', {
    advice: 'Declare one in rls.config.ts, or name it with --column schema.table.column.',
  })
}

async function runVerify(context: Context): Promise<number> {
  const { results, layer, allowances } = await withSession(context.url, async (db) => ({
    results: await verify(db, context.targets),
    layer: await verifyLayer(db),
    allowances: await openAllowances(db),
  }))
  if (results.length === 0) {
    throw new RlsKitError('SNAPSHOT_MISSING', 'There is no snapshot to compare with.', {
      advice: 'Take one with `rls-kit guard snapshot`.',
    })
  }
  const findings = [...results.flatMap((result) => result.findings), ...layer.findings]
  if (context.values.json) json(context, { layer: layer.layer, columns: results, findings, allowances })
  else reportFindings(context.io, results, layer, allowances)
  const bad = findings.some((finding) => finding.loss || finding.kind.startsWith('guard-'))
  return bad ? exitCodes.findings : exitCodes.clean
}

async function runRestore(context: Context): Promise<number> {
  const { file } = context.settings
  const results = await exclusively(context, async (db) =>
    file === undefined
      ? restore(db, context.targets, context.settings)
      : [await restoreFromFile(db, file, context.settings)],
  )
  if (results.length === 0) {
    throw new RlsKitError('SNAPSHOT_MISSING', 'There is no snapshot to restore from.', {
      advice: 'Take one with `rls-kit guard snapshot` before something is lost.',
    })
  }
  if (context.values.json) json(context, results)
  else reportRestore(context.io, results)
  const open = results.some((result) => result.refused.length > 0 || result.remaining.some((f) => f.loss))
  return open ? exitCodes.findings : exitCodes.clean
}

async function runCommand(context: Context, child: string[]): Promise<number> {
  if (child.length === 0) {
    throw new RlsKitError('USAGE', 'There is no command to run.', {
      advice: 'Write it after `--`: rls-kit guard run -- npx drizzle-kit push',
    })
  }
  const { dim } = paint(context.io)
  const go = context.values['dry-run'] ? guardDryRun : guardRun
  const report = await go(context.url, child, {
    ...context.settings,
    targets: context.targets,
    skipMissing: context.skipMissing,
    stdoutToStderr: context.values.json,
    onStage: (stage) => context.io.stderr(dim(`guard: ${stage}\n`)),
  })
  if (context.values.json) json(context, report)
  else if (report.dryRun !== undefined) reportDryRun(context.io, report, report.dryRun)
  else reportRun(context.io, report)
  return report.exitCode
}

async function runAllow(context: Context): Promise<number> {
  const { role, reason, for: duration = '10m' } = context.values
  const [object, ...more] = context.objects
  if (object === undefined || more.length > 0 || reason === undefined) {
    throw new RlsKitError('USAGE', 'allow takes one object and a reason.', {
      advice: 'rls-kit guard allow workflow_insights.embedding --for 10m --reason "new model"',
    })
  }
  const seconds = parseDuration(duration)
  const result = await withSession(context.url, (db) => allow(db, object, { role, seconds, reason }))
  if (context.values.json) json(context, result)
  else context.io.stdout(`${result.role} may change ${result.columns.join(', ')} until ${result.expiresAt}\n`)
  return exitCodes.clean
}

async function runUninstall(context: Context): Promise<number> {
  await withSession(context.url, (db) => uninstall(db, { purge: context.values.purge }))
  if (context.values.json) json(context, { uninstalled: true, purged: context.values.purge === true })
  else
    context.io.stdout(
      `The guard is uninstalled${context.values.purge ? ', and its snapshots are gone' : ''}.\n`,
    )
  return exitCodes.clean
}

function usage(): string {
  const lines = Object.entries(commands).map(([name, { about }]) => `  ${name.padEnd(14)} ${about}`)
  return `Usage: rls-kit guard <command> [options] [-- command]

${lines.join('\n')}

Options:
  --column <name>     schema.table.column, repeatable (default: those of rls.config.ts, else every pgvector column)
  --layer <layer>     auto, trigger (superuser), pin (table owner), none
  --restore           run: exit 0 although something was lost, when all of it was put back
  --dry-run           run: try the command on a copy of the database, and show what it would drop
  --file <path>       snapshot, run: also to a file, which outlives DROP DATABASE; restore: from it
  --freeze            run: let no ALTER, DROP or TRUNCATE on a guarded table run at all
  --hold-database     install, run: stop DROP DATABASE too, until uninstall (superuser)
  --accept            snapshot, run: take the database as it is for the new truth
  --overwrite         restore, run: also put back values that are there but changed
  --replace-column    restore, run: where the type changed, keep that column aside and bring back the recorded one
  --lock-timeout <ms> how long a restore waits for a lock (default 10000)
  --batch-rows <n>    rows a transaction (default 5000)
  --keep-days <n>     days for which values of deleted rows are kept (default 7)
  --role <role>       allow: who may (default: the role that allows it)
  --for <duration>    allow: 90s, 10m, 2h, at most 1d (default 10m)
  --reason <text>     allow: why; it goes into the guard's journal
  --schema <file>     prisma-schema: the file (default prisma/schema.prisma, schema.prisma); --write changes it
  --purge             uninstall: drop the snapshots too
  --url <url>         the database (default: DATABASE_URL)
  --config <file>     the definition (default: rls.config.ts)
  --json              one line of JSON on standard output

Exit code of run: 0 the command succeeded and nothing was lost or blocked; the command's own code when it failed;
1 when something was blocked or had to be put back; 2 when the guard could not do its work.
`
}
