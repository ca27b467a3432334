import ts from 'typescript'
import { isFunction, lineCount } from '../syntax.ts'
import type { Rule } from '../types.ts'

/** Code that works and is hard to read. */
export const smellRules: readonly Rule[] = [
  {
    id: 'long-function',
    category: 'code-smell',
    severity: 'low',
    visit(node, source) {
      if (!isFunction(node) || node.body === undefined) return undefined
      const lines = lineCount(node, source)
      return lines > 80 ? { message: `a function of ${lines} lines` } : undefined
    },
  },
  {
    id: 'long-file',
    category: 'code-smell',
    severity: 'low',
    visit(node, source) {
      if (!ts.isSourceFile(node)) return undefined
      const lines = source.getLineStarts().length
      return lines > 350 ? { message: `a file of ${lines} lines` } : undefined
    },
  },
  {
    id: 'many-parameters',
    category: 'code-smell',
    severity: 'low',
    visit(node) {
      return isFunction(node) && node.parameters.length > 5
        ? { message: `${node.parameters.length} parameters; an object would name them` }
        : undefined
    },
  },
  {
    id: 'deep-nesting',
    category: 'code-smell',
    severity: 'medium',
    visit(node) {
      if (!ts.isIfStatement(node) || (ts.isIfStatement(node.parent) && node.parent.elseStatement === node))
        return undefined
      let depth = 1
      for (let at = node.parent; at !== undefined && !isFunction(at); at = at.parent) {
        if (ts.isIterationStatement(at, false) || ts.isSwitchStatement(at)) depth += 1
        else if (ts.isIfStatement(at) && !ts.isIfStatement(at.parent)) depth += 1
      }
      return depth === 5 ? { message: 'nested five deep; return early or name a part' } : undefined
    },
  },
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
