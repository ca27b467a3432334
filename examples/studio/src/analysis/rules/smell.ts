import ts from 'typescript'
import type { Rule } from '../types.ts'

/** Code that works and is hard to read. */
export const smellRules: readonly Rule[] = [
  {
    id: 'explicit-any',
    category: 'code-smell',
    severity: 'low',
    visit(node) {
      return node.kind === ts.SyntaxKind.AnyKeyword
        ? { message: 'any switches the type checker off from here on' }
        : undefined
    },
  },
]
