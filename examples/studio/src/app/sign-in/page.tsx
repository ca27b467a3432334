import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Moon } from '../../components/moon.tsx'
import { listUsers } from '../../server/auth.ts'
import { demoTenants } from '../../server/demo.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Sign in' }

export default async function SignIn(): Promise<ReactNode> {
  const tenants = await Promise.all(
    demoTenants.map(async (tenant) => ({ ...tenant, users: await listUsers(tenant.id) })),
  )
  return (
    <main className="sign-in">
      <header>
        <Moon />
        <h1>nyx studio</h1>
        <p className="lead">
          A small, real system on four packages: personas, event streams, tenant isolation and a typed client.
          Choose who you are; each tenant sees only its own rows.
        </p>
      </header>
      <div className="tenants">
        {tenants.map((tenant) => (
          <section key={tenant.id} className="card">
            <h2>{tenant.name}</h2>
            <form method="post" action="/api/session">
              {tenant.users.map((user) => (
                <button
                  key={user.id}
                  className="person"
                  type="submit"
                  name="user"
                  value={`${tenant.id}/${user.id}`}
                >
                  <span className="avatar" aria-hidden="true">
                    {user.name.slice(0, 1)}
                  </span>
                  <span>
                    <strong>{user.name}</strong>
                    <small>
                      {user.title} · {user.projects.join(', ')}
                    </small>
                  </span>
                </button>
              ))}
            </form>
          </section>
        ))}
      </div>
    </main>
  )
}
