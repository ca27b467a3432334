import type { Metadata } from 'next'
import Link from 'next/link'
import { cache, type ReactNode } from 'react'
import { PageHead } from '../../../../components/page-head.tsx'
import { RunView } from '../../../../components/run-view.tsx'
import { caller, orNotFound } from '../../../../server/page.ts'

interface Props {
  readonly params: Promise<{ readonly id: string }>
}

const find = cache(async (id: string) => orNotFound((await caller()).workflows.byId({ id })))

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await find((await params).id)).title }
}

export default async function Run({ params }: Props): Promise<ReactNode> {
  const run = await find((await params).id)
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
