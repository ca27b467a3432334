import { expect, it, vi } from 'vitest'
import { describeWith } from '../../../../scripts/testing/services.ts'
import { openReal } from './servers.ts'
import { tryWay, ways } from './ways.ts'

// Each starts servers or commands of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

describeWith('postgres', 'every way to lose an embedding, with the event trigger and a snapshot', (url) => {
  it.each(ways.map((way) => [way.name, way] as const))('%s', async (_, way) => {
    const { result, detail } = await tryWay(() => openReal(url), way)
    const last =
      way.sql.some((statement) => statement.startsWith('drop schema rls_kit_guard')) && way.superuser
    expect(
      ['blocked', 'detected and restored', 'not applicable', ...(last ? ['lost'] : [])],
      detail,
    ).toContain(result)
  })
})
