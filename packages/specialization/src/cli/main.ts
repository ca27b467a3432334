import process from 'node:process'
import { createConsole } from './console.ts'
import { runEvaluate } from './evaluate.ts'
import { runExtract } from './extract.ts'
import { createCliExtractor } from './extractor.ts'
import { messageOf } from './failure.ts'
import { help, readOptions } from './options.ts'
import { runSuggest } from './suggest.ts'

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 2)
})

async function main(): Promise<number> {
  let io = createConsole(process, undefined)
  try {
    const options = readOptions(process.argv.slice(2))
    io = createConsole(process, options.color)
    if (options.command === 'help') {
      io.out(help.trimEnd())
      return 0
    }
    const extractor = await createCliExtractor(options)
    if (options.command === 'evaluate') return await runEvaluate(options, extractor, io)
    if (options.command === 'suggest') return await runSuggest(options, extractor, io)
    return await runExtract(options, extractor, io)
  } catch (error) {
    io.error(`${messageOf(error)}\nnyx-specialize --help says what it takes.`)
    return 2
  }
}

process.exitCode = await main()
