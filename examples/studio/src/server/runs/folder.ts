import { realpath, stat } from 'node:fs/promises'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { skippedFolders } from '../../analysis/files.ts'
import { ApiError } from '../api-error.ts'

/** The real folder that an input names, below the root. Links that lead out of it are refused like `..` is. */
export async function resolveFolder(root: string, input: string): Promise<string> {
  const refuse = (why: string): ApiError => new ApiError(400, `folder ${why}`, { folder: why })
  if (input.includes('\0') || isAbsolute(input)) throw refuse('must be a path below the workspace')
  const top = await realpath(root)
  let real: string
  try {
    real = await realpath(resolve(top, input))
    if (!(await stat(real)).isDirectory()) throw refuse('is not a folder')
  } catch (error) {
    if (error instanceof ApiError) throw error
    throw refuse('does not exist')
  }
  const inside = relative(top, real)
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
    throw refuse('must be a path below the workspace')
  }
  const hidden = inside.split(sep).find((part) => skippedFolders.has(part))
  if (hidden !== undefined) throw refuse(`is inside ${hidden}, which an analysis does not read`)
  return real
}
