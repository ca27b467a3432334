import { basename, dirname, relative, sep } from 'node:path'
import ts from 'typescript'
import { placeOf } from './scan.ts'
import type { Finding } from './types.ts'

/** Declared and never used: what `noUnusedLocals` and `noUnusedParameters` report. */
const unusedCodes = new Set([6133, 6138, 6192, 6196, 6198, 6199])
/** Cannot find a module or its types: says something about the install, not about the code. */
const installCodes = new Set([2307, 7016, 2688])

/** The TypeScript projects below a folder, not deeper than two levels. */
export function findProjects(root: string): string[] {
  const found = ts.sys
    .readDirectory(root, ['.json'], ['**/node_modules', '**/dist', '**/.next'], ['**/tsconfig.json'], 3)
    .sort()
  return found.slice(0, 12)
}

/** What the TypeScript compiler itself says about one project: errors, and code that nothing uses. */
export function checkProject(root: string, configPath: string): Finding[] {
  const read = ts.readConfigFile(configPath, ts.sys.readFile)
  if (read.error !== undefined) return []
  const config = ts.parseJsonConfigFileContent(read.config, ts.sys, dirname(configPath))
  const program = ts.createProgram(config.fileNames, {
    ...config.options,
    noEmit: true,
    incremental: false,
    noUnusedLocals: true,
    noUnusedParameters: true,
    skipLibCheck: true,
  })
  const findings: Finding[] = []
  for (const source of program.getSourceFiles()) {
    const file = relative(root, source.fileName).split(sep).join('/')
    if (file.startsWith('..') || file.includes('node_modules') || source.isDeclarationFile) continue
    const diagnostics = [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ]
    for (const diagnostic of diagnostics) {
      if (installCodes.has(diagnostic.code)) continue
      const unused = unusedCodes.has(diagnostic.code)
      findings.push({
        rule: `TS${diagnostic.code}`,
        category: unused ? 'dead-code' : 'bug',
        severity: unused ? 'low' : 'high',
        file,
        ...placeOf(source, diagnostic.start ?? 0),
        message: ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ').slice(0, 300),
      })
    }
  }
  return findings
}

/** How a project is called in the progress shown: its folder below the root, or the root's own name. */
export function projectName(root: string, configPath: string): string {
  const folder = dirname(configPath)
  return relative(root, folder).split(sep).join('/') || basename(folder)
}
