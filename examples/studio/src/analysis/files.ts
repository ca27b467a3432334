import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { SourceText } from './types.ts'

/** Folders that hold no sources of the project: never entered, and no place to start from. */
export const skippedFolders = new Set([
  'node_modules',
  'dist',
  '.next',
  '.git',
  'coverage',
  '.nyx',
  '.turbo',
  'vendor',
])
const extensions = /\.(?:[cm]?[jt]s|[jt]sx)$/
const maxFiles = 2_000
const maxBytes = 1_000_000

export interface Inventory {
  readonly files: SourceText[]
  /** Files left out, each with the reason. */
  readonly skipped: { readonly path: string; readonly reason: string }[]
}

/** Reads the sources below a folder. Links are not followed, so nothing outside it is read. */
export async function readSources(root: string, signal?: AbortSignal): Promise<Inventory> {
  const inventory: Inventory = { files: [], skipped: [] }
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const path of walk(root)) {
    signal?.throwIfAborted()
    const shown = relative(root, path).split(sep).join('/')
    if (inventory.files.length >= maxFiles) {
      inventory.skipped.push({ path: shown, reason: `more than ${maxFiles} files` })
      break
    }
    if ((await stat(path)).size > maxBytes) {
      inventory.skipped.push({ path: shown, reason: 'over 1 MB' })
      continue
    }
    try {
      inventory.files.push({ path: shown, text: decoder.decode(await readFile(path)) })
    } catch {
      inventory.skipped.push({ path: shown, reason: 'not UTF-8' })
    }
  }
  return inventory
}

async function* walk(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true })
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && !skippedFolders.has(entry.name)) yield* walk(path)
    else if (entry.isFile() && extensions.test(entry.name) && !entry.name.endsWith('.d.ts')) yield path
  }
}
