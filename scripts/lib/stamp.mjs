// What has been built from which sources: a build writes a stamp, and the next one compares. Plain JavaScript
// without dependencies, because the launcher uses it before anything is installed.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
export const studio = join(root, 'examples', 'studio')
/** Stamps, build lock and the embedded database live here. */
export const state = join(studio, '.nyx')
export const packagesStamp = join(state, 'packages.stamp')

/** The manifests: what is installed follows from them. */
export function manifests() {
  return [
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    'package.json',
    ...workspaceFolders().map((folder) => join(folder, 'package.json')),
  ]
}

export function packageFolders() {
  return workspaceFolders().filter((folder) => folder.startsWith('packages'))
}

/** The hash of all that the packages' builds read. */
export function packagesDigest() {
  const sources = packageFolders().flatMap((folder) => [
    join(folder, 'src'),
    join(folder, 'tsup.config.ts'),
    join(folder, 'tsconfig.build.json'),
  ])
  return digest([...manifests(), ...sources])
}

/** What files and folders hold, as one hash. Tests are left out: they change nothing that is built. */
export function digest(paths) {
  const hash = createHash('sha256')
  const add = (path) => {
    const full = join(root, path)
    if (!existsSync(full)) return
    if (statSync(full).isDirectory()) {
      for (const name of readdirSync(full).sort()) add(join(path, name))
    } else if (!/\.test(-d)?\.tsx?$/.test(path)) {
      hash.update(`${path}\0`).update(readFileSync(full)).update('\0')
    }
  }
  for (const path of paths) add(path)
  return hash.digest('hex')
}

/** Whether this was built from these sources, and is still there. */
export function isFresh(stamp, wanted, outputs) {
  return (
    outputs.every((path) => existsSync(path)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted
  )
}

/** Does the work without a stamp, so that a broken build is not taken for a finished one, and then leaves it. */
export async function stamped(stamp, wanted, work) {
  rmSync(stamp, { force: true })
  await work()
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, wanted)
}

function workspaceFolders() {
  return ['packages', 'examples']
    .flatMap((top) =>
      existsSync(join(root, top)) ? readdirSync(join(root, top)).map((name) => join(top, name)) : [],
    )
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .sort()
}
