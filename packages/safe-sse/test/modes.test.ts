import { afterAll, beforeAll, describe, it } from 'vitest'
import { modes } from './kit/modes.ts'
import { launchers } from './kit/targets.ts'
import type { Target } from './kit/trial.ts'

// `next dev` and `workerd signal` differ little from their siblings and take long; the matrix runs them all:
// pnpm --filter @nyxcore/safe-sse matrix
const quick = launchers.filter(({ name }) => name !== 'Next dev' && name !== 'workerd signal')

describe.each(quick)('$name', (launcher) => {
  let target: Target

  beforeAll(async () => {
    target = await launcher.start()
  })

  afterAll(() => target?.stop('SIGKILL'))

  for (const mode of modes) {
    const fact = launcher.facts[mode.id]
    // What cannot occur on a platform is no test there; the matrix names the fact.
    if (!fact) it(`${mode.id}. ${mode.title}`, () => mode.test(target, launcher))
  }
})
