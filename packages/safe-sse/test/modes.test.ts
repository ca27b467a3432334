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
    if (fact) it.skip(`${mode.id}. ${mode.title} (does not apply: ${fact})`)
    else it(`${mode.id}. ${mode.title}`, () => mode.test(target, launcher))
  }
})
