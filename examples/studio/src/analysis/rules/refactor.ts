import ts from 'typescript'
import { enclosingFunction, isAsync } from '../syntax.ts'
import type { Rule } from '../types.ts'

/** Code that could go. */
export const refactorRules: readonly Rule[] = [
  {
    id: 'compare-boolean',
    category: 'unnecessary-code',
    severity: 'low',
    visit(node, source) {
      if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsEqualsEqualsToken)
        return undefined
      const negated =
        ts.isPrefixUnaryExpression(node.left) && node.left.operator === ts.SyntaxKind.ExclamationToken
      return negated && node.right.kind === ts.SyntaxKind.TrueKeyword
        ? {
            message: 'a negation is a boolean already',
            edit: { start: node.getStart(source), end: node.getEnd(), text: node.left.getText(source) },
          }
        : undefined
    },
  },
  {
    id: 'return-await',
    category: 'unnecessary-code',
    severity: 'low',
    visit(node, source) {
      if (!ts.isReturnStatement(node) || node.expression === undefined) return undefined
      if (!ts.isAwaitExpression(node.expression) || !isAsync(enclosingFunction(node))) return undefined
      const insideTry = ts.findAncestor(node, (at) =>
        at === enclosingFunction(node) ? 'quit' : ts.isTryStatement(at),
      )
      return insideTry === undefined
        ? {
            message: 'the promise can be returned as it is',
            edit: {
              start: node.expression.getStart(source),
              end: node.expression.getEnd(),
              text: node.expression.expression.getText(source),
            },
          }
        : undefined
    },
  },
]
