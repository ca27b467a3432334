import { expect, it } from 'vitest'
import { docCommentSnippets, markdownSnippets } from './snippets.ts'

it('finds ts and tsx blocks with the line their code begins at', () => {
  const text = '# Title\n\n```ts\nconst a = 1\n```\n\n```sh\nls\n```\n\n```tsx\n<p />\n```\n'
  expect(markdownSnippets(text)).toEqual([
    { code: 'const a = 1\n', line: 3, tsx: false },
    { code: '<p />\n', line: 11, tsx: true },
  ])
})

it('takes the name of a file from the first line', () => {
  expect(markdownSnippets('```ts\n// src/contract.ts\nexport const a = 1\n```\n')[0]).toMatchObject({
    file: 'contract.ts',
  })
})

it('leaves out what says no-check', () => {
  expect(markdownSnippets('```ts no-check\nnonsense(\n```\n')).toEqual([])
})

it('reads examples in doc comments without their stars', () => {
  const source =
    'const x = 1\n/**\n * Does it.\n *\n * @example\n * ```ts\n * if (a) {\n *   b()\n * }\n * ```\n */\n'
  expect(docCommentSnippets(source)).toEqual([{ code: 'if (a) {\n  b()\n}\n', line: 6, tsx: false }])
})
