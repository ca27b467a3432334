// Type-checks every ts example of the READMEs, the guides and the doc comments, as a module of its own, against the
// packages' sources. What an example may take as given (a request, a pool) is declared in the package's
// test-fixtures/snippet-context.d.ts.
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'
import { docCommentSnippets, markdownSnippets } from './lib/snippets.ts'
import { root, workspaces } from './lib/workspaces.ts'

const returnOutsideFunction = 1108
const places = [
  { dir: root, own: ['README.md'] },
  ...workspaces().map(({ dir }) => ({ dir, own: ['*.md', 'guide/*.md'] })),
]

let checked = 0
let failed = 0
for (const { dir, own } of places) {
  const target = join(dir, '.snippets')
  rmSync(target, { recursive: true, force: true })
  const files = new Map<string, string>()
  for (const origin of [...globSync(own, { cwd: dir }), ...globSync('src/**/*.ts', { cwd: dir })]) {
    if (dir === root && origin !== 'README.md') continue
    const text = readFileSync(join(dir, origin), 'utf8')
    const snippets = origin.endsWith('.md') ? markdownSnippets(text) : docCommentSnippets(text)
    for (const { code, line, tsx, file: name } of snippets) {
      const folder = join(target, origin.replaceAll(/[/.]/g, '_'))
      const file = join(folder, name ?? `line_${line + 1}.${tsx ? 'tsx' : 'ts'}`)
      mkdirSync(dirname(file), { recursive: true })
      // Blank lines in front keep the line numbers of the text; the export makes it a module.
      writeFileSync(file, `${'\n'.repeat(line)}${code}\nexport {}\n`)
      files.set(file, origin)
      checked++
    }
  }
  for (const finding of findings(dir, files)) {
    failed++
    console.log(finding)
  }
  rmSync(target, { recursive: true, force: true })
}
console.log(`${checked} examples checked, ${failed} errors`)
process.exitCode = failed > 0 || checked === 0 ? 1 : 0

function findings(dir: string, files: Map<string, string>): string[] {
  if (files.size === 0) return []
  const base = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile)
  const { options } = ts.convertCompilerOptionsFromJson(
    { ...base.config.compilerOptions, jsx: 'preserve', noUnusedLocals: false, types: ['node'] },
    root,
  )
  const context = join(dir, 'test-fixtures/snippet-context.d.ts')
  const program = ts.createProgram([...files.keys(), ...(existsSync(context) ? [context] : [])], options)
  return [...files].flatMap(([file, origin]) => {
    const source = program.getSourceFile(file)
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
      .filter((diagnostic) => diagnostic.code !== returnOutsideFunction)
      .map((diagnostic) => {
        const line = source ? source.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line + 1 : 0
        const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')
        return `${relative(root, join(dir, origin))}:${line} TS${diagnostic.code} ${message}`
      })
  })
}
