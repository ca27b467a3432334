import { afterAll, beforeAll, describe, it } from 'vitest'
import { modes, type Target } from './kit/modes.ts'
import { launchers } from './kit/targets.ts'

describe.each(launchers)('$name', (launcher) => {
  let target: Target

  beforeAll(async () => {
    target = await launcher.start()
  })

  afterAll(() => target?.stop())

  for (const mode of modes) {
    const fact = launcher.facts[mode.id]
    // What a platform rules out is no test at all: nothing was skipped. The matrix names the fact.
    if (!fact) it(`${mode.id}. ${mode.title}`, () => mode.test(target, launcher))
  }
})
