import { RlsKitError } from '../errors.ts'
import type { CliIo } from './io.ts'

/** `rls-kit guard ...`. */
export async function runGuard(_argv: string[], _io: CliIo): Promise<number> {
  throw new RlsKitError('USAGE', 'This build has no guard.')
}
