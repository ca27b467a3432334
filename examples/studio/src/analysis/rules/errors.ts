import ts from 'typescript'
import { calleeName, isEmptyBlock } from '../syntax.ts'
import type { Rule } from '../types.ts'

/** Errors that are lost, or that lose what caused them. */
export const errorRules: readonly Rule[] = [
  {
    id: 'empty-catch',
    category: 'error-handling',
    severity: 'high',
    visit(node, source) {
      return ts.isCatchClause(node) && isEmptyBlock(node.block, source)
        ? { message: 'the error is swallowed, and nobody learns of it' }
        : undefined
    },
  },
  {
    id: 'swallowed-rejection',
    category: 'error-handling',
    severity: 'medium',
    visit(node, source) {
      if (!ts.isCallExpression(node) || !calleeName(node).endsWith('.catch')) return undefined
      const [handler] = node.arguments
      return handler !== undefined &&
        ts.isArrowFunction(handler) &&
        ts.isBlock(handler.body) &&
        isEmptyBlock(handler.body, source)
        ? { message: 'the rejection is swallowed without a word why' }
        : undefined
    },
  },
]
