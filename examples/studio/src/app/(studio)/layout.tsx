import type { ReactNode } from 'react'
import { Moon } from '../../components/moon.tsx'
import { Nav } from '../../components/nav.tsx'
import { currentUser } from '../../server/page.ts'

export const dynamic = 'force-dynamic'

export default async function StudioLayout({ children }: { children: ReactNode }): Promise<ReactNode> {
  const user = await currentUser()
  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to content
      </a>
      <aside className="side">
        <div className="brand">
          <Moon /> nyx studio
        </div>
        <Nav />
        <form method="post" action="/api/session" className="me">
          <input type="hidden" name="action" value="sign-out" />
          <span className="avatar" aria-hidden="true">
            {user.name.slice(0, 1)}
          </span>
          <span className="me-name">
            <strong>{user.name}</strong>
            <small>{user.tenant}</small>
          </span>
          <button type="submit" className="quiet">
            Sign out
          </button>
        </form>
      </aside>
      <main id="main">{children}</main>
    </div>
  )
}
