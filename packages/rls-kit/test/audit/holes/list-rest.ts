import { roles, tenant } from './hardened.ts'
import type { Hole } from './types.ts'

const { app, owner } = roles
const wholeTable =
  'Row Security Policies: operations on the whole table, such as TRUNCATE and REFERENCES, are not subject to it'
const covert = 'Row Security Policies: referential and uniqueness checks bypass it, which is a covert channel'

/** Numbers 22 to 42. */
export const rest: readonly Hole[] = [
  {
    number: 22,
    rule: 'inheritance-child-without-rls',
    leak: 'reads',
    source: "Inheritance: a child's policies apply only where the child is named, and then its own alone",
    splinter: undefined,
    make: () =>
      `alter table old_documents disable row level security; grant select, insert, update, delete on old_documents to ${app}`,
  },
  {
    number: 23,
    rule: 'truncate-privilege',
    leak: 'destroys',
    source: wholeTable,
    splinter: undefined,
    make: () => `grant truncate on invoices to ${app}`,
  },
  {
    number: 24,
    rule: 'references-or-trigger-privilege',
    leak: 'existence',
    source: `${wholeTable}; CREATE TRIGGER: needs the TRIGGER privilege alone`,
    splinter: undefined,
    make: () => `grant references, trigger on notes to ${app}`,
  },
  {
    number: 25,
    rule: 'foreign-key-oracle',
    leak: 'existence',
    source: covert,
    splinter: undefined,
    make: () => `create table attachments (tenant_id uuid not null, id uuid primary key default gen_random_uuid(),
        note_id uuid not null references notes (id), name text not null);
      create index on attachments (tenant_id);
      alter table attachments enable row level security; alter table attachments force row level security;
      create policy own on attachments to ${app} using (tenant_id = ${tenant}) with check (tenant_id = ${tenant});
      grant select, insert, update, delete on attachments to ${app}`,
  },
  {
    number: 26,
    rule: 'unique-oracle',
    leak: 'existence',
    source: covert,
    splinter: undefined,
    make: () => 'create unique index users_email on users (email)',
  },
  {
    number: 27,
    rule: 'default-privileges-open',
    leak: 'none',
    source: 'ALTER DEFAULT PRIVILEGES: concerns objects created in the future; nothing that exists is opened',
    splinter: undefined,
    make: () =>
      `alter default privileges for role ${owner} in schema public grant select, insert on tables to ${app}`,
  },
  {
    number: 28,
    rule: 'public-grant',
    leak: 'none',
    source: 'Privileges: a grant to PUBLIC reaches every role; row security still applies to each',
    splinter: undefined,
    make: () => 'grant select on notes to public',
  },
  {
    number: 29,
    rule: 'sequence-readable',
    leak: 'none',
    source: 'GRANT: SELECT on a sequence allows currval and its last value, and no rows of a table',
    splinter: undefined,
    make: () => `grant select, update on sequence invoices_number_seq to ${app}`,
  },
  {
    number: 30,
    rule: 'current-setting-not-missing-ok',
    leak: 'none',
    source: 'System Administration Functions: current_setting raises an error unless missing_ok',
    splinter: undefined,
    make: () =>
      "alter policy rls_kit_select on notes using (tenant_id = (select nullif(current_setting('app.tenant_id'), '')::uuid))",
  },
  {
    number: 31,
    rule: 'current-setting-without-nullif',
    leak: 'none',
    source: 'UUID type: an empty string is no uuid, so the query fails',
    splinter: undefined,
    make: () =>
      "alter policy rls_kit_select on notes using (tenant_id = (select current_setting('app.tenant_id', true)::uuid))",
  },
  {
    number: 32,
    rule: 'tenant-column-nullable',
    leak: 'none',
    source: 'CREATE POLICY: an expression that is NULL hides the row',
    splinter: undefined,
    make: () => 'alter table audit_log alter column tenant_id drop not null',
  },
  {
    number: 33,
    rule: 'no-leading-tenant-index',
    leak: 'none',
    source: 'Indexes: concerns speed alone',
    splinter: undefined,
    make: () => 'drop index rls_kit_audit_log_tenant_id_idx',
  },
  {
    number: 34,
    rule: 'tenant-column-updatable',
    leak: 'writes',
    source: 'CREATE POLICY: an updated row is held to WITH CHECK alone where it is given',
    splinter: undefined,
    make: () => 'alter policy rls_kit_update on comments with check (body is not null)',
  },
  {
    number: 35,
    rule: 'unwrapped-setting-call',
    leak: 'none',
    source: 'Function Volatility: a stable function may be called for each row; concerns speed alone',
    splinter: '0003_auth_rls_initplan',
    make: () =>
      "alter policy rls_kit_select on notes using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)",
  },
  {
    number: 36,
    rule: 'cast-on-tenant-column',
    leak: 'none',
    source:
      'Indexes on Expressions: an index on the column does not serve a cast of it; concerns speed alone',
    splinter: undefined,
    make: () =>
      "alter policy rls_kit_select on notes using (tenant_id::text = (select nullif(current_setting('app.tenant_id', true), '')))",
  },
  {
    number: 37,
    rule: 'leakproof-user-function',
    leak: 'reads',
    source: 'CREATE FUNCTION, LEAKPROOF: may be executed before the conditions of security policies',
    splinter: undefined,
    make: () => `create function looks_spammy(body text) returns boolean language plpgsql immutable leakproof cost 0.01 as
      $$ begin raise notice 'checking %', body; return false; end $$`,
  },
  {
    number: 38,
    rule: 'publication-without-row-filter',
    leak: 'reads',
    source: 'Row Filters: by default all data from all published tables is replicated',
    splinter: undefined,
    make: () => 'create publication everything for table notes',
  },
  {
    number: 39,
    rule: 'reaches-outside',
    leak: 'reads',
    source: 'Predefined Roles: pg_execute_server_program runs programs as the user the database runs as',
    splinter: '0017_foreign_table_in_api',
    make: () => `grant pg_execute_server_program to ${app}`,
    undo: () => `revoke pg_execute_server_program from ${app}`,
  },
  {
    number: 40,
    rule: 'tenant-setting-fixed',
    leak: 'reads',
    source: 'ALTER ROLE: the value becomes the default of every new session of the role',
    splinter: undefined,
    make: (database) =>
      `alter role ${app} in database ${database} set app.tenant_id = '0f0e0d0c-0b0a-4908-8706-050403020100'`,
  },
  {
    number: 41,
    rule: 'trigger-copies-rows',
    leak: 'reads',
    source:
      'CREATE TRIGGER: the function may do anything; CREATE POLICY: policies hold for the table they are on',
    splinter: undefined,
    make: () => `create table note_history (id bigint generated always as identity primary key, note jsonb not null);
      create function keep_note() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as
        $$ begin insert into public.note_history (note) values (to_jsonb(new)); return new; end $$;
      create trigger keep_note after insert or update on notes for each row execute function keep_note();
      grant select on note_history to ${app}`,
  },
  {
    number: 42,
    rule: 'app-owns-or-creates-in-schema',
    leak: 'destroys',
    source: 'DROP TABLE: the owner of the schema may drop any table in it',
    splinter: undefined,
    make: () => `alter schema public owner to ${app}`,
  },
]
