// How long the compiler takes for a contract with many routes, and a call of each.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

export interface TypeCheck {
  routes: number
  /** With the contract, the client and a call of every route. */
  seconds: number
  /** The same schemas alone. */
  baseline: number
  instantiations: number
  perRoute: number
}

export async function typeCheck(folder: string, routes: number): Promise<TypeCheck> {
  const dir = mkdtempSync(join(folder, '.types-'))
  try {
    const base = check(dir, 'baseline', source(routes, false))
    const full = check(dir, 'full', source(routes, true))
    return {
      routes,
      seconds: full.seconds,
      baseline: base.seconds,
      instantiations: full.instantiations - base.instantiations,
      perRoute: Math.round((full.instantiations - base.instantiations) / routes),
    }
  } finally {
    rmSync(dir, { recursive: true })
  }
}

function source(routes: number, withClient: boolean): string {
  const lines = [`import { z } from 'zod'`, `const Problem = z.object({ title: z.string() })`]
  const names = Array.from({ length: routes }, (_, n) => n)
  for (const n of names) {
    lines.push(
      `export const In${n} = z.object({ name${n}: z.string(), tags: z.array(z.string()).optional() })`,
      `export const Out${n} = z.object({ id: z.string(), value${n}: z.number(), at: z.coerce.date() })`,
    )
  }
  if (!withClient) return [...lines, 'export { Problem }'].join('\n')
  lines.unshift(`import { createClient, defineContract, isApiError, route } from '@nyxcore/client'`)
  lines.push('export const api = defineContract({')
  for (let n = 0; n < routes; n += 10) {
    lines.push(`  group${n / 10}: {`)
    for (let i = n; i < Math.min(n + 10, routes); i++) {
      lines.push(
        `    create${i}: route.post('/group/:group/items${i}/:id', { body: In${i}, responses: { 201: Out${i}, 409: Problem } }),`,
      )
    }
    lines.push('  },')
  }
  lines.push('})', 'const client = createClient(api)')
  for (const n of names) {
    const path = `group${Math.floor(n / 10)}.create${n}`
    lines.push(
      `client.${path}({ params: { group: 1, id: 'a' }, body: { name${n}: 'x' } }).then((r) => r.value${n} + 1, (e: unknown) => isApiError(api.${path}, e) && e.data.title)`,
    )
  }
  return lines.join('\n')
}

function check(dir: string, name: string, text: string): { seconds: number; instantiations: number } {
  const file = join(dir, `${name}.ts`)
  writeFileSync(file, text)
  const started = performance.now()
  const program = ts.createProgram([file], {
    target: ts.ScriptTarget.ES2024,
    lib: [
      'lib.es2024.d.ts',
      'lib.dom.d.ts',
      'lib.dom.iterable.d.ts',
      'lib.dom.asynciterable.d.ts',
      'lib.esnext.disposable.d.ts',
    ],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    customConditions: ['source'],
    allowImportingTsExtensions: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    noEmit: true,
    types: ['node'],
  })
  const found = ts.getPreEmitDiagnostics(program)
  const seconds = (performance.now() - started) / 1000
  const first = found[0]
  if (first)
    throw new Error(
      `The generated contract does not compile: ${ts.flattenDiagnosticMessageText(first.messageText, '\n')}`,
    )
  return { seconds, instantiations: program.getInstantiationCount() }
}
