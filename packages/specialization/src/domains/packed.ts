import type { PackedLexicons } from './unpack.ts'

/** The lexicons as the build packs them: it replaces this module. In the sources there are none; see `written.ts`. */
export const packed: PackedLexicons | undefined = undefined
