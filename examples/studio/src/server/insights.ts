import { randomUUID } from 'node:crypto'
import type { TenantTransaction } from '@nyxcore/rls-kit'
import { asTenant, rowsAs } from './db/index.ts'
import { currentEmbedder, embedForSql } from './embedder.ts'
import type { Session } from './session.ts'

export interface Hit extends Record<string, unknown> {
  readonly id: string
  readonly title: string
  readonly body: string
  readonly source: string
  /** Cosine similarity, -1 to 1. */
  readonly vector: number
  /** Full-text rank against the best of these hits, 0 to 1. */
  readonly text: number
  /** 70 % vector, 30 % full text. */
  readonly score: number
}

/** Stores a text and its vector. */
export async function storeInsight(session: Session, title: string, body: string): Promise<{ id: string }> {
  const embedder = currentEmbedder()
  const vector = await embedForSql(embedder, `${title}\n${body}`)
  const id = randomUUID()
  await rowsAs(
    session,
    `insert into workflow_insights (id, tenant_id, title, body, source, embedder, embedding)
     values ($1, $2, $3, $4, 'user', $5, $6) returning id`,
    [id, session.tenantId, title, body, embedder.name, vector],
  )
  return { id }
}

/** The insights nearest in meaning: the 40 nearest vectors, ranked again with the full-text score. */
export async function searchInsights(session: Session, query: string, limit: number): Promise<Hit[]> {
  const embedder = currentEmbedder()
  const vector = await embedForSql(embedder, query)
  return asTenant(session, (tx) => search(tx, embedder.name, vector, query, limit))
}

async function search(
  tx: TenantTransaction,
  embedder: string,
  vector: string,
  query: string,
  limit: number,
): Promise<Hit[]> {
  // The index finds neighbours before row-level security filters them: keep looking until enough are left.
  await tx.query("select set_config('hnsw.iterative_scan', 'strict_order', true)")
  const result = await tx.query<Hit>(
    `with near as (
       select id, title, body, source, 1 - (embedding <=> $1) as vector,
         ts_rank(to_tsvector('english', title || ' ' || body), websearch_to_tsquery('english', $2)) as rank
       from workflow_insights where embedder = $3 and embedding is not null
       order by embedding <=> $1 limit 40
     ), ranked as (
       select *, coalesce(rank / nullif(max(rank) over (), 0), 0) as text from near
     )
     select id, title, body, source, vector, text::float8 as text, 0.7 * vector + 0.3 * text as score
     from ranked order by score desc, id limit $4`,
    [vector, query, embedder, limit],
  )
  return result.rows
}
