import { eventsRoute } from '../../../../../../server/runs/stream.ts'

export const dynamic = 'force-dynamic'
export const GET = eventsRoute('workflows')
