import type { Metadata } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'

export const metadata: Metadata = { title: 'Not here' }

export default function NotFound(): ReactNode {
  return (
    <main className="alone">
      <h1>Not here</h1>
      <p className="lead">There is nothing of this name that you can see.</p>
      <Link className="button primary" href="/">
        To the overview
      </Link>
    </main>
  )
}
