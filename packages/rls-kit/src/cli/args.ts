import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { RlsKitError } from '../errors.ts'
import type { Queryable, RlsDefinition } from '../types.ts'
import type { CliIo } from './io.ts'
import { connect, databaseUrl, loadConfig } from './load.ts'

/** Options that every command takes. */
const shared = {
  config: { type: 'string' },
  url: { type: 'string' },
  format: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} satisfies ParseArgsOptionsConfig

/** Parsed options, read through functions so that each command says what it expects. */
export interface Args {
  text(name: string): string | undefined
  flag(name: string): boolean
  list(name: string): string[]
  number(name: string): number | undefined
  readonly format: string
}

/** Reads a command's arguments. Answers undefined where help was asked for, and has then printed it. */
export function readArgs(
  argv: string[],
  io: CliIo,
  usage: string,
  options: ParseArgsOptionsConfig = {},
  formats: readonly string[] = ['pretty', 'json'],
): Args | undefined {
  let parsed: { values: Record<string, unknown>; positionals: string[] }
  try {
    parsed = parseArgs({ args: argv, options: { ...shared, ...options }, allowPositionals: true }) as never
  } catch (error) {
    throw new RlsKitError('USAGE', (error as Error).message, { advice: usage.trim() })
  }
  if (parsed.values.help === true) {
    io.stdout(`${usage.trim()}\n`)
    return undefined
  }
  const [unexpected] = parsed.positionals
  if (unexpected !== undefined) {
    throw new RlsKitError('USAGE', `"${unexpected}" is one word too many.`, { advice: usage.trim() })
  }
  const format =
    parsed.values.json === true ? 'json' : ((parsed.values.format as string | undefined) ?? 'pretty')
  if (!formats.includes(format)) {
    throw new RlsKitError('USAGE', `There is no format "${format}".`, {
      advice: `Take one of ${formats.join(', ')}.`,
    })
  }
  const text = (name: string): string | undefined => parsed.values[name] as string | undefined
  return {
    text,
    flag: (name) => parsed.values[name] === true,
    list: (name) => (parsed.values[name] as string[] | undefined) ?? [],
    number(name) {
      const given = text(name)
      if (given === undefined) return undefined
      if (!/^\d+$/.test(given))
        throw new RlsKitError('USAGE', `--${name} must be a whole number, not "${given}".`)
      return Number(given)
    },
    format,
  }
}

/** Loads the definition, connects, runs `work`, and disconnects whatever happens. */
export async function withDatabase<T>(
  args: Args,
  io: CliIo,
  work: (session: Queryable, rls: RlsDefinition, url: string) => Promise<T>,
): Promise<T> {
  const rls = await loadConfig(io, args.text('config'))
  const url = databaseUrl(io, args.text('url'))
  const client = await connect(url)
  const stop = (): void =>
    void (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy()
  io.signal.addEventListener('abort', stop, { once: true })
  try {
    return await work(client, rls, url)
  } finally {
    io.signal.removeEventListener('abort', stop)
    await client.end().catch(() => {})
  }
}
