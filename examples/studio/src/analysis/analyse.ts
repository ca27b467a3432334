import { makeBranch } from './branch.ts'
import { checkProject, findProjects, projectName } from './compiler.ts'
import { findDuplicates, minTokens } from './duplicates.ts'
import { readSources } from './files.ts'
import { applyFixes, fixesOf } from './fixes.ts'
import { lintFile } from './lint.ts'
import { scanFile } from './scan.ts'
import {
  type AnalysisEvent,
  autofixCategories,
  type Category,
  type Finding,
  type Found,
  refactorCategories,
  type SourceText,
  type Step,
} from './types.ts'
import { findUnused } from './unused.ts'

export type Mode = 'all' | 'autofix' | 'refactor'

/** Findings are cut at this many, so that a huge folder stays readable; the note of the step says so. */
const maxFindings = 1_000

const categoriesOf: Record<Mode, readonly Category[]> = {
  all: [...autofixCategories, ...refactorCategories],
  autofix: autofixCategories,
  refactor: refactorCategories,
}

const labels: Record<Step, string> = {
  inventory: 'Read the sources',
  compiler: 'Ask the TypeScript compiler',
  eslint: 'Lint with ESLint',
  rules: 'Look for known faults',
  duplicates: 'Look for copies with jscpd',
  unused: 'Look for what nothing uses, with knip',
  branch: 'Put the fixes on a branch',
}

/**
 * Analyses a real folder, one step after the other, and reports while it works. With a folder for a clone, the changes
 * that AutoFix proposes are put on a branch there.
 */
export async function* analyse(root: string, mode: Mode, clone?: string): AsyncGenerator<AnalysisEvent> {
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

  const fixable: Found[] = []
  yield* eachFile('eslint', lintFile)
  yield* eachFile('rules', scanFile)

  if (categories.has('duplicate-code')) {
    yield start('duplicates')
    found = 0
    for await (const copy of findDuplicates(files)) {
      found += 1
      yield* emit([copy])
    }
    yield finish('duplicates', found, `copies of ${minTokens} tokens and more`)
  }

  if (categories.has('dead-code')) {
    yield start('unused')
    const { findings, note } = await findUnused(root)
    yield* emit(findings)
    yield finish('unused', findings.length, note)
  }

  if (mode === 'autofix' && clone !== undefined) {
    yield start('branch')
    const texts = new Map(files.map(({ path, text }) => [path, text]))
    const { sets, refused } = applyFixes(texts, fixesOf(fixable))
    const made = sets.length === 0 ? 'nothing to change' : await makeBranch(root, clone, sets, refused, texts)
    if (typeof made !== 'string') yield { type: 'branch.created', data: made }
    yield finish('branch', 0, typeof made === 'string' ? made : `${made.branch}:${made.stat}`)
  }

  /** One step that looks at a file at a time. */
  function* eachFile(
    step: Step,
    look: (file: SourceText, categories: ReadonlySet<Category>) => Found[],
  ): Generator<AnalysisEvent> {
    yield start(step)
    let count = 0
    const every = Math.max(1, Math.ceil(files.length / 12))
    for (const [index, file] of files.entries()) {
      const findings = distinct(look(file, categories))
      count += findings.length
      fixable.push(...findings.filter(({ edit }) => edit !== undefined))
      yield* emit(findings)
      if ((index + 1) % every === 0) yield progress(step, index + 1, files.length, file.path)
    }
    yield finish(step, count, `${files.length} files`)
  }

  function* emit(findings: readonly Found[]): Generator<AnalysisEvent> {
    for (const { edit: _, ...data } of findings.slice(0, left)) yield { type: 'finding', data }
    left = Math.max(0, left - findings.length)
  }
}

/** One rule speaks once a line. */
function distinct<F extends Finding>(findings: readonly F[]): F[] {
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
