import type { Category, Severity } from '../types.ts'

interface EslintRule {
  readonly category: Category
  readonly severity: Severity
  readonly options?: readonly unknown[]
}

const as =
  (category: Category, severity: Severity) =>
  (...options: readonly unknown[]): EslintRule => ({ category, severity, options })

const security = as('security', 'high')
const bug = as('bug', 'high')
const doubt = as('bug', 'medium')
const errors = as('error-handling', 'medium')
const smell = as('code-smell', 'low')
const dead = as('dead-code', 'medium')
const unnecessary = as('unnecessary-code', 'low')

/** Which of ESLint's own rules are asked, and what a finding of each counts as. */
export const eslintRules: Readonly<Record<string, EslintRule>> = {
  'no-eval': security(),
  'no-implied-eval': security(),
  'no-new-func': security(),
  'no-script-url': security(),

  'array-callback-return': doubt(),
  eqeqeq: as('bug', 'low')('always', { null: 'ignore' }),
  'for-direction': bug(),
  'no-async-promise-executor': bug(),
  'no-compare-neg-zero': bug(),
  'no-cond-assign': doubt('always'),
  'no-constant-binary-expression': bug(),
  'no-control-regex': as('bug', 'low')(),
  'no-dupe-else-if': bug(),
  'no-dupe-keys': bug(),
  'no-duplicate-case': bug(),
  'no-fallthrough': doubt(),
  'no-loss-of-precision': bug(),
  'no-misleading-character-class': bug(),
  'no-regex-spaces': as('bug', 'low')(),
  'no-self-assign': bug(),
  'no-self-compare': bug(),
  'no-sparse-arrays': doubt(),
  'no-template-curly-in-string': doubt(),
  'no-unmodified-loop-condition': doubt(),
  'no-unreachable-loop': doubt(),
  'no-unsafe-finally': bug(),
  'no-unsafe-negation': bug(),
  'no-unsafe-optional-chaining': bug(),
  'valid-typeof': bug(),

  'no-ex-assign': errors(),
  'no-throw-literal': errors(),
  'prefer-promise-reject-errors': errors(),
  'preserve-caught-error': as('error-handling', 'low')(),

  complexity: smell(20),
  'max-depth': as('code-smell', 'medium')(4),
  'max-lines': smell({ max: 350 }),
  'max-lines-per-function': smell({ max: 80 }),
  'max-params': smell(5),
  'no-var': smell(),
  'prefer-const': smell(),

  'no-unreachable': dead(),
  'no-unused-labels': dead(),
  'no-unused-private-class-members': dead(),
  'no-useless-assignment': dead(),

  'no-else-return': unnecessary({ allowElseIf: false }),
  'no-extra-bind': unnecessary(),
  'no-extra-boolean-cast': unnecessary(),
  'no-lonely-if': unnecessary(),
  'no-undef-init': unnecessary(),
  'no-unneeded-ternary': unnecessary(),
  'no-useless-catch': unnecessary(),
  'no-useless-computed-key': unnecessary(),
  'no-useless-concat': unnecessary(),
  'no-useless-escape': unnecessary(),
  'no-useless-rename': unnecessary(),
  'no-useless-return': unnecessary(),
}
