'use client'

import { type FormEvent, type ReactNode, useState } from 'react'
import type { Hit } from '../server/insights.ts'
import { Field } from './form.tsx'
import { shortened } from './shortened.ts'
import { messageOf, trpc } from './trpc.ts'

export function InsightSearch(): ReactNode {
  const [hits, setHits] = useState<readonly Hit[]>()
  const [problem, setProblem] = useState<string>()
  const search = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const query = String(new FormData(event.currentTarget).get('query') ?? '')
    try {
      setHits(await trpc.insights.search.query({ query }))
      setProblem(undefined)
    } catch (error) {
      setProblem(messageOf(error))
    }
  }
  return (
    <section className="card" aria-label="Search">
      <form className="form inline one" onSubmit={search}>
        <Field label="Search by meaning">
          {(id) => (
            <input id={id} name="query" type="search" required placeholder="swallowed errors in an import" />
          )}
        </Field>
        <div className="form-end">
          <button type="submit" className="primary">
            Search
          </button>
          {problem !== undefined && (
            <p className="problem" role="alert">
              {problem}
            </p>
          )}
        </div>
      </form>
      {hits !== undefined && (
        <ol className="hits" aria-live="polite">
          {hits.length === 0 && <li className="hint">Nothing is near.</li>}
          {hits.map((hit) => (
            <li key={hit.id}>
              <div className="finding-head">
                <strong>{hit.title}</strong>
                <span className="rule">
                  vector {hit.vector.toFixed(2)} · text {hit.text.toFixed(2)}
                </span>
              </div>
              <div className="meter" style={{ '--value': Math.max(0, hit.score) } as React.CSSProperties}>
                <span>{hit.score.toFixed(2)}</span>
              </div>
              <p>{shortened(hit.body)}</p>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
