import ts from 'typescript'
import { enclosingFunction, isAsync } from '../syntax.ts'
import type { Rule } from '../types.ts'

const ends = (node: ts.Statement): boolean =>
  ts.isReturnStatement(node) ||
  ts.isThrowStatement(node) ||
  ts.isContinueStatement(node) ||
  ts.isBreakStatement(node)

/** Code that could go. */
export const refactorRules: readonly Rule[] = [
  {
    id: 'unreachable',
    category: 'dead-code',
    severity: 'medium',
    visit(node) {
      if (!ts.isBlock(node)) return undefined
      const at = node.statements.findIndex(ends)
      const next =
        at < 0 ? undefined : node.statements.slice(at + 1).find((s) => !ts.isFunctionDeclaration(s))
      return next === undefined ? undefined : { message: 'nothing reaches this line', at: next }
    },
  },
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
  {
    id: 'useless-else',
    category: 'unnecessary-code',
    severity: 'low',
    visit(node) {
      if (!ts.isIfStatement(node) || node.elseStatement === undefined || !ts.isBlock(node.elseStatement))
        return undefined
      if (ts.isIfStatement(node.parent)) return undefined
      const then = node.thenStatement
      const last = ts.isBlock(then) ? then.statements.at(-1) : then
      return last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last))
        ? { message: 'the branch before returns, so this needs no else', at: node.elseStatement }
        : undefined
    },
  },
]
