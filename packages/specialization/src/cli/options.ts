import { parseArgs } from 'node:util'
import { CliFailure, messageOf } from './failure.ts'

/** What a person typed, checked. */
export interface CliOptions {
  readonly command: 'extract' | 'evaluate' | 'suggest' | 'help'
  readonly inputs: readonly string[]
  readonly json: boolean
  readonly explain: boolean
  readonly file: string | undefined
  readonly jsonl: boolean
  readonly by: 'lang' | 'label' | undefined
  readonly domains: string | undefined
  readonly locales: string
  readonly minConfidence: number | undefined
  readonly limit: number | undefined
  readonly top: number | undefined
  readonly minDf: number | undefined
  readonly color: boolean | undefined
}

export const help = `Names the domains that a persona's description speaks of, with evidence.

  nyx-specialize extract [text...]          a text, --file, or stdin
  nyx-specialize evaluate <rows.jsonl | ->  how well answers fit rows of { text, labels, lang? }
  nyx-specialize suggest <rows.jsonl | ->   terms that the labelled rows would add to the lexicon

Options
  --json                 machine-readable output
  --explain              extract: every match, what it weighs, and what did not count
  --file <path>          extract: read the text from a file (- for stdin)
  --jsonl                extract: the input is JSONL rows of { text }; one JSON line out for each
  --by <lang | label>    evaluate: figures for each language or label too
  --top <n>              suggest: terms for each domain at most (default 10)
  --min-df <n>           suggest: rows that a term must occur in (default 3)
  --domains <path>       a lexicon file (JSON) in place of the 15 domains
  --locales <list>       auto (default), or packs that always apply: de,fr; en for none
  --min-confidence <x>   leave out answers below this, 0 to 1
  --limit <n>            answers for each text at most (default 3)
  --color, --no-color    colours, whatever the output is
  --help                 this text

A .txt file is rows without labels: a line each that should get no domain.
Exit code: 0 done; 1 some lines could not be read, or suggestions were found; 2 could not run.
`

const commands = ['extract', 'evaluate', 'suggest', 'help'] as const

/** Reads the arguments behind the command's name; throws a {@link CliFailure} that says what to type instead. */
export function readOptions(args: readonly string[]): CliOptions {
  const parsed = parse(args)
  const { values, positionals } = parsed
  const [name, ...inputs] = positionals
  if (values.help === true || name === undefined || name === 'help') {
    if (name === undefined && values.help !== true)
      throw new CliFailure(`a command is missing: ${commands.slice(0, 3).join(', ')}`)
    return { ...base(values), command: 'help', inputs: [] }
  }
  const command = commands.find((known) => known === name)
  if (command === undefined)
    throw new CliFailure(`there is no command "${name}": it is one of ${commands.slice(0, 3).join(', ')}`)
  if (command !== 'extract' && inputs.length !== 1)
    throw new CliFailure(`${command} takes one file, or - for stdin`)
  return { ...base(values), command, inputs }
}

type Values = ReturnType<typeof parse>['values']

function parse(args: readonly string[]) {
  const string = { type: 'string' } as const
  const boolean = { type: 'boolean' } as const
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      allowNegative: true,
      options: {
        json: boolean,
        explain: boolean,
        jsonl: boolean,
        help: { ...boolean, short: 'h' },
        color: boolean,
        file: string,
        by: string,
        domains: string,
        locales: string,
        'min-confidence': string,
        limit: string,
        top: string,
        'min-df': string,
      },
    })
  } catch (error) {
    throw new CliFailure(messageOf(error), { cause: error })
  }
}

function base(values: Values): Omit<CliOptions, 'command' | 'inputs'> {
  const { by } = values
  if (by !== undefined && by !== 'lang' && by !== 'label')
    throw new CliFailure(`--by is lang or label, not "${by}"`)
  return {
    json: values.json === true,
    explain: values.explain === true,
    jsonl: values.jsonl === true,
    file: values.file,
    by,
    domains: values.domains,
    locales: values.locales ?? 'auto',
    minConfidence: number(values['min-confidence'], '--min-confidence', 0, 1),
    limit: number(values.limit, '--limit', 1, 100),
    top: number(values.top, '--top', 1, 1000),
    minDf: number(values['min-df'], '--min-df', 1, 1e6),
    color: values.color,
  }
}

function number(value: string | undefined, name: string, from: number, to: number): number | undefined {
  if (value === undefined) return undefined
  const parsed = Number(value)
  const whole = to === 1 || Number.isInteger(parsed)
  if (value.trim() === '' || !(parsed >= from && parsed <= to) || !whole) {
    throw new CliFailure(
      `${name} is a ${to === 1 ? '' : 'whole '}number from ${from} to ${to}, not "${value}"`,
    )
  }
  return parsed
}
