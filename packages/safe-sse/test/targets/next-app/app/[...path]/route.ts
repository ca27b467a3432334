import type { createSse } from '../../../../../src/index.ts'
import { watchFaults } from '../../../../kit/handles.ts'
import { drainOther, handle, lab } from '../../../../kit/ours.ts'

export const dynamic = 'force-dynamic'

const shared = globalThis as { __watched?: boolean }
if (!shared.__watched) {
  shared.__watched = true
  watchFaults(lab)
}
lab.hooks.copy = async () => drainOther(lab.hooks.other as typeof createSse)

export const GET = (request: Request): Promise<Response> => handle(request)
export const HEAD = (request: Request): Promise<Response> => handle(request)
