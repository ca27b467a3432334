import type { Metadata } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { PageHead } from '../../../components/page-head.tsx'
import { DiscussionForm } from '../../../components/small-forms.tsx'
import { When } from '../../../components/when.tsx'
import { caller } from '../../../server/page.ts'

export const metadata: Metadata = { title: 'Discussions' }

export default async function Discussions(): Promise<ReactNode> {
  const api = await caller()
  const discussions = await api.discussions.list()
  const projects = await api.notes.projects()
  const personas = await api.personas.list()
  const model = await api.discussions.model()
  return (
    <>
      <PageHead title="Discussions">
        Talk with a persona. It answers from what your team has written, found by search:{' '}
        {model === null ? 'quoted, since no model is configured' : `in the words of ${model}`}.
      </PageHead>
      <section className="card">
        <h2>New discussion</h2>
        <DiscussionForm projects={projects.filter((project) => project.member)} personas={personas} />
      </section>
      <section className="card">
        <h2>Discussions</h2>
        {discussions.length === 0 && <p className="hint">None yet.</p>}
        <ul className="rows">
          {discussions.map((discussion) => (
            <li key={discussion.id}>
              <Link href={`/discussions/${discussion.id}`}>
                <strong>{discussion.title}</strong>
                <span className="rule">
                  with {discussion.persona} · {discussion.project} · <When at={discussion.created_at} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}
