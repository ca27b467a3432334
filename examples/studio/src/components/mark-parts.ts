/** Where a text speaks for a domain. */
export interface Span {
  readonly slug: string
  readonly start: number
  readonly end: number
}

/** A piece of a text, and the domains it speaks for: none where nothing is marked. */
export interface Part {
  readonly text: string
  readonly slugs: readonly string[]
}

/**
 * Cuts a text into what is marked and what is not. Of spans that overlap the first is marked, and speaks for the
 * others' domains as well, so that no domain is left without its words.
 */
export function markParts(text: string, spans: readonly Span[]): Part[] {
  const parts: { text: string; slugs: string[] }[] = []
  let at = 0
  let marked: { text: string; slugs: string[] } | undefined
  for (const { slug, start, end } of spans) {
    if (end > text.length) continue
    if (start < at) {
      if (marked && !marked.slugs.includes(slug)) marked.slugs.push(slug)
      continue
    }
    if (start > at) parts.push({ text: text.slice(at, start), slugs: [] })
    marked = { text: text.slice(start, end), slugs: [slug] }
    parts.push(marked)
    at = end
  }
  if (at < text.length) parts.push({ text: text.slice(at), slugs: [] })
  return parts
}
