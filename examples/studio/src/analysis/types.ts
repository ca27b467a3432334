import type ts from 'typescript'

/** What AutoFix looks for, and what Refactor looks for. */
export const autofixCategories = ['security', 'bug', 'performance', 'error-handling', 'code-smell'] as const
export const refactorCategories = [
  'duplicate-code',
  'dead-code',
  'todo-remnant',
  'unnecessary-code',
  'slow-code',
  'slow-query',
] as const
export type Category = (typeof autofixCategories)[number] | (typeof refactorCategories)[number]
export type Severity = 'high' | 'medium' | 'low'

/** One place in one file that deserves a look. */
export interface Finding {
  readonly rule: string
  readonly category: Category
  readonly severity: Severity
  /** Relative to the folder analysed, with forward slashes. */
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly message: string
  /** The line itself, cut to 160 characters. */
  readonly excerpt: string
  /** A unified diff, where the change is mechanical and keeps the behaviour. */
  readonly diff?: string | undefined
}

/** One replacement, in UTF-16 offsets of the text without a byte order mark. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** A finding with the change that its diff shows. */
export interface Found extends Finding {
  readonly edit?: Edit | undefined
}

/** What a rule says about a node. */
export interface Report {
  readonly message: string
  readonly at?: ts.Node | undefined
  readonly edit?: Edit | undefined
}

/** One rule: pure, called for each node of a file. */
export interface Rule {
  readonly id: string
  readonly category: Category
  readonly severity: Severity
  visit(node: ts.Node, source: ts.SourceFile): Report | undefined
}

/** One file that was read. */
export interface SourceText {
  readonly path: string
  readonly text: string
}

export type Step = 'inventory' | 'compiler' | 'eslint' | 'rules' | 'duplicates' | 'unused' | 'branch'

/** A branch of changes in a scratch clone. */
export interface BranchData {
  branch: string
  /** The commit that it begins at. */
  base: string
  /** Where the clone is: `git fetch <path> <branch>` brings the branch from there. */
  path: string
  commits: { sha: string; subject: string; files: string[] }[]
  /** Changes that are not on it, each with the reason. */
  skipped: { file: string; rule: string; why: string }[]
  /** What `git diff --shortstat` says. */
  stat: string
}

/** What an analysis reports while it works. */
export type AnalysisEvent =
  | { type: 'step.started'; data: { step: Step; label: string } }
  | { type: 'progress'; data: { step: Step; done: number; total: number; file: string } }
  | { type: 'finding'; data: Finding }
  | { type: 'branch.created'; data: BranchData }
  | { type: 'step.finished'; data: { step: Step; found: number; note: string } }
