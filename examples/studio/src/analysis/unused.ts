import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, sep } from 'node:path'
import type { Finding } from './types.ts'

const cli = join(dirname(createRequire(import.meta.url).resolve('knip')), '..', 'bin', 'knip.js')
const endsWithParent = new URL('ends-with-parent.ts', import.meta.url).href
/** In milliseconds. Knip reads a whole workspace. */
const patience = 120_000

interface Name {
  readonly name: string
  readonly line?: number
}

interface Issue {
  readonly file: string
  readonly files?: readonly Name[]
  readonly exports?: readonly Name[]
  readonly types?: readonly Name[]
  readonly dependencies?: readonly Name[]
}

/** What nothing uses, as knip finds it with the project's own configuration; and why, where it could not be asked. */
export async function findUnused(root: string): Promise<{ findings: Finding[]; note: string }> {
  const project = projectOf(root)
  if (project === undefined) return { findings: [], note: 'no package.json here or above' }
  const args = ['--directory', project, '--reporter', 'json', '--no-exit-code', '--no-progress']
  args.push('--include', 'files,exports,types,dependencies')
  const { output, complaint } = await run(['--import', endsWithParent, cli, ...args])
  const at = output.lastIndexOf('{"issues"')
  if (at < 0) return { findings: [], note: `knip cannot work here: ${complaint}` }
  const { issues } = JSON.parse(output.slice(at)) as { issues: Issue[] }
  const findings = issues.flatMap((issue) => readIssue(root, project, issue))
  return { findings, note: `knip, on ${relative(root, project) || 'this folder'}` }
}

/** The workspace that a folder belongs to, else the nearest package: knip follows imports over all of it. */
export function projectOf(folder: string): string | undefined {
  let nearest: string | undefined
  for (let at = folder; ; at = dirname(at)) {
    const manifest = join(at, 'package.json')
    if (existsSync(manifest)) {
      nearest ??= at
      if (existsSync(join(at, 'pnpm-workspace.yaml')) || hasWorkspaces(manifest)) return at
    }
    // Not above the repository.
    if (existsSync(join(at, '.git')) || dirname(at) === at) return nearest
  }
}

function hasWorkspaces(manifest: string): boolean {
  try {
    return JSON.parse(readFileSync(manifest, 'utf8')).workspaces !== undefined
  } catch {
    return false
  }
}

/** Findings below the root only: the rest of the workspace was not asked about. */
export function readIssue(root: string, project: string, issue: Issue): Finding[] {
  const path = join(project, issue.file)
  const file = relative(root, path).split(sep).join('/')
  if (file.startsWith('..') || !existsSync(path)) return []
  const lines = readFileSync(path, 'utf8').split('\n')
  const finding = (rule: string, line: number, message: string): Finding => ({
    rule,
    category: rule === 'knip/dependencies' ? 'unnecessary-code' : 'dead-code',
    severity: rule === 'knip/files' ? 'medium' : 'low',
    file,
    line,
    message,
    excerpt: (lines[line - 1] ?? '').trim().slice(0, 160),
  })
  return [
    ...(issue.files ?? []).map(() => finding('knip/files', 1, 'no entry of the project reaches this file')),
    ...(issue.exports ?? []).map((one) =>
      finding('knip/exports', one.line ?? 1, `${one.name} is exported, and nothing imports it`),
    ),
    ...(issue.types ?? []).map((one) =>
      finding('knip/types', one.line ?? 1, `the type ${one.name} is exported, and nothing imports it`),
    ),
    ...(issue.dependencies ?? []).map((one) =>
      finding('knip/dependencies', one.line ?? 1, `${one.name} is a dependency, and nothing imports it`),
    ),
  ]
}

function run(args: readonly string[]): Promise<{ output: string; complaint: string }> {
  return new Promise((resolve) => {
    const options = { maxBuffer: 64 * 1024 * 1024, timeout: patience, killSignal: 'SIGKILL' as const }
    execFile(process.execPath, [...args], options, (error, stdout, stderr) => {
      const first = stderr.split('\n').find((line) => line.trim() !== '')
      resolve({ output: stdout, complaint: first ?? error?.message.split('\n')[0] ?? 'it says nothing' })
    })
  })
}
