import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { ApiError } from '../../api-error.ts'
import { asTenant, rowsAs } from '../../db/index.ts'
import { listProjects, requireProject } from '../../projects.ts'
import { isId } from '../../runs/kinds.ts'
import { filledText } from '../../text.ts'
import { id, procedure, router } from '../init.ts'

export interface Note extends Record<string, unknown> {
  readonly id: string
  readonly project_id: string
  readonly project: string
  readonly author: string
  readonly body: string
  readonly created_at: Date
}

export const notes = router({
  projects: procedure.query(({ ctx }) => listProjects(ctx.session)),

  /** No filter on tenant or membership stands here: row-level security is what leaves the others out. */
  list: procedure.query(({ ctx }) =>
    rowsAs<Note>(
      ctx.session,
      `select n.id, n.project_id, p.name as project, u.name as author, n.body, n.created_at
       from project_notes n join projects p on p.id = n.project_id join users u on u.id = n.author_id
       order by n.created_at desc, n.id limit 200`,
    ),
  ),

  create: procedure
    .input(z.object({ projectId: id, body: filledText() }))
    .mutation(async ({ ctx, input }) => {
      if (!isId(input.projectId))
        throw new ApiError(404, 'there is no such project', { projectId: 'is unknown' })
      const noteId = randomUUID()
      await asTenant(ctx.session, async (tx) => {
        await requireProject(tx, ctx.session, input.projectId)
        await tx.query(
          'insert into project_notes (id, tenant_id, project_id, author_id, body) values ($1, $2, $3, $4, $5)',
          [noteId, ctx.session.tenantId, input.projectId, ctx.session.userId, input.body],
        )
      })
      return { id: noteId }
    }),

  remove: procedure.input(z.object({ id })).mutation(async ({ ctx, input }) => {
    const rows = isId(input.id)
      ? await rowsAs(ctx.session, 'delete from project_notes where id = $1 returning id', [input.id])
      : []
    if (rows.length === 0) throw new ApiError(404, 'there is no such note')
    return { id: input.id }
  }),
})
