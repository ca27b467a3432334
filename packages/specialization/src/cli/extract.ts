import type { Extractor } from '../types.ts'
import type { Console } from './console.ts'
import { openSource, parseRow, readAll, readLines } from './input.ts'
import type { CliOptions } from './options.ts'
import { explain, paint } from './paint.ts'
import { createProgress } from './progress.ts'

/** `extract`: a text's domains, or with --jsonl those of each row. */
export async function runExtract(options: CliOptions, extractor: Extractor, io: Console): Promise<number> {
  if (options.jsonl) return extractRows(options, extractor, io)
  const typed = options.inputs.length > 0 && !(options.inputs.length === 1 && options.inputs[0] === '-')
  const text =
    typed && options.file === undefined
      ? options.inputs.join(' ')
      : await readAll(await openSource(options.file ?? '-', io.stdin))
  const found = extractor.extract(text)
  if (options.json) {
    io.out(JSON.stringify(options.explain ? found : found.specializations))
  } else if (options.explain) {
    if (io.color) io.out(`${paint(text, found)}\n`)
    io.out(explain(found, io.color))
  } else {
    for (const { slug, confidence, count } of found.specializations) {
      io.out(`${slug.padEnd(10)} ${confidence.toFixed(2)}  ${count} ${count === 1 ? 'match' : 'matches'}`)
    }
    if (found.specializations.length === 0) io.error('no domain')
  }
  return 0
}

async function extractRows(options: CliOptions, extractor: Extractor, io: Console): Promise<number> {
  const source = await openSource(options.file ?? options.inputs[0] ?? '-', io.stdin)
  const progress = createProgress(io.stderr, source.bytes)
  let bad = 0
  for await (const line of readLines(source)) {
    const row = parseRow(line.text, false)
    progress.update(line.read)
    if (typeof row === 'string') {
      bad++
      progress.clear()
      io.error(`${source.name}:${line.number}: ${row}`)
      continue
    }
    const { specializations, rejected } = extractor.extract(row.text)
    io.out(JSON.stringify({ id: row.id, specializations, ...(options.explain ? { rejected } : {}) }))
  }
  progress.clear()
  return bad > 0 ? 1 : 0
}
