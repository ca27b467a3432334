import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { PageHead } from '../../../components/page-head.tsx'
import { RunForm } from '../../../components/run-form.tsx'
import { RunList } from '../../../components/run-list.tsx'
import { caller } from '../../../server/page.ts'

export const metadata: Metadata = { title: 'Code analysis' }

export default async function CodeAnalysis(): Promise<ReactNode> {
  const api = await caller()
  const runs = await api.codeAnalysis.list()
  const projects = await api.notes.projects()
  return (
    <>
      <PageHead title="Code analysis">
        AutoFix looks for faults: security, bugs, performance, error handling, smells. Refactor looks for what
        could go: copies, dead code, remnants, slow queries.
      </PageHead>
      <section className="card">
        <h2>New analysis</h2>
        <RunForm kind="code-analysis" projects={projects.filter((project) => project.member)} />
      </section>
      <section className="card">
        <h2>Runs</h2>
        <RunList kind="code-analysis" runs={runs} />
      </section>
    </>
  )
}
