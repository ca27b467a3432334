import { defineRls, type RlsDefinition } from '../../src/index.ts'

/** Small, but with every kind of step: roles, owner, policies, grants, a partition, and indexes built outside the transaction. */
export const crashSchema: readonly string[] = [
  'create table notes (id bigserial primary key, tenant_id uuid not null, body text not null)',
  'create table events (id bigint not null, tenant_id uuid not null, at date not null) partition by range (at)',
  "create table events_2031 partition of events for values from ('2031-01-01') to ('2032-01-01')",
  "insert into notes (tenant_id, body) select case n % 2 when 0 then '00000000-0000-4000-8000-00000000000a' else '00000000-0000-4000-8000-00000000000b' end::uuid, 'note ' || n from generate_series(1, 200) n",
]

export function crashDefinition(prefix = 'crash'): RlsDefinition {
  return defineRls({
    tenant: { type: 'uuid' },
    roles: { app: `${prefix}_app`, owner: `${prefix}_owner` },
    tables: { notes: { tenant: 'tenant_id' }, events: { tenant: 'tenant_id' } },
  })
}
