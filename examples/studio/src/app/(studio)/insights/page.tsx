import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { InsightSearch } from '../../../components/insight-search.tsx'
import { PageHead } from '../../../components/page-head.tsx'
import { shortened } from '../../../components/shortened.ts'
import { InsightForm } from '../../../components/small-forms.tsx'
import { When } from '../../../components/when.tsx'
import { caller } from '../../../server/page.ts'

export const metadata: Metadata = { title: 'Insights' }

export default async function Insights(): Promise<ReactNode> {
  const api = await caller()
  const insights = await api.insights.list()
  const embedder = await api.insights.embedder()
  return (
    <>
      <PageHead title="Insights">
        What was learned, as vectors of 1536 dimensions in pgvector, made by <code>{embedder}</code>. The
        score is 70 % vector and 30 % full text.
      </PageHead>
      <InsightSearch />
      <div className="two">
        <section className="card" aria-label="New insight">
          <h2>New insight</h2>
          <InsightForm />
        </section>
        <section className="card">
          <h2>
            Stored <span className="count">{insights.length}</span>
          </h2>
          {insights.length === 0 && (
            <p className="hint">None yet. A workflow run keeps what it learns here.</p>
          )}
          <ul className="notes">
            {insights.map((insight) => (
              <li key={insight.id}>
                <strong>{insight.title}</strong>
                <p>{shortened(insight.body)}</p>
                <span className="rule">
                  {insight.source} · <When at={insight.created_at} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </>
  )
}
