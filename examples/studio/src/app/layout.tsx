import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import './styles/base.css'
import './styles/forms.css'
import './styles/pieces.css'
import './styles/runs.css'
import './styles/pages.css'

export const metadata: Metadata = {
  title: { default: 'nyx studio', template: '%s · nyx studio' },
  description: 'Personas, workflows, discussions, code analysis, notes and insights, isolated by tenant.',
  icons: { icon: '/icon.svg' },
}

export const viewport: Viewport = { colorScheme: 'light dark' }

export default function RootLayout({ children }: { children: ReactNode }): ReactNode {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  )
}
