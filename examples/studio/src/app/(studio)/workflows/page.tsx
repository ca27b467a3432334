import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { PageHead } from '../../../components/page-head.tsx'
import { RunForm } from '../../../components/run-form.tsx'
import { RunList } from '../../../components/run-list.tsx'
import { caller } from '../../../server/page.ts'

export const metadata: Metadata = { title: 'Workflows' }

export default async function Workflows(): Promise<ReactNode> {
  const api = await caller()
  const runs = await api.workflows.list()
  const projects = await api.notes.projects()
  return (
    <>
      <PageHead title="Workflows">
        A run reads a real folder, asks the TypeScript compiler, looks for known faults and copies, and keeps
        what it learned. Leave in the middle: it goes on, and the page resumes where you left.
      </PageHead>
      <section className="card">
        <h2>New run</h2>
        <RunForm kind="workflows" projects={projects.filter((project) => project.member)} />
      </section>
      <section className="card">
        <h2>Runs</h2>
        <RunList kind="workflows" runs={runs} />
      </section>
    </>
  )
}
