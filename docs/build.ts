// Builds the site: the packages' own texts as guides, the reference from their sources (TypeDoc), then both together
// (VitePress).
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Application } from 'typedoc'
import type { PluginOptions } from 'typedoc-plugin-markdown'
import { packages } from '../scripts/lib/workspaces.ts'
import site from './.vitepress/config.ts'

const here = fileURLToPath(new URL('.', import.meta.url))

/** A folder's page is its index, so that `/reference/<package>/` is one. */
const markdown: Partial<PluginOptions> = { entryFileName: 'index.md' }

for (const { dir, manifest } of packages()) {
  const short = manifest.name.replace('@nyxcore/', '')
  writeGuide(short, dir)
  const out = join(here, 'reference', short)
  rmSync(out, { recursive: true, force: true })
  const entryPoints = Object.values(manifest.exports).flatMap((entry) =>
    typeof entry === 'object' && entry.source ? [join(dir, entry.source)] : [],
  )
  const app = await Application.bootstrapWithPlugins({
    name: manifest.name,
    entryPoints,
    // Sources without tests; what is wrong with their types is said by the check that is there for it.
    tsconfig: join(dir, 'tsconfig.build.json'),
    skipErrorChecking: true,
    plugin: ['typedoc-plugin-markdown'],
    readme: 'none',
    ...markdown,
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
  const dead = menuLinks(site.themeConfig).filter((link) => !isPage(link))
  if (dead.length > 0) throw new Error(`the menus lead to pages that are not there: ${dead.join(', ')}`)
}

/** Every link of the menus. VitePress checks those in texts, and none of these. */
function menuLinks(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'link' && typeof inner === 'string' ? [inner] : menuLinks(inner),
  )
}

/** Whether a web server finds a file for this path: folders need an index. */
function isPage(link: string): boolean {
  return existsSync(join(here, '.vitepress/dist', link.endsWith('/') ? `${link}index.html` : `${link}.html`))
}

/** A page for each text of a package: its README as the index, the others by their names, so that links between them hold. */
function writeGuide(short: string, dir: string): void {
  const target = join(here, 'guide', short)
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  for (const name of globSync('*.md', { cwd: dir, exclude: ['CHANGELOG.md'] })) {
    const page = `<!--@include: ../../../packages/${short}/${name}-->\n`
    writeFileSync(join(target, name), page)
    if (name === 'README.md') writeFileSync(join(target, 'index.md'), page)
  }
}
