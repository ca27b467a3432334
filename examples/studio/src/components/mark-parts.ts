/** Where a text speaks for a domain. */
export interface Span {
  readonly slug: string
  readonly start: number
  readonly end: number
}

/** A piece of a text, and the domains it speaks for: none where nothing is marked. */
export interface Part {
  readonly text: string
  readonly slugs: string[]
}

/**
 * Cuts a text into what is marked and what is not. Of spans that overlap the first is marked, and speaks for the
 * others' domains as well, so that no domain is left without its words.
 */
export function markParts(text: string, spans: readonly Span[]): Part[] {
  const parts: Part[] = []
  let at = 0
  for (const { slug, start, end } of spans) {
    if (end > text.length) continue
    if (start < at) {
      // What ends at `at` is the mark that it overlaps.
      const { slugs } = parts.at(-1)!
      if (!slugs.includes(slug)) slugs.push(slug)
      continue
    }
    if (start > at) parts.push({ text: text.slice(at, start), slugs: [] })
    parts.push({ text: text.slice(start, end), slugs: [slug] })
    at = end
  }
  if (at < text.length) parts.push({ text: text.slice(at), slugs: [] })
  return parts
}
