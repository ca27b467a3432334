import { producerModes } from './modes/ending.ts'
import { clientModes } from './modes/leaving.ts'
import { platformModes } from './modes/platform.ts'
import type { Mode } from './trial.ts'

/** The failure modes of one stream, by their numbers. 25 and 26 are of many, and not of this suite. */
export const modes: readonly Mode[] = [...clientModes, ...producerModes, ...platformModes]
