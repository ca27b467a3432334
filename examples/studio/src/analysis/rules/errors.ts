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
  {
    id: 'throw-literal',
    category: 'error-handling',
    severity: 'medium',
    visit(node) {
      return ts.isThrowStatement(node) &&
        (ts.isStringLiteralLike(node.expression) || ts.isTemplateExpression(node.expression))
        ? { message: 'text is thrown, which carries no stack; throw an Error' }
        : undefined
    },
  },
  {
    id: 'lost-cause',
    category: 'error-handling',
    severity: 'low',
    visit(node, source) {
      if (!ts.isThrowStatement(node) || !ts.isNewExpression(node.expression)) return undefined
      const clause = ts.findAncestor(node, ts.isCatchClause)
      const name = clause?.variableDeclaration?.name
      if (clause === undefined || name === undefined || !ts.isIdentifier(name)) return undefined
      return new RegExp(`\\b${name.text}\\b`).test(node.getText(source))
        ? undefined
        : { message: `the new error does not keep ${name.text} as its cause` }
    },
  },
]
