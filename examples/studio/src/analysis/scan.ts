import ts from 'typescript'
import { unifiedDiff } from './diff.ts'
import { rules } from './rules/index.ts'
import type { Category, Found, SourceText } from './types.ts'

/** What the rules find in one file, and the remnants that its comments confess to. */
export function scanFile(file: SourceText, categories: ReadonlySet<Category>): Found[] {
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true)
  const active = rules.filter((rule) => categories.has(rule.category))
  const findings: Found[] = []
  const visit = (node: ts.Node): void => {
    for (const rule of active) {
      const report = rule.visit(node, source)
      if (report === undefined) continue
      const position = (report.at ?? node).getStart(source)
      findings.push({
        rule: rule.id,
        category: rule.category,
        severity: rule.severity,
        file: file.path,
        ...placeOf(source, position),
        message: report.message,
        ...(report.edit ? { edit: report.edit, diff: unifiedDiff(file.path, file.text, report.edit) } : {}),
      })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  if (categories.has('todo-remnant')) findings.push(...remnants(file, source))
  return findings
}

/** TODO, FIXME, HACK and XXX in comments: the scanner tells a comment from a string. */
function remnants(file: SourceText, source: ts.SourceFile): Found[] {
  const findings: Found[] = []
  const seen = new Set<number>()
  const look = (ranges: readonly ts.CommentRange[] | undefined): void => {
    for (const range of ranges ?? []) {
      const match = /\b(?:TODO|FIXME|HACK|XXX)\b[:\s(]/.exec(file.text.slice(range.pos, range.end))
      if (match === null || seen.has(range.pos)) continue
      seen.add(range.pos)
      findings.push({
        rule: 'todo',
        category: 'todo-remnant',
        severity: 'low',
        file: file.path,
        ...placeOf(source, range.pos + match.index),
        message: 'a note to do this later',
      })
    }
  }
  const visit = (node: ts.Node): void => {
    look(ts.getLeadingCommentRanges(file.text, node.getFullStart()))
    look(ts.getTrailingCommentRanges(file.text, node.getEnd()))
    ts.forEachChild(node, visit)
  }
  visit(source)
  return findings
}

export function placeOf(source: ts.SourceFile, position: number): { line: number; excerpt: string } {
  const { line } = source.getLineAndCharacterOfPosition(position)
  const starts = source.getLineStarts()
  const text = source.text.slice(starts[line], starts[line + 1] ?? source.text.length)
  return { line: line + 1, excerpt: text.trim().slice(0, 160) }
}
