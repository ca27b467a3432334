import { defineConfig, mergeConfig } from 'vitest/config'
import { shared } from '../../vitest.shared.ts'

export default mergeConfig(
  shared,
  defineConfig({
    test: {
      name: 'studio',
      // One embedded database or one server at a time is plenty for a small machine.
      fileParallelism: false,
      testTimeout: 150_000,
      hookTimeout: 300_000,
    },
  }),
)
