import pg from 'pg'
import { apply } from '../../../src/apply/apply.ts'
import { defineRls } from '../../../src/define.ts'
import type { RlsDefinition } from '../../../src/types.ts'

/** The roles belong to the whole cluster, so every database of one server shares them. */
export const roles = { app: 'holes_app', owner: 'holes_owner' }

/** The tenant of the transaction, as a policy of this schema asks for it. */
export const tenant = "(select nullif(current_setting('app.tenant_id', true), '')::uuid)"

/** A small tenant schema with something of everything: enums, domains, checks, composite keys, partitions, children. */
const schema = (version: number): string => `
revoke create on schema public from public;
create domain email as text check (value ~ '^[^@ ]+@[^@ ]+$');
create type note_state as enum ('draft', 'done', 'archived');
create table tenants (id uuid primary key, name text not null);
create table users (
  tenant_id uuid not null references tenants (id), id uuid not null default gen_random_uuid(), email email not null,
  primary key (tenant_id, id), unique (tenant_id, email));
create table projects (
  tenant_id uuid not null references tenants (id), id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 1 and 80), unique (tenant_id, id));
create table project_members (
  tenant_id uuid not null, project_id uuid not null, user_id uuid not null,
  primary key (tenant_id, project_id, user_id),
  foreign key (tenant_id, project_id) references projects (tenant_id, id),
  foreign key (tenant_id, user_id) references users (tenant_id, id));
create table notes (
  tenant_id uuid not null, id uuid primary key default gen_random_uuid(), project_id uuid not null, author_id uuid not null,
  body text not null, state note_state not null default 'draft', priority int not null check (priority between 1 and 5),
  unique (tenant_id, id),
  foreign key (tenant_id, project_id) references projects (tenant_id, id),
  foreign key (tenant_id, author_id) references users (tenant_id, id));
create table project_notes (
  tenant_id uuid not null, id uuid primary key default gen_random_uuid(), project_id uuid not null, body varchar(40) not null,
  foreign key (tenant_id, project_id) references projects (tenant_id, id));
create index on project_notes (tenant_id, project_id);
create table comments (
  id uuid primary key default gen_random_uuid(), note_id uuid not null references notes (id) on delete cascade, body text not null);
create table invoices (
  tenant_id uuid not null, number bigint generated always as identity, amount numeric(10, 2) not null check (amount > 0),
  due date not null, paid boolean not null default false, primary key (tenant_id, number));
create table events (
  tenant_id uuid not null, id uuid not null default gen_random_uuid(), at timestamptz not null default now(),
  data jsonb not null default '{}', primary key (tenant_id, id, at)) partition by range (at);
create table events_all partition of events for values from (minvalue) to (maxvalue);
create table documents (tenant_id uuid not null, id uuid not null default gen_random_uuid(), title text not null, primary key (tenant_id, id));
create table old_documents () inherits (documents);
create table audit_log (id uuid primary key default gen_random_uuid(), tenant_id uuid not null, action text not null);
create table plans (code text primary key, price int not null);
insert into plans values ('free', 0), ('team', 20);
create function log_note() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as
  $$ begin insert into public.audit_log (tenant_id, action) values (new.tenant_id, tg_op); return new; end $$;
create trigger log_note after insert on notes for each row execute function log_note();
create function notes_in_state(wanted note_state) returns setof notes language sql stable as
  $$ select * from public.notes where state = wanted $$;
${version >= 15 ? 'create view note_titles with (security_invoker = true) as select tenant_id, id, left(body, 40) as title from notes;' : ''}
`

/** What it is declared to be. */
export const definition: RlsDefinition = defineRls({
  tenant: { setting: 'app.tenant_id', type: 'uuid', userSetting: 'app.user_id' },
  roles,
  tables: {
    tenants: { tenant: 'id', commands: ['select'] },
    users: { tenant: 'tenant_id' },
    projects: { tenant: 'tenant_id' },
    project_members: { tenant: 'tenant_id' },
    notes: { tenant: 'tenant_id' },
    project_notes: { tenant: 'tenant_id', also: { column: 'project_id', memberOf: 'project_members' } },
    comments: { via: { table: 'notes', column: 'note_id' } },
    invoices: { tenant: 'tenant_id' },
    events: { tenant: 'tenant_id' },
    documents: { tenant: 'tenant_id' },
    audit_log: { tenant: 'tenant_id', commands: ['select', 'insert'] },
    plans: { shared: 'read' },
  },
})

/** Makes the schema in an empty database and lets rls-kit harden it. */
export async function harden(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query("select current_setting('server_version_num')::int / 10000 as major")
    const major = (rows[0] as { major: number }).major
    await client.query(schema(major))
    await apply(client, definition)
    if (major >= 15) {
      await client.query(
        `alter view note_titles owner to ${roles.owner}; grant select on note_titles to ${roles.app}`,
      )
    }
    await client.query(
      `alter function notes_in_state owner to ${roles.owner}; alter function log_note owner to ${roles.owner}`,
    )
  } finally {
    await client.end()
  }
}
