/** A TypeScript example found in a text, and the line (from 0) of the text at which its code begins. */
export interface Snippet {
  code: string
  line: number
  tsx: boolean
  /** What its first line calls it (`// contract.ts`), so that other examples of the text can import it. */
  file?: string
}

const fence = /^([ \t]*)```(ts|tsx|typescript)\b([^\n]*)\n([\s\S]*?)^\1```[ \t]*$/gm

/** The ```ts and ```tsx blocks of a Markdown text. A block marked `no-check` after the language is left out. */
export function markdownSnippets(text: string): Snippet[] {
  return [...text.matchAll(fence)]
    .filter((match) => !match[3]?.includes('no-check'))
    .map((match) => ({
      code: match[4] ?? '',
      line: text.slice(0, match.index).split('\n').length,
      tsx: match[2] === 'tsx',
      ...named(match[4] ?? ''),
    }))
}

function named(code: string): { file?: string } {
  const file = /^\/\/ (?:[\w.-]+\/)*([\w.-]+\.tsx?)\s*$/m.exec(code.split('\n', 1)[0] ?? '')?.[1]
  return file ? { file } : {}
}

/** The ```ts blocks inside the doc comments of a source file. */
export function docCommentSnippets(source: string): Snippet[] {
  return [...source.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap((comment) => {
    const firstLine = source.slice(0, comment.index).split('\n').length - 1
    const plain = comment[0].replace(/^[ \t]*\*(?: |$)/gm, '')
    return markdownSnippets(plain).map((snippet) => ({ ...snippet, line: firstLine + snippet.line }))
  })
}
