// Learns `src/domains/hints.ts`: general words that tell domains apart where several have evidence.
//
//   node scripts/hints.ts                       figures by fold, with everything that is learned learned anew in each
//   node scripts/hints.ts --write               the same from all rows, into the file
//   node scripts/hints.ts --also rows.jsonl     further labelled rows, learned from in each fold and measured in none;
//                                               may be repeated
//   node scripts/hints.ts --holdout rows.jsonl  figures for rows that nothing is learned from
//
// Deterministic. Reads the public personas from ../shared/data/personas, or from where PERSONAS_DIR says.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { lexicon } from '../src/domains/lexicon.ts'
import { sources } from '../src/domains/sources.ts'
import type { Evaluation, LabelledRow } from '../src/refine/evaluate.ts'
import { crossValidate, learn, score } from './hints/learn.ts'
import type { Settings } from './hints/model.ts'

/** Chosen on personas of other sources than those of the folds: see the bench's README. */
const KEEP = 300
const SHRINK_PER_ROW = 0.00135
const FOLDS = 5

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const file = join(process.env.PERSONAS_DIR ?? here('../../../../shared/data/personas'), 'dev.jsonl')
if (!existsSync(file)) {
  console.log(`Skipped: there is no ${file}. Set PERSONAS_DIR to the folder that has it.`)
  process.exit()
}
const { values: given } = parseArgs({
  options: {
    write: { type: 'boolean' },
    also: { type: 'string', multiple: true, default: [] },
    holdout: { type: 'string' },
  },
})
const read = (path: string): LabelledRow[] =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LabelledRow)
const rows = read(file)
const further = given.also.flatMap(read)
const domains = sources.map((source) => lexicon({ ...source, hints: undefined }))

const mean = (folds: readonly Evaluation[], value: (fold: Evaluation) => number): number =>
  folds.reduce((sum, fold) => sum + value(fold) * fold.rows, 0) /
  folds.reduce((sum, fold) => sum + fold.rows, 0)

/** As strong for each row, however many there are. */
const settings = (rows: readonly LabelledRow[]): Settings => ({
  shrink: SHRINK_PER_ROW * rows.length,
  keep: KEEP,
})

/** What all rows teach. */
function learnAll(): Map<string, string[]> {
  const all = [...rows, ...further]
  return learn(all, domains, settings(all))
}

if (given.write) {
  const hints = learnAll()
  const lists = [...hints]
    .filter(([, words]) => words.length > 0)
    .map(([slug, words]) => `  '${slug}':\n    '${words.join(', ')}',\n`)
  const target = here('../src/domains/hints.ts')
  writeFileSync(
    target,
    `/**
 * General words that speak for a domain where it has evidence. Learned by \`scripts/hints.ts --write\` from public
 * personas; read through by a person, and not to be edited by hand.
 */
export const hints: Readonly<Record<string, string>> = {
${lists.join('')}}
`,
  )
  const pairs = [...hints.values()].reduce((sum, words) => sum + words.length, 0)
  console.log(`${target}: ${pairs} hints; format it with biome.`)
} else {
  console.log('| fold | rows | top-1 | recall@3 | coverage | returned | confident | of them right |')
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |')
  const line = (name: string, folds: readonly Evaluation[]): void => {
    const cells = [
      folds.reduce((sum, { rows }) => sum + rows, 0),
      mean(folds, ({ top1 }) => top1).toFixed(3),
      mean(folds, ({ recallAt3 }) => recallAt3).toFixed(3),
      mean(folds, ({ coverage }) => coverage).toFixed(3),
      mean(folds, ({ meanReturned }) => meanReturned).toFixed(2),
      mean(folds, ({ confident }) => confident.share).toFixed(2),
      mean(folds, ({ confident }) => confident.precision).toFixed(2),
    ]
    console.log(`| ${name} | ${cells.join(' | ')} |`)
  }
  if (given.holdout !== undefined) {
    const held = read(given.holdout)
    line('held out', [score(domains, learnAll(), held)])
    line('without hints', [score(domains, new Map(), held)])
    process.exit()
  }
  const folds = crossValidate(rows, further, domains, FOLDS, settings)
  for (const [nth, fold] of folds.entries()) line(String(nth + 1), [fold])
  line('all', folds)
  line('without hints', [score(domains, new Map(), rows)])
}
