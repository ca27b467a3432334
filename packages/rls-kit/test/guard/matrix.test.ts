import { expect, it, vi } from 'vitest'
import { describeWith } from '../../../../scripts/testing/services.ts'
import { fillCell, tools } from './matrix.ts'
import { openReal, type TestDatabase } from './servers.ts'

// Each starts servers or commands of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

function suite(open: () => Promise<TestDatabase>): void {
  it.each(tools.map((tool) => [tool.name, tool] as const))(
    '%s loses nothing',
    { timeout: 120_000 },
    async (_, tool) => {
      const control = await fillCell(open, tool, 'none')
      expect(control.lost, 'without the guard').not.toEqual([])
      const blocked = await fillCell(open, tool, 'trigger')
      expect(blocked.lost, `trigger: ${blocked.ran.stderr}`).toEqual([])
      const restored = await fillCell(open, tool, 'run --restore')
      expect(restored.lost, `run --restore: ${restored.ran.stderr}`).toEqual([])
      expect(restored.exit).toBe(control.exit)
    },
  )
}

describeWith('postgres', 'push tools against PostgreSQL', (url) => suite(() => openReal(url)))
// PGlite: push.test.ts, and `guard:matrix` prints all of it for both.
