import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The parts of a package.json that the scripts of this workspace read. */
export interface Manifest {
  name: string
  exports: Record<string, string | Record<string, string>>
  publishConfig: { exports: Record<string, string | Record<string, string>> }
  dependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  'size-limit'?: unknown[]
}

export interface Workspace {
  dir: string
  manifest: Manifest
}

/** The workspace's root folder. */
export const root: string = fileURLToPath(new URL('../..', import.meta.url))

/** Folders directly below `parent` that hold a package.json, with that manifest. */
function manifestsBelow(parent: string): Workspace[] {
  const base = join(root, parent)
  if (!existsSync(base)) return []
  return readdirSync(base)
    .sort()
    .map((name) => join(base, name))
    .filter((dir) => existsSync(join(dir, 'package.json')))
    .map((dir) => ({ dir, manifest: readManifest(dir) }))
}

function readManifest(dir: string): Manifest {
  return JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'))
}

/** The packages that are published. */
export function packages(): Workspace[] {
  return manifestsBelow('packages')
}

/** Every workspace but the root: packages, examples, docs, bench. */
export function workspaces(): Workspace[] {
  const single = ['docs', 'bench']
    .map((name) => join(root, name))
    .filter((dir) => existsSync(join(dir, 'package.json')))
    .map((dir) => ({ dir, manifest: readManifest(dir) }))
  return [...packages(), ...manifestsBelow('examples'), ...single]
}
