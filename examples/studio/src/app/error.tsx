'use client'

import type { ReactNode } from 'react'

export default function ErrorPage({ reset }: { error: Error; reset: () => void }): ReactNode {
  return (
    <main className="alone">
      <h1>Something went wrong here</h1>
      <p className="lead">The server's log has the details.</p>
      <button type="button" className="primary" onClick={reset}>
        Try again
      </button>
    </main>
  )
}
