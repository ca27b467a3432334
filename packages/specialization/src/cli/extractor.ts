import { readFile } from 'node:fs/promises'
import { createExtractor } from '../defaults.ts'
import { allLocales } from '../locales/all.ts'
import { parseLexicon } from '../refine/lexicon-file.ts'
import type { Domain, EngineOptions, Extractor } from '../types.ts'
import { CliFailure, messageOf } from './failure.ts'
import type { CliOptions } from './options.ts'

/** The extractor that the options ask for. */
export async function createCliExtractor(options: CliOptions): Promise<Extractor> {
  const { domains, minConfidence, limit } = options
  return createExtractor({
    domains: domains === undefined ? undefined : await readDomains(domains),
    minConfidence,
    limit,
    ...chooseLocales(options.locales),
  })
}

function chooseLocales(wanted: string): Pick<EngineOptions, 'locales' | 'packs'> {
  if (wanted === 'auto') return { locales: 'auto', packs: allLocales }
  const codes = wanted.split(',').filter((code) => code !== 'en')
  const locales = codes.map((code) => {
    const pack = allLocales.find((known) => known.code === code)
    if (pack === undefined) {
      throw new CliFailure(
        `--locales: there is no pack "${code}"; there are ${allLocales.map((known) => known.code).join(', ')}`,
      )
    }
    return pack
  })
  return { locales }
}

async function readDomains(path: string): Promise<Domain[]> {
  try {
    return parseLexicon(await readFile(path, 'utf8'))
  } catch (error) {
    throw new CliFailure(`cannot use the lexicon ${path}: ${messageOf(error)}`, { cause: error })
  }
}
