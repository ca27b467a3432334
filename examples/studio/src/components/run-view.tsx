'use client'

import { type ReactNode, useMemo, useState } from 'react'
import type { AnalysisRunEvent, Finding, Numbered } from '../api/contract.ts'
import { EventLog, StreamBadge } from './event-log.tsx'
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
  readonly findings: Finding[]
  outcome: 'running' | 'done' | 'failed'
  message: string
  ms: number
  insight: string
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
      <Findings findings={run.findings} over={run.outcome !== 'running'} />
      <EventLog events={events} />
    </>
  )
}

const gravity = { high: 0, medium: 1, low: 2 }

function Findings({ findings, over }: { findings: readonly Finding[]; over: boolean }): ReactNode {
  const [shown, setShown] = useState<string>()
  const categories = useMemo(() => {
    const counts = new Map<string, number>()
    for (const { category } of findings) counts.set(category, (counts.get(category) ?? 0) + 1)
    return [...counts].sort((x, y) => y[1] - x[1])
  }, [findings])
  const list = useMemo(
    () =>
      findings
        .filter(({ category }) => shown === undefined || category === shown)
        .sort((x, y) => gravity[x.severity] - gravity[y.severity]),
    [findings, shown],
  )
  return (
    <section className="card" aria-label="Findings">
      <h2>
        Findings <span className="count">{findings.length}</span>
      </h2>
      {findings.length === 0 && <p className="hint">{over ? 'None.' : 'None so far.'}</p>}
      <div className="chips">
        {categories.map(([category, count]) => (
          <button
            key={category}
            type="button"
            aria-pressed={shown === category}
            onClick={() => setShown(shown === category ? undefined : category)}
          >
            {category} <span className="count">{count}</span>
          </button>
        ))}
      </div>
      <ul className="findings">
        {list.slice(0, 120).map((finding) => (
          <li key={`${finding.file}:${finding.line}:${finding.rule}:${finding.message}`}>
            <div className="finding-head">
              <span className="severity" data-severity={finding.severity}>
                {finding.severity}
              </span>
              <code className="place">
                {finding.file}:{finding.line}
              </code>
              <span className="rule">{finding.rule}</span>
            </div>
            <p>{finding.message}</p>
            <pre className="excerpt">{finding.excerpt}</pre>
            {finding.diff !== undefined && <Diff text={finding.diff} />}
          </li>
        ))}
      </ul>
      {list.length > 120 && <p className="hint">{list.length - 120} more; choose a category.</p>}
    </section>
  )
}

function Diff({ text }: { text: string }): ReactNode {
  return (
    <details>
      <summary>Proposed change</summary>
      <pre className="diff">
        {text.split('\n').map((line, index) => (
          <span key={index} data-sign={line.startsWith('@@') ? '@' : line[0]}>
            {`${line}\n`}
          </span>
        ))}
      </pre>
    </details>
  )
}

function title(run: RunState): string {
  if (run.outcome === 'failed') return 'Failed'
  const found = `${run.findings.length} ${run.findings.length === 1 ? 'finding' : 'findings'}`
  return run.outcome === 'done' ? `Done: ${found} in ${(run.ms / 1000).toFixed(1)} s` : 'Running…'
}

function replay(events: readonly Numbered<AnalysisRunEvent>[]): RunState {
  const run: RunState = { steps: [], findings: [], outcome: 'running', message: '', ms: 0, insight: '' }
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
