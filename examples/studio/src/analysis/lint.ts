import * as parser from '@typescript-eslint/parser'
import { Linter } from 'eslint'
import { unifiedDiff } from './diff.ts'
import { eslintRules } from './rules/eslint.ts'
import type { Category, Edit, Found, SourceText } from './types.ts'

const linter = new Linter({ configType: 'flat' })

/**
 * What ESLint finds in one file. The rules are ours, and so is the configuration: a folder that is analysed has no
 * say in it, since its own eslint.config.js would be a program that runs here.
 */
export function lintFile(file: SourceText, categories: ReadonlySet<Category>): Found[] {
  const wanted = Object.entries(eslintRules).filter(([, { category }]) => categories.has(category))
  const messages = linter.verify(
    file.text,
    {
      files: ['**'],
      languageOptions: {
        parser,
        ecmaVersion: 'latest',
        sourceType: /\.c[jt]s$/.test(file.path) ? 'commonjs' : 'module',
        parserOptions: { ecmaFeatures: { jsx: /x$/.test(file.path) } },
      },
      linterOptions: { reportUnusedDisableDirectives: 'off' },
      rules: Object.fromEntries(
        wanted.map(([name, { options }]) => [name, ['warn', ...(options ?? [])] as const]),
      ),
    },
    { filename: file.path, allowInlineConfig: false },
  )
  return messages.flatMap(({ ruleId, message, line, fix }) => {
    const rule = ruleId === null ? undefined : eslintRules[ruleId]
    // What does not parse is the compiler's to report.
    if (rule === undefined || ruleId === null) return []
    const edit = fix && trimmed(file.text, { start: fix.range[0], end: fix.range[1], text: fix.text })
    return {
      rule: ruleId,
      category: rule.category,
      severity: rule.severity,
      file: file.path,
      line,
      message: message.replace(/\.$/, '').slice(0, 300),
      excerpt: (file.text.split('\n')[line - 1] ?? '').trim().slice(0, 160),
      ...(edit ? { edit, diff: unifiedDiff(file.path, file.text, edit) } : {}),
    }
  })
}

/** The change without what stays the same at its ends: ESLint replaces a whole declaration to change one word of it. */
function trimmed(source: string, { start, end, text }: Edit): Edit {
  let left = 0
  let right = 0
  const shorter = Math.min(end - start, text.length)
  while (left < shorter && source[start + left] === text[left]) left += 1
  while (right < shorter - left && source[end - 1 - right] === text[text.length - 1 - right]) right += 1
  return { start: start + left, end: end - right, text: text.slice(left, text.length - right) }
}
