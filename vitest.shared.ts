import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** What every suite of the workspace shares: packages resolve to their sources, not to a build. */
export const shared = defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source', 'node'] } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // They wait for servers, sockets and children more than they compute; vitest alone would leave one of two cores idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Groups run one after the other: 0 is rls-kit, 2 the studio.
    sequence: { groupOrder: 1 },
  },
})
