import { fileURLToPath } from 'node:url'
import { defineConfig, mergeConfig } from 'vitest/config'
import { shared } from '../../vitest.shared.ts'

export default mergeConfig(
  shared,
  defineConfig({
    test: {
      name: 'studio',
      // They would be loaded by Node, which takes the condition `source` for theirs too, and reads no TypeScript there.
      server: { deps: { inline: [/@ai-sdk/, /node_modules\/ai\//, /eventsource-parser/] } },
      // Run from the workspace's root, the tests still find the studio's own files.
      env: { NYX_STUDIO_ROOT: fileURLToPath(new URL('.', import.meta.url)) },
      sequence: { groupOrder: 2 },
      testTimeout: 300_000,
      hookTimeout: 450_000,
    },
  }),
)
