import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { PageHead } from '../../../components/page-head.tsx'
import { shortened } from '../../../components/shortened.ts'
import { NoteForm, RemoveButton } from '../../../components/small-forms.tsx'
import { When } from '../../../components/when.tsx'
import { caller, currentUser } from '../../../server/page.ts'

export const metadata: Metadata = { title: 'Notes' }

export default async function Notes(): Promise<ReactNode> {
  const user = await currentUser()
  const api = await caller()
  const projects = await api.notes.projects()
  const notes = await api.notes.list()
  const mine = projects.filter((project) => project.member)
  return (
    <>
      <PageHead title="Notes">
        The query behind this page filters nothing. PostgreSQL's row-level security leaves out the other
        tenant, and the projects of {user.tenant} that you are no member of.
      </PageHead>
      <div className="two">
        <section className="card" aria-label="New note">
          <h2>New note</h2>
          <NoteForm projects={mine} />
        </section>
        <div className="stack">
          {projects.map((project) => (
            <section
              key={project.id}
              className="card"
              data-project={project.name}
              data-member={project.member}
            >
              <h2>
                {project.name}{' '}
                <span className="status" data-status={project.member ? 'done' : 'closed'}>
                  {project.member ? 'member' : 'no member'}
                </span>
              </h2>
              <p className="hint">{project.description}</p>
              {!project.member && <p>Its notes exist, and no query of yours returns them.</p>}
              {project.member && notes.every((note) => note.project_id !== project.id) && (
                <p className="hint">No note yet.</p>
              )}
              <ul className="notes">
                {notes
                  .filter((note) => note.project_id === project.id)
                  .map((note) => (
                    <li key={note.id}>
                      <p>{shortened(note.body)}</p>
                      <div className="finding-head">
                        <span className="rule">
                          {note.author} · <When at={note.created_at} />
                        </span>
                        <RemoveButton kind="notes" id={note.id} name={`note by ${note.author}`} />
                      </div>
                    </li>
                  ))}
              </ul>
            </section>
          ))}
        </div>
      </div>
    </>
  )
}
