import { createEngine } from '../../src/create-engine.ts'
import { HINT } from '../../src/domains/lexicon.ts'
import { type Evaluation, evaluate, type LabelledRow } from '../../src/refine/evaluate.ts'
import type { Domain } from '../../src/types.ts'
import { candidates } from './candidates.ts'
import { createReader } from './features.ts'
import { fit, type Settings } from './model.ts'

/** A word has to occur in this many rows to be considered. */
const ROWS = 6

/** Hints by slug, learned from rows with labels. `domains` must not have any. */
export function learn(
  rows: readonly LabelledRow[],
  domains: readonly Domain[],
  settings: Settings,
): Map<string, string[]> {
  const texts = rows.map(({ text }) => text)
  const words = candidates(texts, domains, ROWS)
  const read = createReader(domains, words)
  const seen = texts.map(read)
  const counts = new Uint16Array(words.length)
  for (const row of seen) for (const [word] of row.words) counts[word]!++
  const slugs = domains.map(({ slug }) => slug)
  const data = rows.map(({ labels }, nth) => ({
    evidence: seen[nth]!.evidence,
    words: seen[nth]!.words.filter(([word]) => counts[word]! >= ROWS),
    labels: labels.map((label) => slugs.indexOf(label)),
  }))
  const marks = fit(data, domains.length, words.length, settings)
  return new Map(
    slugs.map((slug, domain) => [
      slug,
      words.filter((_, word) => marks[word * domains.length + domain] === 1).sort(),
    ]),
  )
}

/** How domains with these hints do on rows. */
export function score(
  domains: readonly Domain[],
  hints: ReadonlyMap<string, readonly string[]>,
  rows: readonly LabelledRow[],
): Evaluation {
  const hinted = domains.map((domain) => ({
    ...domain,
    hints: Object.fromEntries((hints.get(domain.slug) ?? []).map((word) => [word, HINT])),
  }))
  return evaluate(createEngine({ domains: hinted }), rows)
}

/** Learns and scores fold by fold: the nth row is in fold n modulo `folds`, and further rows are learned from in all. */
export function crossValidate(
  rows: readonly LabelledRow[],
  further: readonly LabelledRow[],
  domains: readonly Domain[],
  folds: number,
  settings: (rows: readonly LabelledRow[]) => Settings,
): Evaluation[] {
  return Array.from({ length: folds }, (_, fold) => {
    const rest = [...rows.filter((_, nth) => nth % folds !== fold), ...further]
    return score(
      domains,
      learn(rest, domains, settings(rest)),
      rows.filter((_, nth) => nth % folds === fold),
    )
  })
}
