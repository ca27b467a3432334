import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const main = new URL('./main.ts', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'nyx-specialize-'))
afterAll(() => rmSync(folder, { recursive: true }))

function run(args: string[], input = ''): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { input, encoding: 'utf8' })
  return { code: status, out: stdout, err: stderr }
}

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

describe('nyx-specialize', () => {
  it('extracts from arguments, stdin and a file', () => {
    expect(run(['extract', 'You are a', 'Kubernetes SRE.']).out).toMatch(/^devops +0\.\d\d {2}2 matches\n$/)
    const piped = run(['extract', '--json'], 'An accountant.')
    expect(JSON.parse(piped.out)).toMatchObject([
      { slug: 'finance', matches: [{ surface: 'accountant', start: 3 }] },
    ])
    expect(run(['extract', '--file', file('a.txt', 'A nurse.')]).out).toMatch(/^health/)
    expect(run(['extract', 'hello there'])).toMatchObject({ code: 0, out: '' })
  })

  it('explains, in colours where they are wanted', () => {
    const plain = run(['extract', '--explain', 'A nurse, not a lawyer.']).out
    expect(plain).toContain('not counted for legal: "lawyer" at 15 (negated)')
    expect(plain).not.toContain('\x1b[')
    expect(run(['extract', '--explain', '--color', 'A nurse.']).out).toContain('A \x1b[1;32mnurse\x1b[0m.')
  })

  it('evaluates rows, by language too, and goes on behind a bad line', () => {
    const path = file(
      'rows.jsonl',
      [
        '{"id":1,"text":"A nurse.","labels":["health"],"lang":"en"}',
        '{"text":"A nurse."',
        '{"text":5,"labels":[]}',
        '',
        '{"text":"A lawyer.","labels":["legal"],"lang":"en"}',
        '{"text":"A friend.","labels":[]}',
      ].join('\n'),
    )
    const { code, out, err } = run(['evaluate', path, '--json', '--by', 'lang'])
    expect(code).toBe(1)
    expect(err).toContain('rows.jsonl:2: not JSON')
    expect(err).toContain('rows.jsonl:3: "text" is missing or not a string')
    expect(JSON.parse(out)).toMatchObject({
      rows: 2,
      negatives: 1,
      top1: 1,
      recallAt3: 1,
      badLines: 2,
      by: { en: { rows: 2 } },
    })
  })

  it('extracts from each row of JSONL', () => {
    const { code, out } = run(['extract', '--jsonl'], '{"id":"a","text":"A nurse."}\n{"text":"hm"}\n')
    expect(code).toBe(0)
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([{ id: 'a', specializations: [{ slug: 'health' }] }, { specializations: [] }])
  })

  it('says what is wrong and exits 2 when it cannot run', () => {
    expect(run([])).toMatchObject({ code: 2, err: expect.stringContaining('a command is missing') })
    expect(run(['exract'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('there is no command "exract"'),
    })
    expect(run(['evaluate', join(folder, 'none.jsonl')])).toMatchObject({
      code: 2,
      err: expect.stringContaining('none.jsonl'),
    })
    expect(run(['evaluate', '--by', 'colour', 'x'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--by is lang or label'),
    })
    expect(run(['extract', '--limit', 'many', 'x'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--limit'),
    })
    expect(run(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('nyx-specialize extract') })
  })
})
