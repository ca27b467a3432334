import { defineConfig } from 'vitest/config'

/** What every suite of the workspace shares: packages resolve to their sources, not to a build. */
export const shared = defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source', 'node'] } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // Groups run one after the other: 0 has more workers than the others (rls-kit), 2 has one (the studio).
    sequence: { groupOrder: 1 },
  },
})
