import { defaultDomains } from '@nyxcore/specialization'
import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { DomainTag, Highlight } from '../../../components/highlight.tsx'
import { PageHead } from '../../../components/page-head.tsx'
import { PersonaForm } from '../../../components/persona-form.tsx'
import { RemoveButton } from '../../../components/small-forms.tsx'
import { caller } from '../../../server/page.ts'

export const metadata: Metadata = { title: 'Personas' }

export default async function Personas(): Promise<ReactNode> {
  const personas = await (await caller()).personas.list()
  return (
    <>
      <PageHead title="Personas">
        Give no specialization, and the description decides. Each marked word says for which domain it spoke.
      </PageHead>
      <div className="two">
        <section className="card" aria-label="New persona">
          <h2>New persona</h2>
          <PersonaForm domains={defaultDomains.map(({ slug }) => slug)} />
        </section>
        <ul className="cards">
          {personas.length === 0 && (
            <li className="hint">No persona yet. Describe one, and watch its words.</li>
          )}
          {personas.map((persona) => (
            <li key={persona.id} className="card persona" data-persona={persona.id}>
              <header className="finding-head">
                <h2>{persona.name}</h2>
                <RemoveButton kind="personas" id={persona.id} name={persona.name} />
              </header>
              <p className="tags">
                {persona.specializations.map((slug) => (
                  <DomainTag key={slug} slug={slug} />
                ))}
                {persona.specializations.length === 0 && <span className="hint">no specialization</span>}
                <span className="rule">
                  {persona.source === 'auto' ? 'from the description' : 'as given'}
                </span>
              </p>
              <p className="marked">
                <Highlight text={persona.description} spans={persona.evidence} />
              </p>
            </li>
          ))}
        </ul>
      </div>
    </>
  )
}
