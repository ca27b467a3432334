import ts from 'typescript'

/** The functions, in every way that TypeScript writes them. */
export function isFunction(node: ts.Node): node is ts.FunctionLikeDeclaration {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isConstructorDeclaration(node) ||
    ts.isGetAccessor(node) ||
    ts.isSetAccessor(node)
  )
}

/** The nearest function around a node, or undefined at the top level. */
export function enclosingFunction(node: ts.Node): ts.FunctionLikeDeclaration | undefined {
  for (let at = node.parent; at !== undefined; at = at.parent) if (isFunction(at)) return at
  return undefined
}

export function isAsync(node: ts.FunctionLikeDeclaration | undefined): boolean {
  return node?.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.AsyncKeyword) ?? false
}

/** The loop that repeats this node, looking no further than the function around it. */
export function enclosingLoop(node: ts.Node): ts.IterationStatement | undefined {
  for (let at = node.parent, below = node; at !== undefined && !isFunction(at); below = at, at = at.parent) {
    if (ts.isIterationStatement(at, false) && at.statement === below) return at
  }
  return undefined
}

/** `a.b.c` of a call as text, or an empty string for anything else. */
export function calleeName(node: ts.CallExpression | ts.NewExpression): string {
  return nameOf(node.expression)
}

function nameOf(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text
  if (ts.isPropertyAccessExpression(node)) {
    const left = nameOf(node.expression)
    return left === '' ? `.${node.name.text}` : `${left}.${node.name.text}`
  }
  return ''
}

/** The statements of a block that do something. */
export function isEmptyBlock(block: ts.Block, source: ts.SourceFile): boolean {
  return block.statements.length === 0 && !/\/[/*]/.test(block.getText(source))
}

/** The text pieces of a string or a template, with `\0` where a value is put in. */
export function literalText(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text
  if (ts.isTemplateExpression(node)) {
    return node.head.text + node.templateSpans.map((span) => `\0${span.literal.text}`).join('')
  }
  return undefined
}
