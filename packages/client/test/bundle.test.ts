import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'

/** What a browser bundle of a module takes in: bytes by file. An import of Node would fail the build. */
async function bundled(contents: string): Promise<Record<string, number>> {
  const { metafile } = await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    outfile: 'out.js',
  })
  const { inputs } = metafile.outputs['out.js']!
  return Object.fromEntries(
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) =>
      bytesInOutput ? [[file, bytesInOutput]] : [],
    ),
  )
}

const schema = `export const S = z.object({ n: z.number() })`
const contract = `export const api = defineContract({
  get: route.get('/:id', { responses: { 200: S } }),
  run: stream('/run', { events: { done: S }, final: ['done'] }),
})
export const client = createClient(api)`
const names = 'createClient, defineContract, route, stream'
const isZod = (file: string) => /\/zod\//.test(file)

describe('a bundle', () => {
  it('of an app that has zod gets no second copy of it, nor more of it', async () => {
    const alone = await bundled(`import { z } from 'zod'\n${schema}`)
    const app = await bundled(
      `import { z } from 'zod'\nimport { ${names} } from '../src/index.ts'\n${schema}\n${contract}`,
    )
    const zodOf = (files: Record<string, number>) => Object.keys(files).filter(isZod).toSorted()
    expect(zodOf(alone).length).toBeGreaterThan(0)
    expect(zodOf(app)).toEqual(zodOf(alone))
  })

  it('of the client alone has no zod', async () => {
    const files = await bundled(`export { ${names} } from '../src/index.ts'`)
    expect(Object.keys(files).filter(isZod)).toEqual([])
    expect(Object.keys(files).some((file) => file.includes('eventsource-parser'))).toBe(true)
  })

  it('of JSON routes alone has nothing of streams, pages, dedupe or renewal', async () => {
    const files = await bundled(`export { createClient, defineContract, route } from '../src/index.ts'`)
    const unwanted = /eventsource-parser|\/(stream|connection|convert|events|page|dedupe|auth|raw)\.ts$/
    expect(Object.keys(files).filter((file) => unwanted.test(file))).toEqual([])
  })
})
