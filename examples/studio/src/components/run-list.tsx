import Link from 'next/link'
import type { ReactNode } from 'react'
import type { RunRow } from '../server/trpc/routers/runs.ts'
import { When } from './when.tsx'

export function RunList({
  kind,
  runs,
}: {
  kind: 'workflows' | 'code-analysis'
  runs: readonly RunRow[]
}): ReactNode {
  if (runs.length === 0) return <p className="hint">No run yet.</p>
  return (
    <ul className="rows">
      {runs.map((run) => (
        <li key={run.id}>
          <Link href={`/${kind}/${run.id}`}>
            <span className="status" data-status={run.status}>
              {run.status}
            </span>
            <strong>{run.title}</strong>
            <span className="rule">
              {run.project} · {run.by} · {run.events} events · <When at={run.created_at} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
