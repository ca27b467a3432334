import { bugRules } from './bug.ts'
import { errorRules } from './errors.ts'
import { performanceRules } from './performance.ts'
import { refactorRules } from './refactor.ts'
import { securityRules } from './security.ts'
import { smellRules } from './smell.ts'

/** Every rule that looks at syntax. A new one is one entry in one of these files. */
export const rules = [
  ...securityRules,
  ...bugRules,
  ...errorRules,
  ...performanceRules,
  ...smellRules,
  ...refactorRules,
]
