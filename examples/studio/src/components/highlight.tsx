import type { ReactNode } from 'react'
import { markParts, type Span } from './mark-parts.ts'

/** A text whose matched words are marked, each with the domains it speaks for, two of them by colour. */
export function Highlight({ text, spans }: { text: string; spans: readonly Span[] }): ReactNode {
  return markParts(text, spans).map(({ text: piece, slugs }, at) => {
    const [slug, also] = slugs
    if (slug === undefined) return piece
    const hues = { '--hue': hueOf(slug), ...(also && { '--also': hueOf(also) }) } as React.CSSProperties
    return (
      <mark key={at} data-slug={slug} data-also={also} title={slugs.join(', ')} style={hues}>
        {piece}
      </mark>
    )
  })
}

export function DomainTag({ slug }: { slug: string }): ReactNode {
  return (
    <span className="tag" data-slug={slug} style={{ '--hue': hueOf(slug) } as React.CSSProperties}>
      {slug}
    </span>
  )
}

/** The same hue for a domain everywhere, spread over the circle. */
export function hueOf(slug: string): number {
  const order = [
    'software',
    'security',
    'design',
    'marketing',
    'data',
    'finance',
    'education',
    'devops',
    'product',
    'health',
    'ai-ml',
    'legal',
    'writing',
    'business',
    'science',
  ]
  return (Math.max(0, order.indexOf(slug)) * 157 + 250) % 360
}
