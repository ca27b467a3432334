import type { LexiconSource } from './lexicon.ts'
import { packed } from './packed.ts'
import { unpack } from './unpack.ts'
import { written } from './written.ts'

/** The 15 English lexicons: as written, and in a build, where `written.ts` is empty, unpacked. See `build/pack.ts`. */
export const sources: readonly LexiconSource[] =
  packed === undefined ? written : /* @__PURE__ */ unpack(packed)
