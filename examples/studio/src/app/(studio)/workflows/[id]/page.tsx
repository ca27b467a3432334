import type { Metadata } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { PageHead } from '../../../../components/page-head.tsx'
import { RunView } from '../../../../components/run-view.tsx'
import { caller, orNotFound } from '../../../../server/page.ts'

export const metadata: Metadata = { title: 'Workflows' }

export default async function Run({ params }: { params: Promise<{ id: string }> }): Promise<ReactNode> {
  const { id } = await params
  const run = await orNotFound((await caller()).workflows.byId({ id }))
  return (
    <>
      <Link className="back" href="/workflows">
        ← Workflows
      </Link>
      <PageHead title={run.title}>
        {run.project} · <code>{run.folder}</code> · started by {run.by}
      </PageHead>
      <RunView kind="workflows" id={run.id} />
    </>
  )
}
