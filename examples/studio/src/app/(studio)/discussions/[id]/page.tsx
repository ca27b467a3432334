import type { Metadata } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { DiscussionView } from '../../../../components/discussion-view.tsx'
import { DomainTag } from '../../../../components/highlight.tsx'
import { PageHead } from '../../../../components/page-head.tsx'
import { caller, orNotFound } from '../../../../server/page.ts'

export const metadata: Metadata = { title: 'Discussion' }

export default async function DiscussionPage({
  params,
}: {
  params: Promise<{ id: string }>
}): Promise<ReactNode> {
  const { id } = await params
  const discussion = await orNotFound((await caller()).discussions.byId({ id }))
  return (
    <>
      <Link className="back" href="/discussions">
        ← Discussions
      </Link>
      <PageHead title={discussion.title}>
        with {discussion.persona}, {discussion.project}{' '}
        {discussion.specializations.map((slug) => (
          <DomainTag key={slug} slug={slug} />
        ))}
      </PageHead>
      <DiscussionView id={discussion.id} persona={discussion.persona} />
    </>
  )
}
