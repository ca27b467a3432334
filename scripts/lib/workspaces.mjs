import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The workspace's root folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Folders directly below `parent` that hold a package.json, with that manifest. */
function manifestsBelow(parent) {
  const base = join(root, parent)
  if (!existsSync(base)) return []
  return readdirSync(base)
    .sort()
    .map((name) => join(base, name))
    .filter((dir) => existsSync(join(dir, 'package.json')))
    .map((dir) => ({ dir, manifest: readManifest(dir) }))
}

function readManifest(dir) {
  return JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'))
}

/** The packages that are published. */
export function packages() {
  return manifestsBelow('packages')
}

/** Every workspace but the root: packages, examples, docs, bench. */
export function workspaces() {
  const single = ['docs', 'bench']
    .map((name) => join(root, name))
    .filter((dir) => existsSync(join(dir, 'package.json')))
    .map((dir) => ({ dir, manifest: readManifest(dir) }))
  return [...packages(), ...manifestsBelow('examples'), ...single]
}
