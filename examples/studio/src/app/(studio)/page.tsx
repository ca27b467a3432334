import Link from 'next/link'
import type { ReactNode } from 'react'
import { PageHead } from '../../components/page-head.tsx'
import { RunList } from '../../components/run-list.tsx'
import { caller, currentUser } from '../../server/page.ts'

export default async function Overview(): Promise<ReactNode> {
  const user = await currentUser()
  const api = await caller()
  const [personas, runs, notes, insights, projects] = [
    await api.personas.list(),
    await api.workflows.list(),
    await api.notes.list(),
    await api.insights.list(),
    await api.notes.projects(),
  ]
  const tiles = [
    ['/personas', personas.length, 'personas', 'specialized from their descriptions'],
    ['/workflows', runs.length, 'workflow runs', 'streamed, left and resumed'],
    ['/notes', notes.length, 'notes', 'of the projects you are in'],
    ['/insights', insights.length, 'insights', 'found by meaning'],
  ] as const
  return (
    <>
      <PageHead title={`Good to see you, ${user.name.split(' ')[0]}`}>
        You are {user.title} at {user.tenant}, in {projects.filter((project) => project.member).length} of its{' '}
        {projects.length} projects.
      </PageHead>
      <div className="tiles">
        {tiles.map(([href, count, label, what]) => (
          <Link key={href} href={href} className="card tile">
            <span className="figure">{count}</span>
            <strong>{label}</strong>
            <small>{what}</small>
          </Link>
        ))}
      </div>
      <section className="card">
        <h2>Latest workflow runs</h2>
        <RunList kind="workflows" runs={runs.slice(0, 5)} />
        <p className="hint">
          Start one on the <Link href="/workflows">workflows page</Link>: it reads this repository's own
          packages.
        </p>
      </section>
    </>
  )
}
