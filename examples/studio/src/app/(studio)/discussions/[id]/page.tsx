import type { Metadata } from 'next'
import Link from 'next/link'
import { cache, type ReactNode } from 'react'
import { DiscussionView } from '../../../../components/discussion-view.tsx'
import { DomainTag } from '../../../../components/highlight.tsx'
import { PageHead } from '../../../../components/page-head.tsx'
import { caller, orNotFound } from '../../../../server/page.ts'

interface Props {
  readonly params: Promise<{ readonly id: string }>
}

const find = cache(async (id: string) => orNotFound((await caller()).discussions.byId({ id })))

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await find((await params).id)).title }
}

export default async function DiscussionPage({ params }: Props): Promise<ReactNode> {
  const discussion = await find((await params).id)
  const model = await (await caller()).discussions.model()
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
      <DiscussionView id={discussion.id} persona={discussion.persona} model={model} />
    </>
  )
}
