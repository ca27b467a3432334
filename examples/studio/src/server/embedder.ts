import pgvector from 'pgvector'
import { ApiError } from './api-error.ts'
import { readConfig } from './config.ts'

/** Turns texts into vectors of 1536 dimensions. Vectors of two embedders are not comparable: each has a name. */
export interface Embedder {
  readonly name: string
  embed(texts: readonly string[], signal?: AbortSignal): Promise<number[][]>
}

export const dimensions = 1536

/**
 * Feature hashing: words, pairs of words and three-letter pieces of words are hashed to signed places of the
 * vector, repeats count by their logarithm, and the length is made 1. No model and no network: texts that share
 * words and word stems come out close, synonyms do not. (Weinberger et al. 2009, "Feature Hashing for Large
 * Scale Multitask Learning".)
 */
export function hashEmbedding(text: string): number[] {
  const counts = new Map<string, number>()
  const add = (feature: string): void => void counts.set(feature, (counts.get(feature) ?? 0) + 1)
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  const telling = words.filter((word) => !stopWords.has(word))
  telling.forEach((word, index) => {
    add(`w:${word}`)
    const next = telling[index + 1]
    if (next !== undefined) add(`p:${word} ${next}`)
    const framed = `<${word}>`
    for (let at = 0; at + 3 <= framed.length; at++) add(`c:${framed.slice(at, at + 3)}`)
  })
  const vector = new Array<number>(dimensions).fill(0)
  for (const [feature, count] of counts) {
    const hash = fnv1a(feature)
    const weight = (feature.startsWith('c:') ? 0.4 : 1) * (1 + Math.log(count))
    const place = hash % dimensions
    vector[place] = (vector[place] ?? 0) + (hash & 0x8000_0000 ? -weight : weight)
  }
  const length = Math.hypot(...vector)
  // A text without words gets a fixed direction: cosine distance to a zero vector is not a number.
  if (length === 0) return vector.map((_, index) => (index === 0 ? 1 : 0))
  return vector.map((value) => value / length)
}

/** An OpenAI-compatible endpoint, if the environment names one (OPENAI_BASE_URL), else the hashing embedder. */
export function currentEmbedder(): Embedder {
  const { openai } = readConfig()
  if (openai === undefined) {
    return { name: 'hashing-1536', embed: async (texts) => texts.map(hashEmbedding) }
  }
  return {
    name: openai.embeddingModel,
    async embed(texts, signal) {
      try {
        const response = await fetch(`${openai.baseUrl}/embeddings`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            ...(openai.apiKey ? { authorization: `Bearer ${openai.apiKey}` } : {}),
          },
          body: JSON.stringify({ model: openai.embeddingModel, input: texts, dimensions }),
          signal: AbortSignal.any([AbortSignal.timeout(30_000), ...(signal ? [signal] : [])]),
        })
        if (!response.ok) throw new Error(`it answered ${response.status}`)
        return readVectors(await response.json(), texts.length)
      } catch (error) {
        if (signal?.aborted) throw error
        throw new ApiError(502, `the embedding endpoint cannot be used: ${reasonOf(error)}`)
      }
    },
  }
}

/** Why a request failed, in a few words that hold no URL and no key. */
function reasonOf(error: unknown): string {
  const { message, name, cause } = error as Error & { cause?: { code?: string } }
  if (name === 'TimeoutError') return 'no answer within 30 s'
  if (name === 'SyntaxError') return 'its answer is not JSON'
  return cause?.code ?? message
}

/** One text's vector as an SQL parameter. */
export async function embedForSql(embedder: Embedder, text: string): Promise<string> {
  const [vector] = await embedder.embed([text])
  if (vector === undefined) throw new Error(`${embedder.name} answered no vector`)
  return vectorToSql(vector)
}

export function vectorToSql(vector: number[]): string {
  return pgvector.toSql(vector) ?? ''
}

/** What an endpoint answers is checked: a wrong dimension would surface as an obscure SQL error later. */
export function readVectors(body: unknown, expected: number): number[][] {
  const data = (body as { data?: { index?: number; embedding?: unknown }[] } | null)?.data
  if (!Array.isArray(data) || data.length !== expected) {
    throw new Error(`the answer has not ${expected} vectors`)
  }
  const sorted = [...data].sort((a, b) => (a.index ?? 0) - (b.index ?? 0))
  return sorted.map(({ embedding }) => {
    if (
      !Array.isArray(embedding) ||
      embedding.length !== dimensions ||
      !embedding.every((value) => typeof value === 'number' && Number.isFinite(value))
    ) {
      throw new Error(`it answered a vector that has not ${dimensions} finite numbers`)
    }
    return embedding as number[]
  })
}

/** FNV-1a, 32 bits, over UTF-16 code units, with a final mix so that low bits are as good as high ones. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash ^= hash >>> 16
  hash = Math.imul(hash, 0x85ebca6b)
  hash ^= hash >>> 13
  return hash >>> 0
}

const stopWords = new Set(
  'a an and are as at be but by for from has have if in into is it its of on or that the their then there these they this to was were will with you your we our not can so do does'.split(
    ' ',
  ),
)
