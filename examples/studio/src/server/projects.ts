import type { TenantTransaction } from '@nyxcore/rls-kit'
import { ApiError } from './api-error.ts'
import { rowsAs } from './db/index.ts'
import type { Session } from './session.ts'

/** A project and whether the user is one of its members. */
export interface Project {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly member: boolean
}

/** The tenant's projects; row-level security leaves out every other tenant's. */
export function listProjects(session: Session): Promise<(Project & Record<string, unknown>)[]> {
  return rowsAs(
    session,
    `select p.id, p.name, p.description, m.user_id is not null as member
     from projects p left join project_members m on m.project_id = p.id and m.user_id = $1
     order by p.name`,
    [session.userId],
  )
}

/** Refuses a project that is not there for this user: unknown, another tenant's, or one of which he is no member. */
export async function requireProject(
  tx: TenantTransaction,
  session: Session,
  projectId: string,
): Promise<void> {
  const found = await tx.query('select 1 from project_members where project_id = $1 and user_id = $2', [
    projectId,
    session.userId,
  ])
  if (found.rows.length === 0)
    throw new ApiError(404, 'there is no such project', { projectId: 'is unknown' })
}
