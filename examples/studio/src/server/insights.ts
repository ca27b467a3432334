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

/** The insights nearest in meaning and in words: the 40 nearest vectors and the 40 best full-text hits, ranked together. */
export async function searchInsights(session: Session, query: string, limit: number): Promise<Hit[]> {
  const embedder = currentEmbedder()
  const vector = await embedForSql(embedder, query)
  return asTenant(session, (tx) => rankInsights(tx, embedder.name, vector, query, limit))
}

/** Both scores and the mix of them, in the transaction of one tenant. */
export async function rankInsights(
  tx: TenantTransaction,
  embedder: string,
  vector: string,
  query: string,
  limit: number,
): Promise<Hit[]> {
  // The index finds neighbours before row-level security filters them: keep looking until enough are left.
  await tx.query("select set_config('hnsw.iterative_scan', 'strict_order', true)")
  // Any word may match: a question rarely has all of its words in one text. No index serves the words, because `@@`
  // is not leakproof, and so row-level security comes before it: the tenant's own rows are what is read.
  const result = await tx.query<Hit>(
    `with asked as (
       select replace(plainto_tsquery('english', $2)::text, '&', '|')::tsquery as words
     ), mine as (
       select w.id, w.title, w.body, w.source, w.embedding,
         to_tsvector('english', w.title || ' ' || w.body) as words
       from workflow_insights w where w.embedder = $3 and w.embedding is not null
     ), candidates as (
       (select id from workflow_insights where embedder = $3 and embedding is not null
        order by embedding <=> $1 limit 40)
       union
       (select m.id from mine m, asked a where m.words @@ a.words order by ts_rank(m.words, a.words) desc, m.id limit 40)
     ), scored as (
       select m.id, m.title, m.body, m.source, 1 - (m.embedding <=> $1) as vector,
         case when m.words @@ a.words then ts_rank(m.words, a.words) else 0 end as rank
       from mine m join candidates using (id), asked a
     ), ranked as (
       select *, coalesce(rank / nullif(max(rank) over (), 0), 0) as text from scored
     )
     select id, title, body, source, vector, text::float8 as text, 0.7 * vector + 0.3 * text as score
     from ranked order by score desc, id limit $4`,
    [vector, query, embedder, limit],
  )
  return result.rows
}
