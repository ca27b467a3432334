import { createTally, type Evaluation, type LabelledRow } from '../refine/evaluate.ts'
import type { Extractor } from '../types.ts'
import type { Console } from './console.ts'
import { openSource, parseRow, readLines } from './input.ts'
import type { CliOptions } from './options.ts'
import { createProgress } from './progress.ts'

/** Rows of a file, bad lines reported and left out. */
export async function readRows(
  path: string,
  io: Console,
  each: (row: LabelledRow) => void,
): Promise<{ bad: number }> {
  const source = await openSource(path, io.stdin)
  const progress = createProgress(io.stderr, source.bytes)
  const plain = path.endsWith('.txt')
  let bad = 0
  for await (const line of readLines(source)) {
    progress.update(line.read)
    const row = plain ? { text: line.text, labels: [] } : parseRow(line.text, true)
    if (typeof row === 'string') {
      bad++
      progress.clear()
      io.error(`${source.name}:${line.number}: ${row}`)
    } else each(row)
  }
  progress.clear()
  return { bad }
}

/** `evaluate`: the figures over all rows, and with --by those of each group. */
export async function runEvaluate(options: CliOptions, extractor: Extractor, io: Console): Promise<number> {
  const all = createTally()
  const groups = new Map<string, ReturnType<typeof createTally>>()
  const { bad } = await readRows(options.inputs[0]!, io, (row) => {
    all.add(extractor, row)
    if (options.by === undefined) return
    const key = (options.by === 'lang' ? row.lang : row.labels[0]) ?? 'none'
    const group = groups.get(key) ?? createTally()
    groups.set(key, group)
    group.add(extractor, row)
  })
  const result = all.result()
  const by = Object.fromEntries(
    [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, tally]) => [key, figures(tally.result())]),
  )
  if (options.json) {
    io.out(
      JSON.stringify({
        ...result,
        badLines: bad,
        ...(options.by === undefined ? {} : { by, mean: mean(Object.values(by)) }),
      }),
    )
  } else {
    printFigures(result, io)
    for (const [key, group] of Object.entries(by)) {
      io.out(
        `${key.padEnd(10)} ${String(group.rows).padStart(5)} rows  top1 ${percent(group.top1)}  recall@3 ${percent(group.recallAt3)}  coverage ${percent(group.coverage)}`,
      )
    }
  }
  return bad > 0 ? 1 : 0
}

type Figures = Omit<Evaluation, 'confusion' | 'misses'>

function figures({ confusion: _confusion, misses: _misses, ...rest }: Evaluation): Figures {
  return rest
}

function mean(groups: readonly Figures[]): { top1: number; recallAt3: number } {
  const average = (pick: (group: Figures) => number): number =>
    groups.reduce((sum, group) => sum + pick(group), 0) / Math.max(1, groups.length)
  return { top1: average(({ top1 }) => top1), recallAt3: average(({ recallAt3 }) => recallAt3) }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1).padStart(5)} %`
}

function printFigures(result: Evaluation, io: Console): void {
  io.out(`rows             ${result.rows} with labels, ${result.negatives} without`)
  io.out(`top1             ${percent(result.top1)}`)
  io.out(`recall@3         ${percent(result.recallAt3)}`)
  io.out(`mrr              ${result.mrr.toFixed(3)}`)
  io.out(`coverage         ${percent(result.coverage)}`)
  io.out(`mean returned    ${result.meanReturned.toFixed(2)}`)
  io.out(`false positives  ${percent(result.falsePositiveRate)} of rows without labels`)
  io.out(
    `confidence 0.8   ${percent(result.confident.share)} of rows, ${percent(result.confident.precision)} of them right`,
  )
  for (const { id, labels, predicted } of result.misses.slice(0, 20)) {
    io.out(`miss  ${id ?? '?'}: ${labels.join(', ')}, answered ${predicted.join(', ') || 'nothing'}`)
  }
  if (result.misses.length > 20) io.out(`... ${result.misses.length - 20} more misses; --json has all`)
}
