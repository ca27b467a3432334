import { defineProject, mergeConfig } from 'vitest/config'
import { shared } from '../../vitest.shared.ts'

export default mergeConfig(
  shared,
  defineProject({
    test: {
      name: 'rls-kit',
      // Before the suites that measure, and not beside them.
      sequence: { groupOrder: 0 },
    },
  }),
)
