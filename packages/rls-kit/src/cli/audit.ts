import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { audit } from '../audit/audit.ts'
import { readBaseline, writeBaseline } from '../audit/baseline.ts'
import { toGithub } from '../audit/format/github.ts'
import { toPretty } from '../audit/format/pretty.ts'
import { toSarif } from '../audit/format/sarif.ts'
import { toMigration } from '../audit/migration.ts'
import { rules } from '../audit/rules.ts'
import type { AuditResult, Severity } from '../audit/types.ts'
import { isRlsKitError, RlsKitError } from '../errors.ts'
import type { RlsDefinition } from '../types.ts'
import { type Args, readArgs } from './args.ts'
import { type CliIo, exitCodes, paint } from './io.ts'
import { connect, databaseUrl, loadConfig } from './load.ts'

const usage = `Usage: rls-kit audit [options]
  --format pretty|json|sarif|github   (default pretty)
  --app <role>            the app role, where no definition names it
  --rule <id>             run this rule alone (repeatable)
  --ignore <id>           leave this rule out (repeatable)
  --fail-on <severity>    error, warning or info: what makes the exit code 1 (default info)
  --baseline <file>       findings that were accepted (default .rls-audit-baseline, where it exists)
  --update-baseline       accept all that is found now
  --fix <file>            write the fixes as a migration
  --list-rules            show the catalogue`

const severities: readonly Severity[] = ['error', 'warning', 'info']

/** `rls-kit audit`: exit code 0 where nothing is found, 1 where something is, 2 where it could not run. */
export async function runAudit(argv: string[], io: CliIo): Promise<number> {
  const args = readArgs(
    argv,
    io,
    usage,
    {
      app: { type: 'string' },
      rule: { type: 'string', multiple: true },
      ignore: { type: 'string', multiple: true },
      'fail-on': { type: 'string' },
      baseline: { type: 'string' },
      'update-baseline': { type: 'boolean' },
      fix: { type: 'string' },
      'list-rules': { type: 'boolean' },
    },
    ['pretty', 'json', 'sarif', 'github'],
  )
  if (args === undefined) return exitCodes.clean
  if (args.flag('list-rules')) {
    io.stdout(
      rules
        .map(
          (rule) =>
            `${String(rule.number).padStart(2)}  ${rule.severity.padEnd(7)}  ${rule.id}: ${rule.title}\n`,
        )
        .join(''),
    )
    return exitCodes.clean
  }
  const failOn = (args.text('fail-on') ?? 'info') as Severity
  if (!severities.includes(failOn)) {
    throw new RlsKitError('USAGE', `There is no severity "${failOn}".`, {
      advice: `Take one of ${severities.join(', ')}.`,
    })
  }
  const definition = await optionalConfig(args, io)
  const file = resolve(io.cwd, args.text('baseline') ?? '.rls-audit-baseline')
  const updating = args.flag('update-baseline')
  const wanted = !updating && (args.text('baseline') !== undefined || existsSync(file))
  const baseline = wanted ? await readBaseline(file) : undefined
  const client = await connect(databaseUrl(io, args.text('url')))
  let result: AuditResult
  try {
    result = await audit(client, definition, {
      app: args.text('app'),
      rules: args.list('rule').length > 0 ? args.list('rule') : undefined,
      ignore: args.list('ignore'),
      baseline,
    })
  } finally {
    await client.end().catch(() => {})
  }
  if (updating) await writeBaseline(file, result.findings)
  const fix = args.text('fix')
  if (fix !== undefined) await writeFile(resolve(io.cwd, fix), toMigration(result.findings))
  io.stdout(show(result, args, io))
  const threshold = severities.indexOf(failOn)
  const failing = result.findings.some((finding) => severities.indexOf(finding.severity) <= threshold)
  return failing && !updating ? exitCodes.findings : exitCodes.clean
}

function show(result: AuditResult, args: Args, io: CliIo): string {
  const config = args.text('config') ?? 'rls.config.ts'
  if (args.format === 'json') return `${JSON.stringify(result, null, 2)}\n`
  if (args.format === 'sarif') return `${toSarif(result, config)}\n`
  if (args.format === 'github') return toGithub(result, config)
  return toPretty(result, paint(io))
}

/** An audit works without a definition; only one that was named has to be there. */
async function optionalConfig(args: Args, io: CliIo): Promise<RlsDefinition | undefined> {
  const named = args.text('config')
  try {
    return await loadConfig(io, named)
  } catch (error) {
    if (named === undefined && isRlsKitError(error, 'USAGE')) return undefined
    throw error
  }
}
