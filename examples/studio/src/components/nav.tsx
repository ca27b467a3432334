'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'

const pages = [
  ['/', 'Overview', 'M3 11 12 4l9 7v9h-6v-6H9v6H3z'],
  ['/personas', 'Personas', 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zm-8 8a8 8 0 0 1 16 0'],
  ['/workflows', 'Workflows', 'M5 4h6v6H5zM13 14h6v6h-6zM8 10v7h5'],
  ['/discussions', 'Discussions', 'M4 5h16v11H9l-5 4z'],
  ['/code-analysis', 'Code analysis', 'M8 7 3 12l5 5M16 7l5 5-5 5'],
  ['/notes', 'Notes', 'M6 3h9l4 4v14H6zM9 11h7M9 15h7'],
  ['/insights', 'Insights', 'M10 17a7 7 0 1 1 0-14 7 7 0 0 1 0 14zM15 15l6 6'],
  ['/safety', 'Safety', 'M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6z'],
] as const

export function Nav(): ReactNode {
  const path = usePathname()
  return (
    <nav className="nav" aria-label="Main">
      {pages.map(([href, label, icon]) => {
        const here = href === '/' ? path === '/' : path.startsWith(href)
        return (
          <Link key={href} href={href} aria-current={here ? 'page' : undefined}>
            <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
              <path d={icon} fill="none" stroke="currentColor" strokeWidth="1.7" strokeLinejoin="round" />
            </svg>
            {label}
          </Link>
        )
      })}
    </nav>
  )
}
