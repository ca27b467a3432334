import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { ApiError } from '../../api-error.ts'
import { findUser } from '../../auth.ts'
import { asTenant, rowsAs } from '../../db/index.ts'
import { currentModel } from '../../model.ts'
import { requireProject } from '../../projects.ts'
import { discussionTurn } from '../../runs/discussion.ts'
import { isId } from '../../runs/kinds.ts'
import { append, claim } from '../../runs/log.ts'
import { carryOn } from '../../runs/start.ts'
import { filledText } from '../../text.ts'
import { id, procedure, router } from '../init.ts'

export interface Discussion extends Record<string, unknown> {
  readonly id: string
  readonly title: string
  readonly status: string
  readonly project: string
  readonly persona: string
  readonly persona_description: string
  readonly specializations: string[]
  readonly created_at: Date
}

const select = `select d.id, d.title, d.status, p.name as project, a.name as persona,
    a.description as persona_description, a.specializations, d.created_at
  from discussions d join projects p on p.id = d.project_id join personas a on a.id = d.persona_id`

export const discussions = router({
  list: procedure.query(({ ctx }) =>
    rowsAs<Discussion>(ctx.session, `${select} order by d.created_at desc, d.id limit 50`),
  ),

  byId: procedure.input(z.object({ id })).query(async ({ ctx, input }) => {
    const [discussion] = isId(input.id)
      ? await rowsAs<Discussion>(ctx.session, `${select} where d.id = $1`, [input.id])
      : []
    if (discussion === undefined) throw new ApiError(404, 'there is no such discussion')
    return discussion
  }),

  /** Which model answers; null where none does, and passages are quoted. */
  model: procedure.query(() => currentModel()?.name ?? null),

  create: procedure
    .input(z.object({ projectId: id, personaId: id, title: filledText(200) }))
    .mutation(async ({ ctx, input }) => {
      if (!isId(input.projectId))
        throw new ApiError(404, 'there is no such project', { projectId: 'is unknown' })
      const discussionId = randomUUID()
      await asTenant(ctx.session, async (tx) => {
        await requireProject(tx, ctx.session, input.projectId)
        const persona = isId(input.personaId)
          ? (await tx.query('select 1 from personas where id = $1', [input.personaId])).rows
          : []
        if (persona.length === 0)
          throw new ApiError(404, 'there is no such persona', { personaId: 'is unknown' })
        await tx.query(
          `insert into discussions (id, tenant_id, project_id, persona_id, title, created_by)
           values ($1, $2, $3, $4, $5, $6)`,
          [
            discussionId,
            ctx.session.tenantId,
            input.projectId,
            input.personaId,
            input.title.trim(),
            ctx.session.userId,
          ],
        )
      })
      return { id: discussionId }
    }),

  /** Posts a message; the persona's turn then goes on in the background, whoever watches. */
  post: procedure
    .input(z.object({ id, body: filledText(20_000) }))
    .mutation(async ({ ctx: { session }, input }) => {
      const [discussion] = isId(input.id)
        ? await rowsAs<Discussion>(session, `${select} where d.id = $1`, [input.id])
        : []
      if (discussion === undefined) throw new ApiError(404, 'there is no such discussion')
      const runner = randomUUID()
      if (!(await claim('discussions', session, discussion.id, runner, 60))) {
        throw new ApiError(409, 'the persona is still answering')
      }
      const author = (await findUser(session))?.name ?? 'You'
      const messageId = randomUUID()
      await rowsAs(
        session,
        `insert into messages (id, tenant_id, discussion_id, author, author_name, body)
         values ($1, $2, $3, 'user', $4, $5) returning id`,
        [messageId, session.tenantId, discussion.id, author, input.body],
      )
      await append('discussions', session, discussion.id, runner, {
        type: 'message.posted',
        data: { messageId, author, body: input.body },
      })
      carryOn(
        'discussions',
        session,
        discussion.id,
        runner,
        (signal) =>
          discussionTurn(
            session,
            discussion.id,
            { name: discussion.persona, description: discussion.persona_description },
            input.body,
            signal,
          ),
        (message) => ({ type: 'turn.failed', data: { message } }),
      )
      return { messageId }
    }),
})
