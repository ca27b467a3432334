import type { LabelledRow } from '../refine/evaluate.ts'
import { suggestKeywords } from '../refine/suggest.ts'
import type { Extractor } from '../types.ts'
import type { Console } from './console.ts'
import { readRows } from './evaluate.ts'
import type { CliOptions } from './options.ts'

/** `suggest`: a diff of the lexicon to approve, or the same as JSON. Exit code 1 where there is something to approve. */
export async function runSuggest(options: CliOptions, extractor: Extractor, io: Console): Promise<number> {
  const rows: LabelledRow[] = []
  const { bad } = await readRows(options.inputs[0]!, io, (row) => rows.push(row))
  const found = suggestKeywords(rows, { domains: extractor.domains, minDf: options.minDf, top: options.top })
  if (options.json) {
    io.out(JSON.stringify(found))
  } else {
    for (const { slug } of extractor.domains) {
      const own = found.filter((item) => item.slug === slug)
      if (own.length > 0) io.out(`@@ ${slug} @@`)
      for (const { term, logOdds, df, precision, examples } of own) {
        const line = `+ ${term}`
        io.out(
          `${io.color ? `\x1b[32m${line}\x1b[0m` : line}  # log-odds ${logOdds.toFixed(1)}, ${df} rows, precision ${precision.toFixed(2)}: ${examples[0]}`,
        )
      }
    }
    if (found.length === 0) io.error('nothing to suggest')
  }
  return found.length > 0 || bad > 0 ? 1 : 0
}
