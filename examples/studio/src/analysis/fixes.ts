import ts from 'typescript'
import type { Edit, Found } from './types.ts'

/** A finding whose change is mechanical. */
export interface Fix {
  readonly rule: string
  readonly file: string
  readonly edit: Edit
}

/** Changes that were left out, each with the reason. */
export interface Refused {
  readonly file: string
  readonly rule: string
  readonly why: string
}

/** The changes of one rule, as one commit: what each file holds after it. */
export interface FixSet {
  readonly rule: string
  readonly fixed: number
  readonly files: ReadonlyMap<string, string>
}

export function fixesOf(findings: readonly Found[]): Fix[] {
  return findings.flatMap(({ rule, file, edit }) => (edit === undefined ? [] : [{ rule, file, edit }]))
}

/**
 * Applies the changes, rule by rule. A change that overlaps an earlier one, or after which the file does not parse any
 * more, is refused: nothing is put on a branch that was not tried.
 */
export function applyFixes(
  texts: ReadonlyMap<string, string>,
  fixes: readonly Fix[],
): { sets: FixSet[]; refused: Refused[] } {
  const files = new Map<string, FileState>()
  const refused: Refused[] = []
  const sets: FixSet[] = []
  for (const [rule, ofRule] of Map.groupBy(fixes, (fix) => fix.rule)) {
    const changed = new Map<string, string>()
    let fixed = 0
    for (const fix of ofRule) {
      const text = texts.get(fix.file)
      if (text === undefined) continue
      const state = files.get(fix.file) ?? { text, done: [] }
      files.set(fix.file, state)
      const why = applyOne(fix, state)
      if (why === undefined) {
        changed.set(fix.file, state.text)
        fixed += 1
      } else {
        refused.push({ file: fix.file, rule, why })
      }
    }
    if (fixed > 0) sets.push({ rule, fixed, files: changed })
  }
  return { sets, refused }
}

interface FileState {
  text: string
  /** What was changed so far, in the places of the original text. */
  readonly done: Edit[]
}

/** Applies one change, or says why not. */
function applyOne({ file, edit }: Fix, state: FileState): string | undefined {
  if (state.done.some((other) => edit.start < other.end && other.start < edit.end))
    return 'overlaps another change; analyse again after this branch'
  const shift = state.done
    .filter((other) => other.end <= edit.start)
    .reduce((sum, other) => sum + other.text.length - (other.end - other.start), 0)
  const text = state.text.slice(0, edit.start + shift) + edit.text + state.text.slice(edit.end + shift)
  if (syntaxErrors(file, text) > syntaxErrors(file, state.text)) return 'the file would not parse any more'
  state.text = text
  state.done.push(edit)
  return undefined
}

function syntaxErrors(file: string, text: string): number {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false)
  // Not in the public types, and the only way to the errors of one text without a whole program.
  return (source as unknown as { parseDiagnostics: unknown[] }).parseDiagnostics.length
}
