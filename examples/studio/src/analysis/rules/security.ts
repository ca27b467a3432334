import ts from 'typescript'
import { calleeName } from '../syntax.ts'
import type { Rule } from '../types.ts'

const secretName = /(?:secret|token|passw(?:or)?d|api_?key|private_?key)$/i
const statement = /^\s*(?:select|insert|update|delete|with)\s/i
/** Where SQL wants a value: behind a comparison, inside quotes, in a list of values. */
const valuePlace = /(?:[=<>]|\blike|\bin\s*\(|\bvalues\s*\((?:[^()]|\([^()]*\))*,?)\s*$|'%?$/i

/** Code that lets a caller's text become code, a command, a statement or markup. */
export const securityRules: readonly Rule[] = [
  {
    id: 'sql-interpolation',
    category: 'security',
    severity: 'high',
    visit(node) {
      if (!ts.isTemplateExpression(node) || ts.isTaggedTemplateExpression(node.parent)) return undefined
      if (!statement.test(node.head.text)) return undefined
      let before = node.head.text
      for (const span of node.templateSpans) {
        // A call is taken for a helper that quotes; a plain value in a value's place is not.
        if (valuePlace.test(before) && !ts.isCallExpression(span.expression)) {
          return { message: 'a value is put into SQL as text; pass it as a parameter', at: span.expression }
        }
        before += `?${span.literal.text}`
      }
      return undefined
    },
  },
  {
    id: 'shell-interpolation',
    category: 'security',
    severity: 'high',
    visit(node) {
      if (!ts.isCallExpression(node) || !/^(?:child_process\.)?exec(?:Sync)?$/.test(calleeName(node)))
        return undefined
      const [command] = node.arguments
      return command !== undefined && ts.isTemplateExpression(command)
        ? { message: 'a shell command is built from text; use execFile with a list of arguments' }
        : undefined
    },
  },
  {
    id: 'raw-html',
    category: 'security',
    severity: 'medium',
    visit(node) {
      const assigns =
        ts.isBinaryExpression(node) &&
        node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
        ts.isPropertyAccessExpression(node.left) &&
        node.left.name.text === 'innerHTML' &&
        !ts.isStringLiteralLike(node.right)
      const prop = ts.isJsxAttribute(node) && node.name.getText() === 'dangerouslySetInnerHTML'
      return assigns || prop
        ? { message: 'markup is set from a value; make sure that it is escaped' }
        : undefined
    },
  },
  {
    id: 'hardcoded-secret',
    category: 'security',
    severity: 'high',
    visit(node) {
      if (!ts.isVariableDeclaration(node) && !ts.isPropertyAssignment(node)) return undefined
      const value = node.initializer
      if (value === undefined || !ts.isStringLiteral(value) || !ts.isIdentifier(node.name)) return undefined
      const looksRandom = value.text.length >= 16 && /\d/.test(value.text) && /[a-z]/i.test(value.text)
      return secretName.test(node.name.text) && looksRandom && !/\s/.test(value.text)
        ? { message: `${node.name.text} looks like a secret in the source; read it from the environment` }
        : undefined
    },
  },
]
