import { randomUUID } from 'node:crypto'
import type { Mode } from '../../analysis/analyse.ts'
import type { AnalysisRunEvent, Finding } from '../../api/contract.ts'
import { rowsAs } from '../db/index.ts'
import { currentEmbedder, embedForSql } from '../embedder.ts'
import { currentModel } from '../model.ts'
import type { Session } from '../session.ts'
import { analyseInChild } from './child.ts'
import { reviewFindings } from './review.ts'

/** What a run works on. */
export interface AnalysisTask {
  readonly id: string
  readonly title: string
  readonly folder: string
  readonly realFolder: string
  readonly mode: Mode
  readonly by: string
  /** Keep what was learned among the insights. */
  readonly keepInsight: boolean
}

/** What an earlier process had already logged: after a restart only the rest is logged. */
export interface Before {
  readonly started: boolean
  readonly steps: ReadonlySet<string>
  readonly findings: readonly Finding[]
}

export const nothingBefore: Before = { started: false, steps: new Set(), findings: [] }

/** The steps of an analysis run, from its start to its one final event. */
export async function* analysisRun(
  session: Session,
  task: AnalysisTask,
  before: Before,
  signal: AbortSignal,
): AsyncGenerator<AnalysisRunEvent> {
  const startedAt = performance.now()
  const findings = [...before.findings]
  const known = new Set(findings.map(fingerprint))
  if (before.started) yield { type: 'run.resumed', data: { reason: 'the server was restarted' } }
  else yield { type: 'run.started', data: { title: task.title, folder: task.folder, by: task.by } }

  for await (const event of analyseInChild(task, signal)) {
    if (event.type === 'branch.created') {
      if (before.steps.has('branch')) continue
    } else if (event.type === 'finding') {
      if (known.has(fingerprint(event.data))) continue
      known.add(fingerprint(event.data))
      findings.push(event.data)
    } else if (before.steps.has(event.data.step)) {
      continue
    }
    yield event
  }

  const model = currentModel()
  if (model !== undefined && !before.steps.has('model')) {
    yield* reviewFindings(model, task.realFolder, findings, signal)
  }

  const byCategory: Record<string, number> = {}
  for (const { category } of findings) byCategory[category] = (byCategory[category] ?? 0) + 1
  if (task.keepInsight && findings.length > 0) {
    yield { type: 'insight.stored', data: { title: await storeInsight(session, task, findings, byCategory) } }
  }
  yield {
    type: 'run.done',
    data: { findings: findings.length, byCategory, ms: Math.round(performance.now() - startedAt) },
  }
}

function fingerprint({ rule, file, line, message }: Finding): string {
  return `${rule}\n${file}\n${line}\n${message}`
}

/** One insight a run: what was found most, and the gravest places, in words that a search can meet. */
async function storeInsight(
  session: Session,
  task: AnalysisTask,
  findings: readonly Finding[],
  byCategory: Readonly<Record<string, number>>,
): Promise<string> {
  const ranked = Object.entries(byCategory).sort((x, y) => y[1] - x[1])
  const title = `${task.folder}: ${ranked
    .slice(0, 3)
    .map(([category, count]) => `${count} ${category}`)
    .join(', ')}`
  const order = { high: 0, medium: 1, low: 2 }
  const gravest = [...findings].sort((x, y) => order[x.severity] - order[y.severity]).slice(0, 6)
  const body = gravest
    .map(({ file, line, message }) => `${file}:${line} ${message.replace(/\.$/, '')}.`)
    .join(' ')
  // The same folder in the same state teaches nothing new.
  const known = await rowsAs(
    session,
    'select 1 from workflow_insights where title = $1 and body = $2 limit 1',
    [title, body],
  )
  if (known.length > 0) return title
  const embedder = currentEmbedder()
  const vector = await embedForSql(embedder, `${title}\n${body}`)
  await rowsAs(
    session,
    `insert into workflow_insights (id, tenant_id, title, body, source, embedder, embedding)
     values ($1, $2, $3, $4, 'workflow', $5, $6) returning id`,
    [randomUUID(), session.tenantId, title, body, embedder.name, vector],
  )
  return title
}
