import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { ApiError } from '../../api-error.ts'
import { findUser } from '../../auth.ts'
import { readConfig } from '../../config.ts'
import { asTenant, rowsAs } from '../../db/index.ts'
import { requireProject } from '../../projects.ts'
import { resolveFolder } from '../../runs/folder.ts'
import { isId } from '../../runs/kinds.ts'
import { startAnalysis } from '../../runs/start.ts'
import { cleanText, filledText } from '../../text.ts'
import { id, procedure, router } from '../init.ts'

/** A run as the lists show it. */
export interface RunRow extends Record<string, unknown> {
  readonly id: string
  readonly title: string
  readonly folder: string
  readonly mode: string
  readonly status: 'running' | 'done' | 'failed'
  readonly events: number
  readonly project: string
  readonly by: string
  readonly created_at: Date
}

const input = z.object({ projectId: id, title: cleanText(200).default(''), folder: filledText(500) })

const names = { autofix: 'AutoFix', refactor: 'Refactor' }

/** Workflows and code analyses differ in their table and in what they look for. */
function runsRouter(kind: 'workflows' | 'code-analysis') {
  const table = kind === 'workflows' ? 'workflows' : 'code_analyses'
  const mode = kind === 'workflows' ? `'all'` : 'r.mode'
  const select = `select r.id, r.title, r.folder, ${mode} as mode, r.status, r.last_event as events,
      p.name as project, u.name as by, r.created_at
    from ${table} r join projects p on p.id = r.project_id join users u on u.id = r.created_by`
  return router({
    list: procedure.query(({ ctx }) =>
      rowsAs<RunRow>(ctx.session, `${select} order by r.created_at desc, r.id limit 50`),
    ),

    byId: procedure.input(z.object({ id })).query(async ({ ctx, input }) => {
      const [run] = isId(input.id)
        ? await rowsAs<RunRow>(ctx.session, `${select} where r.id = $1`, [input.id])
        : []
      if (run === undefined) throw new ApiError(404, 'there is no such run')
      return run
    }),

    /** Starts a run, which goes on whoever watches. */
    start: procedure
      .input(input.extend({ mode: z.enum(['autofix', 'refactor']).default('autofix') }))
      .mutation(async ({ ctx, input }) => {
        if (!isId(input.projectId))
          throw new ApiError(404, 'there is no such project', { projectId: 'is unknown' })
        const folder = input.folder.trim()
        const realFolder = await resolveFolder(readConfig().workspaceRoot, folder)
        const runId = randomUUID()
        const runner = randomUUID()
        const title =
          input.title.trim() || `${kind === 'workflows' ? 'Code health' : names[input.mode]} of ${folder}`
        await asTenant(ctx.session, async (tx) => {
          await requireProject(tx, ctx.session, input.projectId)
          const values = [
            runId,
            ctx.session.tenantId,
            input.projectId,
            title,
            folder,
            ctx.session.userId,
            runner,
          ]
          await tx.query(
            kind === 'workflows'
              ? `insert into workflows (id, tenant_id, project_id, title, folder, created_by, runner)
                 values ($1, $2, $3, $4, $5, $6, $7)`
              : `insert into code_analyses (id, tenant_id, project_id, title, folder, created_by, runner, mode)
                 values ($1, $2, $3, $4, $5, $6, $7, $8)`,
            kind === 'workflows' ? values : [...values, input.mode],
          )
        })
        const user = await findUser(ctx.session)
        startAnalysis(kind, ctx.session, runId, runner, {
          id: runId,
          title,
          folder,
          realFolder,
          mode: kind === 'workflows' ? 'all' : input.mode,
          by: user?.name ?? '',
          keepInsight: kind === 'workflows',
        })
        return { id: runId }
      }),
  })
}

export const workflows = runsRouter('workflows')
export const codeAnalysis = runsRouter('code-analysis')
