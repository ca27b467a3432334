import { describe, expect, it } from 'vitest'
import { lookAt } from './holes/run.ts'
import { sound } from './holes/sound.ts'
import { hardenedServer } from './variants.ts'

const template = hardenedServer()

describe('other ways to be safe have no finding and no leak', () => {
  it.each(sound.map((way) => [way.what, way] as const))(
    '%s',
    async (_what, way) => {
      try {
        await template().inCopy(async (client, name) => {
          await client.query(way.make.replaceAll('$db', name))
          const { findings, probes } = await lookAt(client)
          expect(findings).toEqual([])
          expect(probes.filter(({ outcome }) => outcome === 'leak' || outcome === 'unproven')).toEqual([])
        })
      } finally {
        if (way.undo !== undefined) await template().admin.query(way.undo)
      }
    },
    60_000,
  )
})
