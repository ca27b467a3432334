import ts from 'typescript'
import { calleeName, enclosingFunction, enclosingLoop, isAsync, literalText } from '../syntax.ts'
import type { Rule } from '../types.ts'

const awaitsInLoop = (node: ts.Node): boolean => {
  if (!ts.isAwaitExpression(node)) return false
  const loop = enclosingLoop(node)
  return loop !== undefined && (ts.isForOfStatement(loop) ? loop.awaitModifier === undefined : false)
}

/** Work that could be done once, at the same time, or not at all. */
export const performanceRules: readonly Rule[] = [
  {
    id: 'await-in-loop',
    category: 'performance',
    severity: 'low',
    visit(node) {
      return awaitsInLoop(node)
        ? { message: 'each turn waits for the one before; Promise.all runs independent work together' }
        : undefined
    },
  },
  {
    id: 'json-clone',
    category: 'performance',
    severity: 'low',
    visit(node, source) {
      if (!ts.isCallExpression(node) || calleeName(node) !== 'JSON.parse') return undefined
      const [inner] = node.arguments
      if (inner === undefined || !ts.isCallExpression(inner) || calleeName(inner) !== 'JSON.stringify')
        return undefined
      return {
        message: 'structuredClone copies without a detour through text, and keeps dates and maps',
        edit: {
          start: node.getStart(source),
          end: node.getEnd(),
          text: `structuredClone(${inner.arguments[0]?.getText(source) ?? ''})`,
        },
      }
    },
  },
  {
    id: 'sync-in-async',
    category: 'performance',
    severity: 'medium',
    visit(node) {
      if (!ts.isCallExpression(node) || !isAsync(enclosingFunction(node))) return undefined
      return /(?:^|\.)(?:read|write|append|copy|exec|spawn|gzip|gunzip|scrypt|pbkdf2)\w*Sync$/.test(
        calleeName(node),
      )
        ? { message: `${calleeName(node)} blocks every other request while it works` }
        : undefined
    },
  },
  {
    id: 'spread-in-reduce',
    category: 'slow-code',
    severity: 'medium',
    visit(node) {
      if (!ts.isCallExpression(node) || !calleeName(node).endsWith('.reduce')) return undefined
      const [callback] = node.arguments
      if (callback === undefined || !ts.isArrowFunction(callback)) return undefined
      const body = ts.isParenthesizedExpression(callback.body) ? callback.body.expression : callback.body
      const parts = ts.isObjectLiteralExpression(body)
        ? body.properties
        : ts.isArrayLiteralExpression(body)
          ? body.elements
          : []
      return parts.some((part) => ts.isSpreadAssignment(part) || ts.isSpreadElement(part))
        ? { message: 'copies the accumulator at every step: the time grows with the square of the length' }
        : undefined
    },
  },
  {
    id: 'regexp-in-loop',
    category: 'slow-code',
    severity: 'low',
    visit(node) {
      return ts.isNewExpression(node) && calleeName(node) === 'RegExp' && enclosingLoop(node) !== undefined
        ? { message: 'the expression is compiled again at every turn' }
        : undefined
    },
  },
  {
    id: 'query-in-loop',
    category: 'slow-query',
    severity: 'medium',
    visit(node) {
      return awaitsInLoop(node) &&
        ts.isAwaitExpression(node) &&
        ts.isCallExpression(node.expression) &&
        /\.(?:query|execute|findUnique|findFirst|findMany)$/.test(calleeName(node.expression))
        ? { message: 'one query a row; ask once with "= any($1)" or a join' }
        : undefined
    },
  },
  {
    id: 'select-star',
    category: 'slow-query',
    severity: 'low',
    visit(node) {
      const text = literalText(node)
      return text !== undefined && /^\s*select\s+\*\s+from\s/i.test(text)
        ? { message: 'select * reads every column, now and later; name those that are used' }
        : undefined
    },
  },
  {
    id: 'leading-wildcard',
    category: 'slow-query',
    severity: 'medium',
    visit(node) {
      const text = literalText(node)
      return text !== undefined && /\bi?like\s+'%/i.test(text)
        ? { message: "like '%...' cannot use an ordinary index" }
        : undefined
    },
  },
]
