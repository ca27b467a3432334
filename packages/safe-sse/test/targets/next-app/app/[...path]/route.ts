import { handle, lab } from '../../../../kit/ours.ts'

export const dynamic = 'force-dynamic'

const shared = globalThis as { __watched?: boolean }
if (!shared.__watched) {
  shared.__watched = true
  process.on('unhandledRejection', (error) => lab.faults.push(`unhandled: ${error}`))
  process.on('uncaughtException', (error) => lab.faults.push(`uncaught: ${error}`))
}

export const GET = (request: Request): Promise<Response> => handle(request)
export const HEAD = (request: Request): Promise<Response> => handle(request)
