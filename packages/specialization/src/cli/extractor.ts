import { readFile } from 'node:fs/promises'
import { createExtractor } from '../defaults.ts'
import type { Domain, Extractor } from '../types.ts'
import { CliFailure, messageOf } from './failure.ts'
import type { CliOptions } from './options.ts'

/** The extractor that the options ask for. */
export async function createCliExtractor(options: CliOptions): Promise<Extractor> {
  const { domains, minConfidence, limit } = options
  return createExtractor({
    domains: domains === undefined ? undefined : await readDomains(domains),
    minConfidence,
    limit,
  })
}

async function readDomains(path: string): Promise<Domain[]> {
  try {
    const { domains } = JSON.parse(await readFile(path, 'utf8')) as { domains: Domain[] }
    if (!Array.isArray(domains)) throw new Error('it has no list "domains"')
    return domains
  } catch (error) {
    throw new CliFailure(`cannot use the lexicon ${path}: ${messageOf(error)}`, { cause: error })
  }
}
