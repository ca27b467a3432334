import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { describeWith } from '../../../scripts/testing/services.ts'
import { createExtractor } from '../src/defaults.ts'
import { evaluate, type LabelledRow } from '../src/refine/evaluate.ts'

describeWith('personas', 'quality on public personas', (where) => {
  const extractor = createExtractor()
  const lines = (name: string): string[] => readFileSync(join(where, name), 'utf8').trim().split('\n')

  it('names the labelled domains', () => {
    const rows = lines('dev.jsonl').map((line) => JSON.parse(line) as LabelledRow)
    const result = evaluate(extractor, rows)
    expect(result.recallAt3).toBeGreaterThanOrEqual(0.85)
    expect(result.coverage).toBeGreaterThanOrEqual(0.98)
    expect(result.meanReturned).toBeLessThanOrEqual(2.8)
  })
})
