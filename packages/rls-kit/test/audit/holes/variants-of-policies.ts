import { roles, tenant } from './hardened.ts'
import type { Hole } from './types.ts'
import { select, variant } from './variant.ts'

const { app } = roles

/** Policies that look like protection. */
export const policies: readonly Hole[] = [
  variant(
    'rls-disabled',
    'in another schema, with an odd name',
    'reads',
    `create schema crm; grant usage on schema crm to ${app};
    create table crm."Odd ""Leads" (tenant_id uuid not null, id uuid primary key default gen_random_uuid(), body text not null);
    grant select, insert, update, delete on crm."Odd ""Leads" to ${app}`,
  ),
  variant(
    'rls-disabled',
    'with privileges on columns alone',
    'reads',
    `create table exports (tenant_id uuid not null, id uuid primary key default gen_random_uuid(), body text not null);
    grant select (id, body) on exports to ${app}`,
  ),
  variant(
    'rls-disabled',
    'granted through two roles',
    'reads',
    `create role holes_one; create role holes_two; grant holes_one to holes_two; grant holes_two to ${app};
    create table exports (tenant_id uuid not null, id uuid primary key default gen_random_uuid(), body text not null);
    grant select on exports to holes_one`,
    'drop role holes_one; drop role holes_two',
  ),
  variant(
    'rls-without-policy',
    'the policies name another role',
    'none',
    `create role holes_other; ${['select', 'insert', 'update', 'delete'].map((command) => `alter policy rls_kit_${command} on documents to holes_other`).join(';')}`,
    'drop role holes_other',
  ),
  variant(
    'policy-without-rls',
    'on a partitioned table',
    'reads',
    'alter table events disable row level security',
  ),
  variant('policy-always-true', 'or true', 'reads', select('invoices', `tenant_id = ${tenant} or true`)),
  variant(
    'policy-always-true',
    'the column equals itself',
    'reads',
    select('projects', 'tenant_id = tenant_id'),
  ),
  variant('policy-always-true', 'not false', 'reads', select('projects', 'not false')),
  variant('policy-always-true', 'a subselect that is true', 'reads', select('projects', '(select true)')),
  variant(
    'policy-always-true',
    'for DELETE alone',
    'destroys',
    'alter policy rls_kit_delete on invoices using (true)',
  ),
  variant(
    'policy-always-true',
    'for UPDATE, with a check',
    'writes',
    'alter policy rls_kit_update on invoices using (true)',
  ),
  variant(
    'permissive-policies-combine',
    'one for all commands',
    'reads',
    `create policy cheap on invoices to ${app} using (amount < 1000000)`,
  ),
  variant(
    'permissive-policies-combine',
    'one for PUBLIC, on a table without a column of its own',
    'reads',
    'create policy anybody on comments for select using (body is not null)',
  ),
  variant(
    'check-weaker-than-using',
    'on another table',
    'writes',
    "alter policy rls_kit_update on documents with check (title <> '')",
  ),
  variant(
    'insert-check-not-tenant',
    'only not null',
    'writes',
    'alter policy rls_kit_insert on invoices with check (tenant_id is not null)',
  ),
  variant(
    'insert-check-not-tenant',
    'through any parent',
    'writes',
    'alter policy rls_kit_insert on comments with check (note_id is not null)',
  ),
  variant(
    'tenant-column-updatable',
    'on another table',
    'writes',
    'alter policy rls_kit_update on invoices with check (amount > 0)',
  ),
  variant(
    'policy-omits-tenant',
    'every tenant but the own',
    'reads',
    select('invoices', `tenant_id <> ${tenant}`),
  ),
  variant('policy-omits-tenant', 'only not null', 'reads', select('invoices', 'tenant_id is not null')),
  variant(
    'policy-omits-tenant',
    'a default that is the row itself',
    'reads',
    select(
      'invoices',
      "tenant_id = coalesce(nullif(current_setting('app.tenant_id', true), '')::uuid, tenant_id)",
    ),
  ),
  variant(
    'policy-omits-tenant',
    'unknown counts as true',
    'reads',
    select('invoices', `coalesce(tenant_id = ${tenant}, true)`),
  ),
  variant(
    'policy-omits-tenant',
    'is not false',
    'reads',
    select('invoices', `(tenant_id = ${tenant}) is not false`),
  ),
  variant(
    'policy-omits-tenant',
    'one arm of a CASE',
    'reads',
    select('notes', `case when state = 'draft' then tenant_id = ${tenant} else true end`),
  ),
  variant(
    'policy-omits-tenant',
    'a session without a tenant sees all',
    'reads',
    select('notes', `tenant_id = ${tenant} or ${tenant} is null`),
  ),
  variant(
    'policy-omits-tenant',
    'any row of the parent',
    'reads',
    select('comments', 'exists (select from notes n where n.id = n.id and n.body is not null)'),
  ),
  variant(
    'policy-omits-tenant',
    'a function that says yes',
    'reads',
    `create function may_see(t uuid) returns boolean language sql stable set search_path = pg_catalog, pg_temp as $$ select t is not null $$;
    ${select('invoices', 'may_see(tenant_id)')}`,
  ),
  variant(
    'policy-for-public',
    'on another table',
    'none',
    'alter policy rls_kit_delete on invoices to public',
  ),
  variant(
    'current-setting-not-missing-ok',
    'inside a function',
    'none',
    `create function current_tenant() returns uuid language sql stable set search_path = pg_catalog, pg_temp as $$ select nullif(current_setting('app.tenant_id'), '')::uuid $$;
    ${select('invoices', 'tenant_id = (select current_tenant())')}`,
  ),
  variant(
    'current-setting-without-nullif',
    'inside a function',
    'none',
    `create function current_tenant() returns uuid language sql stable set search_path = pg_catalog, pg_temp as $$ select current_setting('app.tenant_id', true)::uuid $$;
    ${select('invoices', 'tenant_id = (select current_tenant())')}`,
  ),
  variant(
    'unwrapped-setting-call',
    'a function of its own',
    'none',
    `create function current_tenant() returns uuid language sql stable set search_path = pg_catalog, pg_temp as $$ select nullif(current_setting('app.tenant_id', true), '')::uuid $$;
    ${select('invoices', 'tenant_id = current_tenant()')}`,
  ),
  variant(
    'function-search-path-mutable',
    'a policy calls it',
    'none',
    `create function current_tenant() returns uuid language sql stable as $$ select nullif(current_setting('app.tenant_id', true), '')::uuid $$;
    ${select('invoices', 'tenant_id = (select current_tenant())')}`,
  ),
  variant(
    'cast-on-tenant-column',
    'a function that is handed it',
    'none',
    `create function is_mine(t uuid) returns boolean language sql stable set search_path = pg_catalog, pg_temp as $$ select t = nullif(current_setting('app.tenant_id', true), '')::uuid $$;
    ${select('invoices', 'is_mine(tenant_id)')}`,
  ),
  variant(
    'cast-on-tenant-column',
    'a function around it',
    'none',
    select(
      'invoices',
      `lower(tenant_id::text) = (select nullif(current_setting('app.tenant_id', true), ''))`,
    ),
  ),
]
