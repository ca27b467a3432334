import { spawnSync } from 'node:child_process'
import { apply, defineRls, type RlsDefinition } from '@nyxcore/rls-kit'
import pg from 'pg'
import { type EmbeddedPostgres, startEmbedded } from '../../packages/rls-kit/test/support/embedded.ts'

export const tenants = 1_000

export const rls: RlsDefinition = defineRls({
  tenant: { type: 'bigint' },
  roles: { app: 'bench_app' },
  tables: { notes: { tenant: 'tenant_id' } },
})

/** A server with `rows` notes of 1,000 tenants, isolated, and a login that is only a member of the app role. */
export async function prepare(
  rows: number,
): Promise<{ server: EmbeddedPostgres; admin: string; app: string }> {
  const server = await startEmbedded({ settings: { shared_buffers: '512MB', jit: 'off', autovacuum: 'off' } })
  const client = new pg.Client(server.url)
  await client.connect()
  await client.query(
    'create table notes (id bigint primary key, tenant_id bigint not null, body text not null)',
  )
  await client.query(
    `insert into notes select n, 1 + n % ${tenants}, 'note ' || n || repeat(' lorem ipsum', 4) from generate_series(1, $1::int) n`,
    [rows],
  )
  await client.query("create role bench_login login password 'bench' in role bench_app").catch(async () => {
    await client.query('create role bench_app')
    await client.query("create role bench_login login password 'bench' in role bench_app")
  })
  await apply(client, rls, { concurrently: false })
  await client.query('vacuum analyze notes')
  // What loading left to be written would be written while others are measured, by the server and then by the system.
  await client.query('checkpoint')
  spawnSync('sync')
  await client.end()
  return { server, admin: server.url, app: server.urlFor('postgres', 'bench_login', 'bench') }
}
