// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the samples are code
import { describe, expect, it } from 'vitest'
import { unifiedDiff } from './diff.ts'
import { findDuplicates } from './duplicates.ts'
import { lintFile } from './lint.ts'
import { scanFile } from './scan.ts'
import { autofixCategories, type Finding, refactorCategories, type SourceText } from './types.ts'

const all = new Set([...autofixCategories, ...refactorCategories])
const rulesOf = (text: string): string[] =>
  [scanFile, lintFile].flatMap((look) => look({ path: 'a.ts', text }, all)).map((finding) => finding.rule)

describe('each rule finds its fault, and leaves the right way alone', () => {
  it.each([
    ['no-eval', 'eval(input)', 'evaluate(input)'],
    ['no-new-func', 'const f = new Function(body)', 'const f = new Functional(body)'],
    [
      'sql-interpolation',
      'db.query(`select a from b where c = ${d}`)',
      'db.query(sql`select a from b where c = ${d}`)',
    ],
    [
      'sql-interpolation',
      "q(`insert into a values (1, '${b}')`)",
      'q(`insert into a values (${quote(b)}, ${c()})`)',
    ],
    [
      'sql-interpolation',
      'q(`select a from b where c in (${d})`)',
      'q(`select ${columns}, a from ${table} order by ${by}`)',
    ],
    ['shell-interpolation', 'exec(`rm ${path}`)', "execFile('rm', [path])"],
    ['raw-html', 'node.innerHTML = text', 'node.textContent = text'],
    ['hardcoded-secret', "const apiKey = 'k3y9f8a7s6d5f4g3h2'", 'const apiKey = process.env.API_KEY'],
    ['compare-nan', 'if (a === NaN) b()', 'if (Number.isNaN(a)) b()'],
    ['async-foreach', 'list.forEach(async (x) => await f(x))', 'list.forEach((x) => f(x))'],
    ['no-async-promise-executor', 'new Promise(async (ok) => ok(await f()))', 'new Promise((ok) => f(ok))'],
    ['no-cond-assign', 'if (a = b) c()', 'if (a === b) c()'],
    ['eqeqeq', 'a == b', 'a == null'],
    [
      'await-in-loop',
      'async () => { for (const x of y) await f(x) }',
      'async () => { for await (const x of y) f(x) }',
    ],
    ['json-clone', 'JSON.parse(JSON.stringify(a))', 'structuredClone(a)'],
    ['sync-in-async', 'async () => { readFileSync(a) }', '() => { readFileSync(a) }'],
    ['spread-in-reduce', 'a.reduce((b, c) => ({ ...b, c }), {})', 'a.reduce((b, c) => b + c, 0)'],
    ['regexp-in-loop', 'for (const a of b) { new RegExp(a) }', 'new RegExp(a)'],
    [
      'query-in-loop',
      'async () => { for (const a of b) await db.query(a) }',
      'async () => { await db.query(a) }',
    ],
    ['select-star', "db.query('select * from a')", "db.query('select a from b')"],
    ['leading-wildcard', `q("where a like '%b'")`, `q("where a like 'b%'")`],
    ['empty-catch', 'try { a() } catch {}', 'try { a() } catch { /* not there */ }'],
    ['swallowed-rejection', 'a().catch(() => {})', 'a().catch((e) => report(e))'],
    ['no-throw-literal', "throw 'no'", "throw new Error('no')"],
    [
      'preserve-caught-error',
      "try { a() } catch (e) { throw new Error('x') }",
      "try { a() } catch (e) { throw new Error('x', { cause: e }) }",
    ],
    ['max-params', 'function f(a, b, c, d, e, g) {}', 'function f(a, b, c, d, e) {}'],
    ['explicit-any', 'let a: any', 'let a: unknown'],
    ['no-unreachable', 'function f() { return 1; g() }', 'function f() { g(); return 1 }'],
    ['compare-boolean', '!a === true', '!a'],
    [
      'return-await',
      'async function f() { return await g() }',
      'async function f() { try { return await g() } finally { h() } }',
    ],
    [
      'no-else-return',
      'function f() { if (a) { return 1 } else { return 2 } }',
      'function f() { if (a) { return 1 } return 2 }',
    ],
    ['no-var', 'var a = 1', 'let a = 1'],
    ['prefer-const', 'let a = 1; f(a)', 'let a = 1; a = 2; f(a)'],
    ['max-depth', 'if (a) { if (b) { if (c) { if (d) { if (e) { f() } } } } }', 'if (a) { if (b) { f() } }'],
    ['max-lines', '\n'.repeat(360), '\n'.repeat(300)],
    ['no-useless-return', 'function f() { g(); return }', 'function f() { g() }'],
    ['todo', '// TODO: later\na()', "const a = 'TODO: later'"],
  ])('%s', (rule, bad, good) => {
    expect(rulesOf(bad)).toContain(rule)
    expect(rulesOf(good)).not.toContain(rule)
  })

  it('says where, with the line itself', () => {
    const file = { path: 'src/a.ts', text: 'const a = 1\n\n  eval(a) // now\n' }
    expect(lintFile(file, all).at(-1)).toMatchObject({ file: 'src/a.ts', line: 3, excerpt: 'eval(a) // now' })
  })

  it('survives what is no TypeScript at all', () => {
    expect(() => rulesOf('}}}} ((( \u0000 `${')).not.toThrow()
    expect(rulesOf('')).toEqual([])
  })
})

it('writes a change as a unified diff', () => {
  const text = 'one\ntwo\nconst a = JSON.parse(JSON.stringify(b))\nfour\n'
  const start = text.indexOf('JSON.parse')
  const diff = unifiedDiff('a.ts', text, { start, end: text.indexOf('\nfour'), text: 'structuredClone(b)' })
  expect(diff).toBe(`--- a/a.ts
+++ b/a.ts
@@ -1,5 +1,5 @@
 one
 two
-const a = JSON.parse(JSON.stringify(b))
+const a = structuredClone(b)
 four
 
`)
})

const copies = async (...files: SourceText[]): Promise<Finding[]> => {
  const found: Finding[] = []
  for await (const copy of findDuplicates(files)) found.push(copy)
  return found
}

it('finds a copy over two files, whatever its spacing, and no copy where there is none', async () => {
  const body = Array.from({ length: 30 }, (_, i) => `call${i}(first, ${i})`)
  const a = { path: 'a.ts', text: `const x = 1\n${body.join('\n')}` }
  const b = { path: 'b.tsx', text: `function y() {}\n// other\n${body.join('\n\n')}` }
  const [copy, ...more] = await copies(a, b)
  expect(copy).toMatchObject({
    file: 'b.tsx',
    line: 3,
    excerpt: 'call0(first, 0)',
    message: expect.stringMatching(/same as in a\.ts:2$/),
  })
  expect(more).toEqual([])
  expect(await copies(a)).toEqual([])
})

it('lets no comment and no configuration of the folder switch a rule off', () => {
  expect(rulesOf('/* eslint-disable */\neval(a)')).toContain('no-eval')
})

it.each([
  ['a.js', 'var a = <b>{c}</b>'],
  ['a.tsx', 'var a: string = <b>{c}</b>'],
  ['a.ts', 'var a = <string>b'],
  ['a.cjs', 'var a = require("b"); return a'],
])('reads %s as what its name says', (path, text) => {
  expect(lintFile({ path, text }, all).map(({ rule }) => rule)).toContain('no-var')
})
