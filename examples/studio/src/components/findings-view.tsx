'use client'

import { type ReactNode, useDeferredValue, useMemo, useState } from 'react'
import type { Finding } from '../api/contract.ts'
import {
  countsOf,
  type FindingsGroup,
  type FindingsView,
  groupFindings,
  type ReviewedFinding,
} from './findings.ts'

/** So many of a group at a time. */
const page = 20

export function Findings({
  findings,
  over,
}: {
  findings: readonly ReviewedFinding[]
  over: boolean
}): ReactNode {
  const [view, setView] = useState<FindingsView>({
    category: undefined,
    severity: undefined,
    words: '',
    by: 'rule',
  })
  const wanted = useDeferredValue(view)
  const groups = useMemo(() => groupFindings(findings, wanted), [findings, wanted])
  const shown = groups.reduce((sum, group) => sum + group.findings.length, 0)
  const change = (part: Partial<FindingsView>): void => setView((old) => ({ ...old, ...part }))
  return (
    <section className="card" aria-label="Findings">
      <h2>
        Findings{' '}
        <span className="count" role="status">
          {shown === findings.length ? shown : `${shown} of ${findings.length}`}
        </span>
      </h2>
      {findings.length === 0 && <p className="hint">{over ? 'None.' : 'None so far.'}</p>}
      {findings.length > 0 && (
        <>
          <Chips findings={findings} field="category" value={view.category} change={change} />
          <Tools findings={findings} view={view} change={change} />
          {shown === 0 && <p className="hint">None matches.</p>}
          {groups.map((group, index) => (
            <Group
              key={`${wanted.by}:${group.name}`}
              group={group}
              by={wanted.by}
              open={over && index === 0}
            />
          ))}
        </>
      )}
    </section>
  )
}

type Change = (part: Partial<FindingsView>) => void

function Tools({
  findings,
  view,
  change,
}: {
  findings: readonly Finding[]
  view: FindingsView
  change: Change
}): ReactNode {
  return (
    <div className="finding-tools">
      <input
        aria-label="Filter findings"
        type="search"
        placeholder="Filter by file, rule or words"
        value={view.words}
        onChange={(event) => change({ words: event.target.value })}
      />
      <Chips findings={findings} field="severity" value={view.severity} change={change} />
      <select
        aria-label="Group by"
        value={view.by}
        onChange={(event) => change({ by: event.target.value === 'file' ? 'file' : 'rule' })}
      >
        <option value="rule">Group by rule</option>
        <option value="file">Group by file</option>
      </select>
    </div>
  )
}

function Chips({
  findings,
  field,
  value,
  change,
}: {
  findings: readonly Finding[]
  field: 'category' | 'severity'
  value: string | undefined
  change: Change
}): ReactNode {
  const counts = useMemo(() => countsOf(findings, field), [findings, field])
  return (
    <fieldset className="chips" aria-label={field}>
      {counts.map(([name, count]) => (
        <button
          key={name}
          type="button"
          aria-pressed={value === name}
          onClick={() => change({ [field]: value === name ? undefined : name })}
        >
          {name} <span className="count">{count}</span>
        </button>
      ))}
    </fieldset>
  )
}

function Group({
  group,
  by,
  open: openAtFirst,
}: {
  group: FindingsGroup
  by: FindingsView['by']
  open: boolean
}): ReactNode {
  // Until someone has clicked, the first group is the open one, whichever that is.
  const [clicked, setClicked] = useState<boolean>()
  const open = clicked ?? openAtFirst
  const [limit, setLimit] = useState(page)
  const left = group.findings.length - limit
  return (
    <details
      className="finding-group"
      data-group={group.name}
      open={open}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open !== open) setClicked(currentTarget.open)
      }}
    >
      <summary>
        <span className="severity" data-severity={group.severity}>
          {group.severity}
        </span>{' '}
        <code>{group.name}</code> <span className="count">{group.findings.length}</span>
      </summary>
      {open && (
        <ul className="findings">
          {group.findings.slice(0, limit).map((finding) => (
            <Item
              key={`${finding.file}:${finding.line}:${finding.rule}:${finding.message}`}
              {...finding}
              by={by}
            />
          ))}
        </ul>
      )}
      {open && left > 0 && (
        <button type="button" onClick={() => setLimit(limit + page)}>
          Show {Math.min(page, left)} more of {left}
        </button>
      )}
    </details>
  )
}

function Item({ by, review, ...finding }: ReviewedFinding & { by: FindingsView['by'] }): ReactNode {
  return (
    <li>
      <div className="finding-head">
        {by === 'file' && (
          <span className="severity" data-severity={finding.severity}>
            {finding.severity}
          </span>
        )}
        <code className="place">
          {by === 'file' ? `line ${finding.line}` : `${finding.file}:${finding.line}`}
        </code>
        <span className="rule">{by === 'file' ? finding.rule : finding.category}</span>
      </div>
      <p>{finding.message}</p>
      {finding.excerpt !== '' && <pre className="excerpt">{finding.excerpt}</pre>}
      {review !== undefined && (
        <p className="hint">
          <strong>
            {review.model}: {review.verdict}.
          </strong>{' '}
          {review.explanation}
        </p>
      )}
      {finding.diff !== undefined && <Diff text={finding.diff} />}
    </li>
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
