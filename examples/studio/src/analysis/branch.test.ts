import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { analyse } from './analyse.ts'
import { applyFixes } from './fixes.ts'
import type { AnalysisEvent, BranchData } from './types.ts'

const top = mkdtempSync(join(tmpdir(), 'nyx-branch-'))
afterAll(() => rmSync(top, { recursive: true, force: true }))

const git = (folder: string, ...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t.invalid', ...args], {
    cwd: folder,
    encoding: 'utf8',
  }).trim()

function repository(name: string, files: Record<string, string>): string {
  const root = join(top, name)
  mkdirSync(join(root, 'src'), { recursive: true })
  for (const [file, text] of Object.entries(files)) writeFileSync(join(root, file), text)
  git(top, 'init', '--quiet', root)
  git(root, 'add', '.')
  git(root, 'commit', '--quiet', '-m', 'first')
  return root
}

async function autofix(root: string, clone: string): Promise<AnalysisEvent[]> {
  const events: AnalysisEvent[] = []
  for await (const event of analyse(root, 'autofix', clone)) events.push(event)
  return events
}

const branchOf = (events: AnalysisEvent[]): BranchData | undefined =>
  events.flatMap((event) => (event.type === 'branch.created' ? [event.data] : []))[0]

describe('AutoFix', () => {
  const source = '\uFEFFvar a = JSON.parse(JSON.stringify(b))\r\nvar c = 1\r\nif (a === NaN) d(c)\r\n'
  const root = repository('one', { 'src/a.js': source, 'src/b.js': 'f()\n' })
  const clone = join(top, 'clones', 'run1')

  it('puts each rule as one commit on a branch of a scratch clone, and leaves the folder alone', async () => {
    const before = [git(root, 'rev-parse', 'HEAD'), git(root, 'branch', '--all')]
    const made = branchOf(await autofix(join(root, 'src'), clone))
    expect(made).toMatchObject({ branch: 'autofix/run1', base: before[0], path: clone, skipped: [] })
    expect(made?.commits.map(({ subject }) => subject).sort()).toEqual([
      'Fix compare-nan once in a.js',
      'Fix json-clone once in a.js',
      'Fix no-var 2 times in a.js',
    ])
    expect(git(root, 'status', '--porcelain')).toBe('')
    expect([git(root, 'rev-parse', 'HEAD'), git(root, 'branch', '--all')]).toEqual(before)

    git(root, 'fetch', '--quiet', clone, `${made?.branch}:${made?.branch}`)
    expect(git(root, 'rev-list', '--count', `HEAD..${made?.branch}`)).toBe('3')
    // Byte order mark and line ends are as they were.
    expect(readFileSync(join(clone, 'src/a.js'), 'utf8')).toBe(
      '\uFEFFlet a = structuredClone(b)\r\nlet c = 1\r\nif (Number.isNaN(a)) d(c)\r\n',
    )
  })

  it('leaves out a file that is not committed as it is, and says why', async () => {
    const dirty = repository('two', { 'src/a.js': 'var a = 1\n', 'src/b.js': 'var b = 1\n' })
    writeFileSync(join(dirty, 'src/a.js'), 'var a = 2\n')
    const made = branchOf(await autofix(dirty, join(top, 'clones', 'run2')))
    expect(made?.commits.map(({ files }) => files)).toEqual([['src/b.js']])
    expect(made?.skipped).toEqual([
      { file: 'src/a.js', rule: 'no-var', why: expect.stringMatching(/differs from the last commit/) },
    ])
    expect(readFileSync(join(dirty, 'src/a.js'), 'utf8')).toBe('var a = 2\n')
  })

  it.each([
    ['no repository', { init: false }, /no branch: the folder is in no git repository/],
    ['no commit', { init: true }, /no branch: the repository has no commit yet/],
  ])('says that there is %s', async (name, { init }, note) => {
    const root = join(top, name.replace(' ', '-'))
    mkdirSync(root)
    writeFileSync(join(root, 'a.js'), 'var a = 1\n')
    if (init) git(root, 'init', '--quiet')
    const clone = join(top, 'clones', 'none')
    const last = (await autofix(root, clone)).at(-1)
    expect(last).toMatchObject({
      type: 'step.finished',
      data: { step: 'branch', note: expect.stringMatching(note) },
    })
    expect(existsSync(clone)).toBe(false)
  })
})

describe('applying changes', () => {
  const texts = new Map([['a.ts', 'one(1); two(2)']])
  const edit = (start: number, end: number, text: string) => ({ start, end, text })

  it('keeps places right after earlier changes, in whatever order they come', () => {
    const { sets, refused } = applyFixes(texts, [
      { rule: 'b', file: 'a.ts', edit: edit(8, 11, 'zwei') },
      { rule: 'a', file: 'a.ts', edit: edit(0, 3, 'eins') },
    ])
    expect(sets.map(({ rule, files }) => [rule, files.get('a.ts')])).toEqual([
      ['b', 'one(1); zwei(2)'],
      ['a', 'eins(1); zwei(2)'],
    ])
    expect(refused).toEqual([])
  })

  it('refuses what overlaps, and what would not parse', () => {
    const { sets, refused } = applyFixes(texts, [
      { rule: 'a', file: 'a.ts', edit: edit(0, 6, 'uno(1)') },
      { rule: 'b', file: 'a.ts', edit: edit(4, 5, '9') },
      { rule: 'c', file: 'a.ts', edit: edit(11, 14, '((') },
    ])
    expect(sets.map(({ rule }) => rule)).toEqual(['a'])
    expect(refused.map(({ rule, why }) => [rule, why.split(/[;,]/)[0]])).toEqual([
      ['b', 'overlaps another change'],
      ['c', 'the file would not parse any more'],
    ])
  })
})
