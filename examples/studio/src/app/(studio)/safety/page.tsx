import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { PageHead } from '../../../components/page-head.tsx'
import { caller } from '../../../server/page.ts'
import { commands } from '../../../server/trpc/routers/safety.ts'

export const metadata: Metadata = { title: 'Safety' }

export default async function Safety(): Promise<ReactNode> {
  const api = await caller()
  const tables = await api.safety.tables()
  const guard = await api.safety.guard()
  const identity = await api.safety.identity()
  return (
    <>
      <PageHead title="Safety">
        What the catalog of the running database says, read as the role that serves this page.
      </PageHead>
      <section className="card">
        <h2>Who asks</h2>
        <dl className="facts">
          <dt>Role</dt>
          <dd>
            <code>{identity.role}</code> {identity.superuser ? '(a superuser!)' : 'no superuser'}
          </dd>
          <dt>Tenant</dt>
          <dd>
            <code>{identity.tenant}</code>
          </dd>
        </dl>
      </section>
      <section className="card">
        <h2>Vector column</h2>
        <dl className="facts">
          <dt>workflow_insights.embedding</dt>
          <dd>
            <code>{guard.type ?? 'missing!'}</code>, filled in {guard.withVector} of {guard.total} rows that
            you see
          </dd>
          <dt>Index</dt>
          <dd>
            <code>{guard.index ?? 'missing!'}</code>
          </dd>
          <dt>Event triggers</dt>
          <dd>{guard.trigger ?? 'none yet: the guard installs them when it first runs'}</dd>
        </dl>
        <p className="hint">
          <code>pnpm --filter studio push:unsafe</code> lets a real schema push try to drop it, under the
          guard.
        </p>
      </section>
      <section className="card">
        <h2>Row-level security</h2>
        <p className="hint">
          What the role may do to rows of its own tenant; to another tenant&apos;s it may do nothing. A dash
          is refused altogether.
        </p>
        <div className="scroll">
          <table className="matrix">
            <thead>
              <tr>
                <th scope="col">Table</th>
                <th scope="col">Enabled</th>
                <th scope="col">Forced</th>
                {commands.map((command) => (
                  <th scope="col" key={command}>
                    {command}
                  </th>
                ))}
                <th scope="col">Policies</th>
                <th scope="col">Rows you see</th>
              </tr>
            </thead>
            <tbody>
              {tables.map((table) => (
                <tr key={table.name}>
                  <th scope="row">
                    <code>{table.name}</code>
                  </th>
                  <td data-ok={table.enabled}>{table.enabled ? 'yes' : 'no'}</td>
                  <td data-ok={table.forced}>{table.forced ? 'yes' : 'no'}</td>
                  {commands.map((command) => (
                    <td key={command} data-reach={table.reach[command] ? 'own' : 'none'}>
                      {table.reach[command] ? 'own' : '–'}
                    </td>
                  ))}
                  <td>{table.policies}</td>
                  <td>{table.visible}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </>
  )
}
