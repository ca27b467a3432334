// Builds the site: the reference from the packages' sources (TypeDoc), then guides and reference together (VitePress).
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Application } from 'typedoc'
import { packages } from '../scripts/lib/workspaces.ts'

const here = fileURLToPath(new URL('.', import.meta.url))

for (const { dir, manifest } of packages()) {
  const short = manifest.name.replace('@nyxcore/', '')
  const out = join(here, 'reference', short)
  rmSync(out, { recursive: true, force: true })
  const entryPoints = Object.values(manifest.exports).flatMap((entry) =>
    typeof entry === 'object' && entry.source ? [join(dir, entry.source)] : [],
  )
  const app = await Application.bootstrapWithPlugins({
    name: manifest.name,
    entryPoints,
    tsconfig: join(dir, 'tsconfig.json'),
    plugin: ['typedoc-plugin-markdown'],
    readme: 'none',
    excludeInternal: true,
    excludePrivate: true,
    disableSources: true,
    githubPages: false,
    logLevel: 'Warn',
    outputs: [{ name: 'markdown', path: out }],
  })
  const project = await app.convert()
  if (!project) throw new Error(`TypeDoc could not read ${manifest.name}`)
  await app.generateOutputs(project)
  if (app.logger.hasErrors()) throw new Error(`TypeDoc reported errors for ${manifest.name}`)
  console.log(`reference/${short}`)
}

if (!process.argv.includes('--reference-only')) {
  execFileSync(join(here, 'node_modules/.bin/vitepress'), ['build', here], { stdio: 'inherit' })
}
