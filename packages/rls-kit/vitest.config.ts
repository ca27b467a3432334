import { availableParallelism } from 'node:os'
import { defineProject, mergeConfig } from 'vitest/config'
import { shared } from '../../vitest.shared.ts'

export default mergeConfig(
  shared,
  defineProject({
    test: {
      name: 'rls-kit',
      // These wait for servers more than they compute, and none measures; vitest alone would leave one of two cores idle.
      maxWorkers: Math.max(2, availableParallelism() - 1),
      // Before the suites that measure, and not beside them.
      sequence: { groupOrder: 0 },
    },
  }),
)
