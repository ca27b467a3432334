import { database } from '../../../server/db/index.ts'

export const dynamic = 'force-dynamic'

/** Answers when requests can be served: what the launcher waits for. */
export async function GET(): Promise<Response> {
  try {
    const { kind } = await database()
    return Response.json({ ok: true, database: kind })
  } catch {
    return Response.json({ ok: false }, { status: 503 })
  }
}
