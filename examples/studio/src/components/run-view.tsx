'use client'

import { type ReactNode, useMemo } from 'react'
import type { AnalysisRunEvent, BranchCreated, Numbered } from '../api/contract.ts'
import { BranchCard } from './branch-card.tsx'
import { EventLog, StreamBadge } from './event-log.tsx'
import type { ReviewedFinding } from './findings.ts'
import { Findings } from './findings-view.tsx'
import { useEvents } from './use-events.ts'

interface StepView {
  readonly step: string
  readonly label: string
  done: number
  total: number
  note: string
  finished: boolean
}

/** A run as its events tell it. */
interface RunState {
  readonly steps: StepView[]
  readonly findings: ReviewedFinding[]
  outcome: 'running' | 'done' | 'failed'
  message: string
  ms: number
  insight: string
  branch: BranchCreated | undefined
}

export function RunView({ kind, id }: { kind: 'workflows' | 'code-analysis'; id: string }): ReactNode {
  const { events, state, resumedAfter, problem } = useEvents<Numbered<AnalysisRunEvent>>(kind, id)
  const run = useMemo(() => replay(events), [events])
  return (
    <>
      <section className="card run" data-outcome={run.outcome} aria-label="Progress">
        <header className="run-head">
          <h2>{title(run)}</h2>
          <StreamBadge state={state} resumedAfter={resumedAfter} />
        </header>
        <ol className="steps">
          {run.steps.map((step) => (
            <li key={step.step} data-finished={step.finished}>
              <div>
                <strong>{step.label}</strong>
                <span className="note">{step.note}</span>
              </div>
              <progress
                aria-label={step.label}
                max={step.finished ? 1 : step.total || 1}
                value={step.finished ? 1 : step.done}
              />
            </li>
          ))}
        </ol>
        {run.message !== '' && <p className="problem">{run.message}</p>}
        {run.insight !== '' && <p className="hint">Kept as an insight: {run.insight}</p>}
        {problem !== undefined && (
          <p className="problem" role="alert">
            The stream was lost: {problem}
          </p>
        )}
      </section>
      {run.branch !== undefined && <BranchCard branch={run.branch} />}
      <Findings findings={run.findings} over={run.outcome !== 'running'} />
      <EventLog events={events} />
    </>
  )
}

function title(run: RunState): string {
  if (run.outcome === 'failed') return 'Failed'
  const found = `${run.findings.length} ${run.findings.length === 1 ? 'finding' : 'findings'}`
  return run.outcome === 'done' ? `Done: ${found} in ${(run.ms / 1000).toFixed(1)} s` : 'Running…'
}

function replay(events: readonly Numbered<AnalysisRunEvent>[]): RunState {
  const run: RunState = {
    steps: [],
    findings: [],
    outcome: 'running',
    message: '',
    ms: 0,
    insight: '',
    branch: undefined,
  }
  const find = (step: string): StepView | undefined => run.steps.find((known) => known.step === step)
  for (const { type, data } of events) {
    if (type === 'step.started' && find(data.step) === undefined) {
      run.steps.push({ ...data, done: 0, total: 0, note: '', finished: false })
    } else if (type === 'progress') {
      Object.assign(find(data.step) ?? {}, { done: data.done, total: data.total, note: data.file })
    } else if (type === 'step.finished') {
      Object.assign(find(data.step) ?? {}, {
        finished: true,
        note: `${data.note}${data.found > 0 ? ` · ${data.found} found` : ''}`,
      })
    } else if (type === 'finding') {
      run.findings.push(data)
    } else if (type === 'finding.reviewed') {
      const { rule, file, line } = data
      const at = run.findings.findIndex((one) => one.rule === rule && one.file === file && one.line === line)
      const reviewed = run.findings[at]
      if (reviewed !== undefined) run.findings[at] = { ...reviewed, review: data }
    } else if (type === 'branch.created') {
      run.branch = data
    } else if (type === 'insight.stored') {
      run.insight = data.title
    } else if (type === 'run.done') {
      run.outcome = 'done'
      run.ms = data.ms
    } else if (type === 'run.failed') {
      run.outcome = 'failed'
      run.message = data.message
    }
  }
  return run
}
