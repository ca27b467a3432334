import type { ReactNode } from 'react'

interface Span {
  readonly slug: string
  readonly start: number
  readonly end: number
}

/** A text whose matched words are marked, each with the domain it speaks for. Overlaps keep the first. */
export function Highlight({ text, spans }: { text: string; spans: readonly Span[] }): ReactNode {
  const parts: ReactNode[] = []
  let at = 0
  for (const { slug, start, end } of spans) {
    if (start < at || end > text.length) continue
    parts.push(text.slice(at, start))
    parts.push(
      <mark key={start} data-slug={slug} title={slug} style={{ '--hue': hueOf(slug) } as React.CSSProperties}>
        {text.slice(start, end)}
      </mark>,
    )
    at = end
  }
  parts.push(text.slice(at))
  return <>{parts}</>
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
