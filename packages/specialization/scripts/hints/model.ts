import { HINT } from '../../src/domains/lexicon.ts'
import { RANKING } from '../../src/score.ts'
import type { Features } from './features.ts'

/** A text with the numbers of its labels. */
export interface Row extends Features {
  readonly labels: readonly number[]
}

export interface Settings {
  /** How strongly weights are held near 0 (half the L2 penalty). */
  readonly shrink: number
  /** How many words are kept. */
  readonly keep: number
}

const STEPS = 200
const RATE = 0.05
/** From which share of a hint's weight on a weight becomes a hint. */
const ROUND = 0.8

/**
 * Which words hint at which domains. Multinomial logistic regression with weights from 0 up, on top of the
 * logarithm of the evidence, in the form in which the extractor ranks. The words that explain least are dropped,
 * the others fitted again, and each weight is rounded to nothing or to the one that all hints have.
 */
export function fit(rows: readonly Row[], domains: number, words: number, settings: Settings): Uint8Array {
  const used = new Float64Array(words)
  for (const row of rows) for (const [word] of row.words) used[word]!++
  const first = descend(rows, domains, settings.shrink, new Uint8Array(words).fill(1))
  const values = used.map((rows, word) => {
    let squares = 0
    for (let d = 0; d < domains; d++) squares += first[word * domains + d]! ** 2
    return squares * rows
  })
  const best = [...values.keys()].sort((a, b) => values[b]! - values[a]!).slice(0, settings.keep)
  const kept = new Uint8Array(words)
  for (const word of best) kept[word] = 1
  const second = descend(rows, domains, settings.shrink, kept)
  return Uint8Array.from(second, (weight) => Number(weight / RANKING.power > HINT * ROUND))
}

/** Weights by word * domains + domain. */
function descend(rows: readonly Row[], domains: number, shrink: number, kept: Uint8Array): Float64Array {
  const inputs = rows.map(({ evidence, words, labels }) => {
    const heard = words.filter(([word]) => kept[word])
    const base = evidence.map((sum) => RANKING.power * Math.log(sum + RANKING.rest))
    return { base, heard, each: 1 / Math.sqrt(Math.max(1, heard.length)), labels }
  })
  const weights = new Float64Array(kept.length * domains)
  const adam = createAdam(weights)
  const logits = new Float64Array(domains)
  for (let step = 1; step <= STEPS; step++) {
    for (let at = 0; at < weights.length; at++) adam.gradient[at] = shrink * weights[at]!
    for (const { base, heard, each, labels } of inputs) {
      logits.set(base)
      for (const [word, times] of heard) {
        for (let d = 0; d < domains; d++) logits[d]! += each * times * weights[word * domains + d]!
      }
      softmax(logits)
      for (const label of labels) logits[label]! -= 1 / labels.length
      for (const [word, times] of heard) {
        for (let d = 0; d < domains; d++) adam.gradient[word * domains + d]! += each * times * logits[d]!
      }
    }
    adam.step(step, RATE * Math.min(1, 2.5 * (1 - step / STEPS)))
    for (let at = 0; at < weights.length; at++) if (weights[at]! < 0) weights[at] = 0
  }
  return weights
}

function softmax(logits: Float64Array): void {
  const most = Math.max(...logits)
  let sum = 0
  for (let at = 0; at < logits.length; at++) sum += logits[at] = Math.exp(logits[at]! - most)
  for (let at = 0; at < logits.length; at++) logits[at]! /= sum
}

/** Adam (Kingma and Ba, 2015). */
function createAdam(values: Float64Array): { gradient: Float64Array; step(nth: number, rate: number): void } {
  const gradient = new Float64Array(values.length)
  const mean = new Float64Array(values.length)
  const square = new Float64Array(values.length)
  return {
    gradient,
    step(nth, rate) {
      const first = 1 - 0.9 ** nth
      const second = 1 - 0.99 ** nth
      for (let at = 0; at < values.length; at++) {
        const slope = gradient[at]!
        mean[at] = 0.9 * mean[at]! + 0.1 * slope
        square[at] = 0.99 * square[at]! + 0.01 * slope * slope
        if (mean[at] !== 0)
          values[at]! -= (rate * mean[at]!) / first / (Math.sqrt(square[at]! / second) + 1e-6)
      }
    },
  }
}
