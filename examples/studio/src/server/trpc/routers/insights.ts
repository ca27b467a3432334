import { z } from 'zod'
import { rowsAs } from '../../db/index.ts'
import { currentEmbedder } from '../../embedder.ts'
import { searchInsights, storeInsight } from '../../insights.ts'
import { filledText } from '../../text.ts'
import { procedure, router } from '../init.ts'

export interface Insight extends Record<string, unknown> {
  readonly id: string
  readonly title: string
  readonly body: string
  readonly source: string
  readonly created_at: Date
}

export const insights = router({
  list: procedure.query(({ ctx }) =>
    rowsAs<Insight>(
      ctx.session,
      'select id, title, body, source, created_at from workflow_insights order by created_at desc, id limit 50',
    ),
  ),
  search: procedure
    .input(z.object({ query: filledText(2_000), limit: z.int().min(1).max(20).default(8) }))
    .query(({ ctx, input }) => searchInsights(ctx.session, input.query, input.limit)),
  create: procedure
    .input(z.object({ title: filledText(200), body: filledText(20_000) }))
    .mutation(({ ctx, input }) => storeInsight(ctx.session, input.title.trim(), input.body)),
  embedder: procedure.query(() => currentEmbedder().name),
})
