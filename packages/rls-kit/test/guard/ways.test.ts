import { expect, it, vi } from 'vitest'
import { describeWith } from '../../../../scripts/testing/services.ts'
import { openReal } from './servers.ts'
import { always, tryWay, ways } from './ways.ts'

// Each starts servers or commands of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

describeWith('postgres', 'every way to lose an embedding', (url) => {
  it.each(ways.map((way) => [way.name, way] as const))('%s, under the event trigger', async (_, way) => {
    const { result, detail } = await tryWay(() => openReal(url), way)
    const good = always(way)
      ? ['detected and restored from the file']
      : ['blocked', 'detected and restored', 'not applicable']
    expect(good, detail).toContain(result)
  })

  // Those that take the triggers away have nothing to take away here.
  const others = ways.filter((way) => way.superuser !== true)
  it.each(others.map((way) => [way.name, way] as const))('%s, with a snapshot alone', async (_, way) => {
    const { result, detail } = await tryWay(() => openReal(url), way, 'none')
    const file = way.sql[0] === 'drop schema rls_kit_guard cascade'
    const good = file ? ['detected and restored from the file'] : ['blocked', 'detected and restored']
    expect(good, detail).toContain(result)
  })
})
