import { afterAll, beforeAll, describe, it } from 'vitest'
import { modes, type Target } from './kit/modes.ts'
import { launchers } from './kit/targets.ts'

describe.each(launchers)('$name', ({ start, facts }) => {
  let target: Target

  beforeAll(async () => {
    target = await start()
  })

  afterAll(() => target?.stop())

  for (const mode of modes) {
    const fact = facts?.[mode.id]
    if (fact) it.skip(`${mode.id}. ${mode.title} (does not apply: ${fact})`)
    else it(`${mode.id}. ${mode.title}`, () => mode.test(target))
  }
})
