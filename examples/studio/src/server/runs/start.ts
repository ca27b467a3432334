import { randomUUID } from 'node:crypto'
import type { RunEvent } from '../../api/contract.ts'
import { finding as findingSchema } from '../../api/contract.ts'
import { readConfig } from '../config.ts'
import { rowsAs } from '../db/index.ts'
import { demoTenants } from '../demo.ts'
import type { Session } from '../session.ts'
import { type AnalysisTask, analysisRun, type Before, nothingBefore } from './analysis.ts'
import { resolveFolder } from './folder.ts'
import type { RunKind } from './kinds.ts'
import { append, claim, keyOf, RunTakenOver, readEvents } from './log.ts'
import { background } from './registry.ts'

type AnalysisKind = Exclude<RunKind, 'discussions'>

/** Carries a run on in the background: each event of its generator is logged, and the streams are woken. */
export function carryOn(
  kind: RunKind,
  session: Session,
  id: string,
  runner: string,
  steps: (signal: AbortSignal) => AsyncGenerator<RunEvent>,
  failed: (message: string) => RunEvent,
): void {
  background(keyOf(kind, id), async (signal) => {
    try {
      for await (const event of steps(signal)) {
        if (signal.aborted) return
        await append(kind, session, id, runner, event)
      }
    } catch (error) {
      // Stopped by shutdown: it stays 'running' in the table, and the next start resumes it.
      if (signal.aborted || error instanceof RunTakenOver) return
      console.error(`run ${keyOf(kind, id)} failed:`, error)
      await append(kind, session, id, runner, failed(error instanceof Error ? error.message : String(error)))
    }
  })
}

/** Starts an analysis whose row has just been inserted with this runner. */
export function startAnalysis(
  kind: AnalysisKind,
  session: Session,
  id: string,
  runner: string,
  task: AnalysisTask,
  before: Before = nothingBefore,
): void {
  carryOn(
    kind,
    session,
    id,
    runner,
    (signal) => analysisRun(session, task, before, signal),
    (message) => ({ type: 'run.failed', data: { message } }),
  )
}

/**
 * Resumes what was running when the last process ended. With the embedded database nobody else can be running it;
 * on a shared PostgreSQL only runs whose runner has been silent are taken.
 */
export async function resumeRuns(): Promise<number> {
  const staleSeconds = readConfig().databaseUrl === undefined ? 0 : 20
  let resumed = 0
  for (const { id: tenantId } of demoTenants) {
    for (const kind of ['workflows', 'code-analysis'] as const) {
      resumed += await resumeKind(kind, tenantId, staleSeconds)
    }
    await rowsAs(
      { tenantId, userId: tenantId },
      `update discussions set status = 'failed', runner = null
       where status = 'running' and heartbeat_at <= now() - make_interval(secs => $1)`,
      [staleSeconds],
    )
  }
  return resumed
}

async function resumeKind(kind: AnalysisKind, tenantId: string, staleSeconds: number): Promise<number> {
  const system: Session = { tenantId, userId: tenantId }
  const rows = await rowsAs<{ id: string; title: string; folder: string; mode: string; created_by: string }>(
    system,
    kind === 'workflows'
      ? `select id, title, folder, 'all' as mode, created_by from workflows where status = 'running'`
      : `select id, title, folder, mode, created_by from code_analyses where status = 'running'`,
  )
  let resumed = 0
  for (const row of rows) {
    const runner = randomUUID()
    if (!(await claim(kind, system, row.id, runner, staleSeconds))) continue
    const session: Session = { tenantId, userId: row.created_by }
    const before = await readBefore(kind, session, row.id)
    try {
      const realFolder = await resolveFolder(readConfig().workspaceRoot, row.folder)
      const mode = row.mode as AnalysisTask['mode']
      const task = {
        id: row.id,
        title: row.title,
        folder: row.folder,
        realFolder,
        mode,
        by: '',
        keepInsight: kind === 'workflows',
      }
      startAnalysis(kind, session, row.id, runner, task, before)
      resumed += 1
    } catch (error) {
      await append(kind, session, row.id, runner, {
        type: 'run.failed',
        data: { message: error instanceof Error ? error.message : String(error) },
      })
    }
  }
  return resumed
}

async function readBefore(kind: AnalysisKind, session: Session, id: string): Promise<Before> {
  const events = await readEvents(kind, session, id, 0, 10_000)
  return {
    started: events.length > 0,
    steps: new Set(
      events
        .filter((event) => event.type === 'step.finished')
        .map((event) => (event.data as { step: string }).step),
    ),
    findings: events
      .filter((event) => event.type === 'finding')
      .map((event) => findingSchema.parse(event.data)),
  }
}
