import type { Cell } from './matrix.ts'
import type { Mode } from './trial.ts'

interface Column {
  readonly name: string
  readonly cells: readonly Cell[]
}

const signs: Readonly<Record<Cell['verdict'], string>> = { pass: '✓', fail: '✗', 'n/a': '–' }

/** The matrix as Markdown: ours, the platforms' facts, the peers, and what each of them did. */
export function markdown(modes: readonly Mode[], ours: readonly Column[], peers: readonly Column[]): string {
  return [
    '## safe-sse',
    '',
    ...table(modes, ours),
    '',
    'What does not apply (–), and why:',
    '',
    ...notes(ours, 'n/a'),
    '',
    '## Other libraries',
    '',
    ...table(modes, peers),
    '',
    'What failed (✗), in the words of the check that failed:',
    '',
    ...notes(peers, 'fail'),
    '',
    'Not asked of them (–):',
    '',
    ...notes(peers, 'n/a'),
    '',
  ].join('\n')
}

function table(modes: readonly Mode[], columns: readonly Column[]): string[] {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [
    row(['', ...columns.map(({ name }) => name)]),
    row(['---', ...columns.map(() => ':-:')]),
    ...modes.map(({ id, title }, at) =>
      row([`${id}. ${title}`, ...columns.map(({ cells }) => signs[cells[at]!.verdict])]),
    ),
  ]
}

/** One line for each mode and note, with the columns that share it. */
function notes(columns: readonly Column[], verdict: Cell['verdict']): string[] {
  const found = new Map<string, string[]>()
  for (const { name, cells } of columns) {
    for (const { mode, note, verdict: got } of cells) {
      if (got !== verdict) continue
      // What a trial printed is another text each time.
      const line = `${mode}: ${note.replace(/; (probe|got) .*/, '').replace(/[<>|`]/g, "'")}`
      found.set(line, [...(found.get(line) ?? []), name])
    }
  }
  return [...found]
    .sort(([a], [b]) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
    .map(([line, names]) => `- ${line.replace(':', ` (${names.join(', ')}):`)}`)
}
