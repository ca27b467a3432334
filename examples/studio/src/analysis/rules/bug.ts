import ts from 'typescript'
import { calleeName, isAsync, isFunction } from '../syntax.ts'
import type { Rule } from '../types.ts'

const comparisons = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
])

/** Code that does something other than what it says. */
export const bugRules: readonly Rule[] = [
  {
    id: 'compare-nan',
    category: 'bug',
    severity: 'high',
    visit(node, source) {
      if (!ts.isBinaryExpression(node) || !comparisons.has(node.operatorToken.kind)) return undefined
      const [value, other] =
        node.right.getText(source) === 'NaN' ? [node.left, node.right] : [node.right, node.left]
      if (other.getText(source) !== 'NaN') return undefined
      const not = node.operatorToken.getText(source).startsWith('!') ? '!' : ''
      return {
        message: 'nothing equals NaN, not even NaN',
        edit: {
          start: node.getStart(source),
          end: node.getEnd(),
          text: `${not}Number.isNaN(${value.getText(source)})`,
        },
      }
    },
  },
  {
    id: 'async-foreach',
    category: 'bug',
    severity: 'high',
    visit(node) {
      if (!ts.isCallExpression(node) || !calleeName(node).endsWith('.forEach')) return undefined
      const [callback] = node.arguments
      return callback !== undefined && isFunction(callback) && isAsync(callback)
        ? { message: 'forEach does not wait for an async callback; its errors go unhandled' }
        : undefined
    },
  },
]
