import type { RlsDefinition } from '../../src/index.ts'
import { defineRls } from '../../src/index.ts'

/** Two tenants and, in each, two projects with one member each. */
export const ids = {
  tenantA: '00000000-0000-4000-8000-00000000000a',
  tenantB: '00000000-0000-4000-8000-00000000000b',
  projectA1: '00000000-0000-4000-8000-0000000000a1',
  projectA2: '00000000-0000-4000-8000-0000000000a2',
  projectB1: '00000000-0000-4000-8000-0000000000b1',
  userA1: '00000000-0000-4000-8000-000000000a01',
  userA2: '00000000-0000-4000-8000-000000000a02',
  userB1: '00000000-0000-4000-8000-000000000b01',
} as const

/** Statements, one each: PGlite's query takes no more at a time. */
export const schema: readonly string[] = [
  'create table projects (id uuid primary key, tenant_id uuid not null, name text not null)',
  'create table project_members (tenant_id uuid not null, project_id uuid not null references projects, user_id uuid not null, primary key (project_id, user_id))',
  'create table project_notes (id bigserial primary key, tenant_id uuid not null, project_id uuid not null references projects, body text not null)',
  'create table discussions (id uuid primary key default gen_random_uuid(), tenant_id uuid not null, title text not null)',
  'create table discussion_messages (id bigint generated always as identity primary key, discussion_id uuid not null references discussions, body text not null)',
  'create table audit_log (id bigint generated always as identity primary key, tenant_id uuid not null, what text not null)',
  'create table plans (id int primary key, name text not null)',
]

export const seed: readonly string[] = [
  `insert into projects values ('${ids.projectA1}', '${ids.tenantA}', 'a1'), ('${ids.projectA2}', '${ids.tenantA}', 'a2'), ('${ids.projectB1}', '${ids.tenantB}', 'b1')`,
  `insert into project_members values ('${ids.tenantA}', '${ids.projectA1}', '${ids.userA1}'), ('${ids.tenantA}', '${ids.projectA2}', '${ids.userA2}'), ('${ids.tenantB}', '${ids.projectB1}', '${ids.userB1}')`,
  `insert into project_notes (tenant_id, project_id, body) values ('${ids.tenantA}', '${ids.projectA1}', 'note a1'), ('${ids.tenantA}', '${ids.projectA2}', 'note a2'), ('${ids.tenantB}', '${ids.projectB1}', 'note b1')`,
  `insert into discussions (id, tenant_id, title) values ('${ids.projectA1}', '${ids.tenantA}', 'talk a'), ('${ids.projectB1}', '${ids.tenantB}', 'talk b')`,
  `insert into discussion_messages (discussion_id, body) values ('${ids.projectA1}', 'message a'), ('${ids.projectB1}', 'message b')`,
  `insert into audit_log (tenant_id, what) values ('${ids.tenantA}', 'seen a'), ('${ids.tenantB}', 'seen b')`,
  "insert into plans values (1, 'free')",
]

/** The definition for it, with roles of its own, since roles belong to the whole server. */
export function definition(prefix = 'rls'): RlsDefinition {
  return defineRls({
    tenant: { setting: 'app.tenant_id', type: 'uuid' },
    roles: { app: `${prefix}_app`, owner: `${prefix}_owner` },
    tables: {
      projects: { tenant: 'tenant_id' },
      project_members: { tenant: 'tenant_id' },
      project_notes: { tenant: 'tenant_id', also: { column: 'project_id', memberOf: 'project_members' } },
      discussions: { tenant: 'tenant_id' },
      discussion_messages: { via: { table: 'discussions', column: 'discussion_id' } },
      audit_log: { tenant: 'tenant_id', commands: ['select', 'insert'] },
      plans: { shared: 'read' },
    },
  })
}
