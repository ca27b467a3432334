import type { Extractor } from '../types.ts'

/** A persona whose domains are known. No labels: it should get none. */
export interface LabelledRow {
  readonly id?: string | undefined
  readonly text: string
  readonly labels: readonly string[]
  readonly lang?: string | undefined
}

/** A row whose first answer was not one of its labels. */
export interface Miss {
  readonly id: string | undefined
  readonly labels: readonly string[]
  readonly predicted: readonly string[]
}

/** How well an extractor does on rows with labels. Rates are 0 to 1, and 0 where there is nothing to measure. */
export interface Evaluation {
  /** How many rows have labels, and how many have none. */
  readonly rows: number
  readonly negatives: number
  /** The share of labelled rows whose first answer is one of the labels. */
  readonly top1: number
  /** The share of a row's labels that are among the first three answers, on average over labelled rows. */
  readonly recallAt3: number
  /** Mean reciprocal rank of the first right answer. */
  readonly mrr: number
  /** The share of labelled rows that get any answer. */
  readonly coverage: number
  /** Answers for each labelled row, on average. */
  readonly meanReturned: number
  /** The share of rows without labels that get an answer all the same. */
  readonly falsePositiveRate: number
  /** Of the labelled rows, the share whose first answer has a confidence of 0.8, and how many of those are right. */
  readonly confident: { readonly share: number; readonly precision: number }
  /** Rows by first label and first answer (`none` where there is no answer). */
  readonly confusion: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly misses: readonly Miss[]
}

/**
 * Measures an extractor on rows with labels.
 *
 * @example
 * ```ts
 * import { createExtractor } from '@nyxcore/specialization'
 * import { evaluate } from '@nyxcore/specialization/refine'
 *
 * evaluate(createExtractor(), [{ text: 'A tax accountant.', labels: ['finance'] }]).top1 // 1
 * ```
 */
export function evaluate(extractor: Extractor, rows: Iterable<LabelledRow>): Evaluation {
  const tally = createTally()
  for (const row of rows) tally.add(extractor, row)
  return tally.result()
}

/** {@link evaluate} in steps, for rows that arrive one by one. */
export function createTally(): { add(extractor: Extractor, row: LabelledRow): void; result(): Evaluation } {
  const sums = {
    rows: 0,
    negatives: 0,
    top1: 0,
    recall: 0,
    rank: 0,
    covered: 0,
    returned: 0,
    falsely: 0,
    sure: 0,
    surely: 0,
  }
  const confusion = new Map<string, Map<string, number>>()
  const misses: Miss[] = []

  return {
    add(extractor, { id, text, labels }) {
      const answers = extractor.extract(text).specializations
      const predicted = answers.map(({ slug }) => slug)
      if (labels.length === 0) {
        sums.negatives++
        if (predicted.length > 0) sums.falsely++
        return
      }
      sums.rows++
      sums.returned += predicted.length
      if (predicted.length > 0) sums.covered++
      const rank = predicted.findIndex((slug) => labels.includes(slug))
      if (rank === 0) sums.top1++
      else misses.push({ id, labels, predicted })
      if (rank >= 0) sums.rank += 1 / (rank + 1)
      const three = predicted.slice(0, 3)
      sums.recall += labels.filter((label) => three.includes(label)).length / labels.length
      if ((answers[0]?.confidence ?? 0) >= 0.8) {
        sums.sure++
        if (rank === 0) sums.surely++
      }
      const line = confusion.get(labels[0]!) ?? new Map<string, number>()
      confusion.set(labels[0]!, line)
      line.set(predicted[0] ?? 'none', (line.get(predicted[0] ?? 'none') ?? 0) + 1)
    },
    result: () => ({
      rows: sums.rows,
      negatives: sums.negatives,
      top1: ratio(sums.top1, sums.rows),
      recallAt3: ratio(sums.recall, sums.rows),
      mrr: ratio(sums.rank, sums.rows),
      coverage: ratio(sums.covered, sums.rows),
      meanReturned: ratio(sums.returned, sums.rows),
      falsePositiveRate: ratio(sums.falsely, sums.negatives),
      confident: { share: ratio(sums.sure, sums.rows), precision: ratio(sums.surely, sums.sure) },
      confusion: Object.fromEntries([...confusion].map(([label, line]) => [label, Object.fromEntries(line)])),
      misses,
    }),
  }
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}
