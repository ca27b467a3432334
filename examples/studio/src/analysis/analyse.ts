import { checkProject, findProjects, projectName } from './compiler.ts'
import { findDuplicates } from './duplicates.ts'
import { readSources } from './files.ts'
import { scanFile } from './scan.ts'
import {
  type AnalysisEvent,
  autofixCategories,
  type Category,
  type Finding,
  refactorCategories,
  type Step,
} from './types.ts'

export type Mode = 'all' | 'autofix' | 'refactor'

/** Findings are cut at this many, so that a huge folder stays readable; the note of the step says so. */
const maxFindings = 400

const categoriesOf: Record<Mode, readonly Category[]> = {
  all: [...autofixCategories, ...refactorCategories],
  autofix: autofixCategories,
  refactor: refactorCategories,
}

const labels: Record<Step, string> = {
  inventory: 'Read the sources',
  compiler: 'Ask the TypeScript compiler',
  rules: 'Look for known faults',
  duplicates: 'Look for copies',
}

/** Analyses a real folder, one step after the other, and reports while it works. */
export async function* analyse(root: string, mode: Mode): AsyncGenerator<AnalysisEvent> {
  const categories = new Set<Category>(categoriesOf[mode])
  let left = maxFindings

  yield start('inventory')
  const inventory = await readSources(root)
  const files = inventory.files
  const skipped = inventory.skipped.map(({ path, reason }) => `${path} (${reason})`).slice(0, 5)
  yield finish(
    'inventory',
    0,
    `${files.length} files${skipped.length > 0 ? `; left out: ${skipped.join(', ')}` : ''}`,
  )

  yield start('compiler')
  const projects = findProjects(root)
  let found = 0
  for (const [index, project] of projects.entries()) {
    const name = projectName(root, project)
    yield progress('compiler', index, projects.length, name)
    const findings = distinct(checkProject(root, project)).filter(({ category }) => categories.has(category))
    found += findings.length
    yield* emit(findings)
    yield progress('compiler', index + 1, projects.length, name)
  }
  yield finish(
    'compiler',
    found,
    `${projects.length} TypeScript ${projects.length === 1 ? 'project' : 'projects'}`,
  )

  yield start('rules')
  found = 0
  const every = Math.max(1, Math.ceil(files.length / 12))
  for (const [index, file] of files.entries()) {
    const findings = distinct(scanFile(file, categories))
    found += findings.length
    yield* emit(findings)
    if ((index + 1) % every === 0) yield progress('rules', index + 1, files.length, file.path)
  }
  yield finish('rules', found, `${files.length} files`)

  if (categories.has('duplicate-code')) {
    yield start('duplicates')
    const copies = findDuplicates(files)
    yield* emit(copies)
    yield finish('duplicates', copies.length, 'copies of 100 tokens and more')
  }

  function* emit(findings: readonly Finding[]): Generator<AnalysisEvent> {
    for (const data of findings.slice(0, left)) yield { type: 'finding', data }
    left = Math.max(0, left - findings.length)
  }
}

/** One rule speaks once a line. */
function distinct(findings: readonly Finding[]): Finding[] {
  const seen = new Map(
    findings.map((finding) => [`${finding.rule}:${finding.file}:${finding.line}`, finding]),
  )
  return [...seen.values()]
}

function start(step: Step): AnalysisEvent {
  return { type: 'step.started', data: { step, label: labels[step] } }
}

function progress(step: Step, done: number, total: number, file: string): AnalysisEvent {
  return { type: 'progress', data: { step, done, total, file } }
}

function finish(step: Step, found: number, note: string): AnalysisEvent {
  return { type: 'step.finished', data: { step, found, note } }
}
