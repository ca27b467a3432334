import { defineProject, mergeConfig } from 'vitest/config'
import { shared } from '../../vitest.shared.ts'

export default mergeConfig(
  shared,
  defineProject({
    test: {
      name: 'client',
      expect: { poll: { timeout: 10_000 } },
      typecheck: { enabled: true, include: ['src/**/*.test-d.ts'] },
    },
  }),
)
