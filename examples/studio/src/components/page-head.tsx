import type { ReactNode } from 'react'

export function PageHead({ title, children }: { title: string; children?: ReactNode }): ReactNode {
  return (
    <header className="page-head">
      <h1>{title}</h1>
      {children !== undefined && <p className="lead">{children}</p>}
    </header>
  )
}
