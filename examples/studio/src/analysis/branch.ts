import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import type { FixSet, Refused } from './fixes.ts'
import type { BranchData } from './types.ts'

const exec = promisify(execFile)
/** Scratch clones beyond this many are removed, the oldest first. */
const kept = 10

/** What git answers, with hooks, signing and other settings of the machine out of the way. */
async function git(folder: string, ...args: string[]): Promise<string> {
  const settings = [
    'core.hooksPath=/dev/null',
    'core.autocrlf=false',
    'commit.gpgSign=false',
    'safe.directory=*',
  ]
  const { stdout } = await exec('git', [...settings.flatMap((one) => ['-c', one]), ...args], {
    cwd: folder,
    maxBuffer: 16 * 1024 * 1024,
    timeout: 120_000,
    env: {
      ...(process.env as NodeJS.ProcessEnv),
      LC_ALL: 'C',
      GIT_TERMINAL_PROMPT: '0',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'nyx studio',
      GIT_AUTHOR_EMAIL: 'autofix@studio.invalid',
      GIT_COMMITTER_NAME: 'nyx studio',
      GIT_COMMITTER_EMAIL: 'autofix@studio.invalid',
    },
  })
  return stdout.trim()
}

/**
 * Puts the changes on a branch of a scratch clone, one commit a rule. The folder that was analysed and its repository
 * stay as they are: whoever wants the branch fetches it.
 *
 * @returns the branch; or a text that says why there is none
 */
export async function makeBranch(
  root: string,
  clones: string,
  sets: readonly FixSet[],
  refused: readonly Refused[],
  texts: ReadonlyMap<string, string>,
): Promise<BranchData | string> {
  let top: string
  let base: string
  try {
    top = await git(root, 'rev-parse', '--show-toplevel')
    base = await git(top, 'rev-parse', '--verify', 'HEAD')
  } catch (error) {
    return `no branch: ${reasonOf(error)}`
  }
  const branch = `autofix/${basename(clones)}`
  mkdirSync(dirname(clones), { recursive: true })
  rmSync(clones, { recursive: true, force: true })
  await git(top, 'clone', '--quiet', '--no-tags', '--local', top, clones)
  await git(clones, 'checkout', '--quiet', '-b', branch, base)
  const below = relative(top, root)
  const left = new Map<string, Refused>()
  const commits: BranchData['commits'][number][] = []
  for (const { rule, fixed, files } of sets) {
    let written = 0
    for (const [file, text] of files) {
      const path = join(clones, below, file)
      if (left.has(file)) continue
      if (commits.every((commit) => !commit.files.includes(file)) && !isSame(path, texts.get(file))) {
        left.set(file, { file, rule, why: 'differs from the last commit; commit it and analyse again' })
        continue
      }
      writeFileSync(path, withMark(path, text))
      written += 1
    }
    if (written === 0) continue
    const changed = [...files.keys()].filter((file) => !left.has(file))
    await git(clones, 'add', '--', ...changed.map((file) => join(below, file)))
    await git(clones, 'commit', '--quiet', '-m', subjectOf(rule, fixed, changed))
    commits.push({
      sha: await git(clones, 'rev-parse', 'HEAD'),
      subject: subjectOf(rule, fixed, changed),
      files: changed,
    })
  }
  prune(dirname(clones))
  const skipped = [...refused, ...left.values()].slice(0, 20)
  if (commits.length === 0) {
    rmSync(clones, { recursive: true, force: true })
    return `no branch: ${skipped[0] ? `${skipped[0].file} ${skipped[0].why}` : 'nothing to change'}`
  }
  const stat = await git(clones, 'diff', '--shortstat', base, branch)
  return { branch, base, path: clones, commits, skipped, stat }
}

function subjectOf(rule: string, fixed: number, files: readonly string[]): string {
  const where = files.length === 1 ? files[0] : `${files.length} files`
  return `Fix ${rule} ${fixed === 1 ? 'once' : `${fixed} times`} in ${where}`
}

/** Whether the clone's file is what was analysed: the working tree may be ahead of the last commit. */
function isSame(path: string, text: string | undefined): boolean {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '') === text
  } catch {
    return false
  }
}

/** The text with the byte order mark that the file had. */
function withMark(path: string, text: string): string {
  return readFileSync(path, 'utf8').startsWith('\uFEFF') ? `\uFEFF${text}` : text
}

function prune(folder: string): void {
  const clones = readdirSync(folder)
    .map((name) => join(folder, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
  for (const clone of clones.slice(kept)) rmSync(clone, { recursive: true, force: true })
}

function reasonOf(error: unknown): string {
  const { code, stderr } = error as { code?: unknown; stderr?: string }
  if (code === 'ENOENT') return 'git is not installed'
  if (/not a git repository/.test(stderr ?? '')) return 'the folder is in no git repository'
  if (/Needed a single revision|unknown revision/.test(stderr ?? ''))
    return 'the repository has no commit yet'
  return stderr?.trim().split('\n').at(-1) ?? String(error)
}
