import { roles, tenant } from './hardened.ts'
import { rest } from './list-rest.ts'
import type { Hole } from './types.ts'

const { app } = roles
const rowSecurity = 'Row Security Policies'

/** All 42, in the catalogue's order. What leaks is taken from the documentation, not from what any tool finds. */
export const holes: readonly Hole[] = [
  {
    number: 1,
    rule: 'rls-disabled',
    leak: 'reads',
    source: `${rowSecurity}: without it, all rows are available to who has the privilege`,
    splinter: '0013_rls_disabled_in_public',
    make: () => `create table exports (tenant_id uuid not null, id uuid primary key default gen_random_uuid(), body text not null);
      create index on exports (tenant_id); grant select, insert, update, delete on exports to ${app}`,
  },
  {
    number: 2,
    rule: 'rls-without-policy',
    leak: 'none',
    source: `${rowSecurity}: no policy means default deny`,
    splinter: '0008_rls_enabled_no_policy',
    make: () =>
      ['select', 'insert', 'update', 'delete']
        .map((command) => `drop policy rls_kit_${command} on documents`)
        .join(';'),
  },
  {
    number: 3,
    rule: 'policy-without-rls',
    leak: 'reads',
    source: 'CREATE POLICY: row security must be enabled for policies to be applied',
    splinter: '0007_policy_exists_rls_disabled',
    make: () => 'alter table notes disable row level security',
  },
  {
    number: 4,
    rule: 'rls-not-forced',
    leak: 'reads',
    source: `${rowSecurity}: table owners bypass it unless it is forced`,
    splinter: undefined,
    make: () => `alter table notes owner to ${app}; alter table notes no force row level security`,
  },
  {
    number: 5,
    rule: 'app-superuser',
    leak: 'reads',
    source: `${rowSecurity}: superusers always bypass it`,
    splinter: undefined,
    make: () => `alter role ${app} superuser`,
    undo: () => `alter role ${app} nosuperuser`,
  },
  {
    number: 6,
    rule: 'app-bypassrls',
    leak: 'reads',
    source: `${rowSecurity}: roles with BYPASSRLS always bypass it`,
    splinter: undefined,
    make: () => `alter role ${app} bypassrls`,
    undo: () => `alter role ${app} nobypassrls`,
  },
  {
    number: 7,
    rule: 'app-can-become-owner',
    leak: 'reads',
    source: 'SET ROLE: the session has the privileges of the role it has become',
    splinter: undefined,
    make: () =>
      `create role holes_bypass bypassrls; grant select on notes to holes_bypass; grant holes_bypass to ${app}`,
    undo: () => 'drop role holes_bypass',
  },
  {
    number: 8,
    rule: 'app-createrole',
    leak: 'none',
    source: 'Role Attributes: since 16, CREATEROLE reaches only roles that it has ADMIN OPTION on',
    before16: {
      leak: 'reads',
      source: 'Role Attributes: CREATEROLE may grant membership in any role but a superuser',
    },
    splinter: undefined,
    make: () => `alter role ${app} createrole`,
    undo: () => `alter role ${app} nocreaterole`,
  },
  {
    number: 9,
    rule: 'policy-always-true',
    leak: 'reads',
    source: 'CREATE POLICY: rows for which the expression is true are visible',
    splinter: '0024_rls_policy_always_true',
    make: () => 'alter policy rls_kit_select on notes using (true)',
  },
  {
    number: 10,
    rule: 'permissive-policies-combine',
    leak: 'reads',
    source: 'CREATE POLICY: permissive policies are combined with OR',
    splinter: '0006_multiple_permissive_policies',
    make: () => `create policy finished on notes for select to ${app} using (state = 'done')`,
  },
  {
    number: 11,
    rule: 'only-restrictive-policies',
    leak: 'none',
    source: 'CREATE POLICY: without a permissive policy no row is accessible',
    splinter: undefined,
    make: () =>
      `${['select', 'insert', 'update', 'delete'].map((command) => `drop policy rls_kit_${command} on documents`).join(';')};
       create policy narrow on documents as restrictive to ${app} using (tenant_id = ${tenant})`,
  },
  {
    number: 12,
    rule: 'check-weaker-than-using',
    leak: 'writes',
    source: 'CREATE POLICY: new rows are held to WITH CHECK alone where it is given',
    splinter: undefined,
    make: () => 'alter policy rls_kit_update on notes with check (priority < 9)',
  },
  {
    number: 13,
    rule: 'insert-check-not-tenant',
    leak: 'writes',
    source: 'CREATE POLICY: a row is inserted if WITH CHECK is true for it',
    splinter: '0024_rls_policy_always_true',
    make: () => 'alter policy rls_kit_insert on documents with check (true)',
  },
  {
    number: 14,
    rule: 'write-without-select-policy',
    leak: 'none',
    source: 'CREATE POLICY: an UPDATE or DELETE that reads columns needs the SELECT policies too',
    splinter: undefined,
    make: () => 'drop policy rls_kit_select on documents',
  },
  {
    number: 15,
    rule: 'policy-for-public',
    leak: 'none',
    source: 'CREATE POLICY: PUBLIC applies the policy to all roles; its expression still holds',
    splinter: undefined,
    make: () => 'alter policy rls_kit_select on notes to public',
  },
  {
    number: 16,
    rule: 'policy-omits-tenant',
    leak: 'reads',
    source: 'CREATE POLICY: rows for which the expression is true are visible',
    splinter: undefined,
    make: () =>
      "alter policy rls_kit_select on notes using ((select nullif(current_setting('app.tenant_id', true), '')) is not null)",
  },
  {
    number: 17,
    rule: 'view-without-security-invoker',
    leak: 'reads',
    source: "CREATE VIEW: the policies of the view's owner apply by default",
    splinter: '0010_security_definer_view',
    make: () => `create view all_notes as select * from notes; grant select on all_notes to ${app}`,
  },
  {
    number: 18,
    rule: 'materialized-view-over-tenant-table',
    leak: 'reads',
    source: 'Materialized Views: the result is kept like a table; CREATE POLICY: policies are for tables',
    splinter: '0016_materialized_view_in_api',
    make: () =>
      `create materialized view note_list as select tenant_id, body from notes; grant select on note_list to ${app}`,
  },
  {
    number: 19,
    rule: 'security-definer-executable',
    leak: 'reads',
    source: 'CREATE FUNCTION: SECURITY DEFINER runs with the privileges of its owner',
    splinter: '0029_authenticated_security_definer_function_executable',
    make: () => `create function find_notes(word text) returns setof notes language sql stable security definer
      set search_path = pg_catalog, public, pg_temp as $$ select * from public.notes where body like '%' || word || '%' $$`,
  },
  {
    number: 20,
    rule: 'function-search-path-mutable',
    leak: 'reads',
    source:
      'CREATE FUNCTION, writing SECURITY DEFINER functions safely: temporary tables mask what was meant',
    splinter: '0011_function_search_path_mutable',
    make: () => `create view my_tenants as select nullif(current_setting('app.tenant_id', true), '')::uuid as tenant_id;
      grant select on my_tenants to ${app};
      create function my_notes() returns setof notes language sql stable security definer as
      $$ select n.* from notes n join my_tenants t on t.tenant_id = n.tenant_id $$`,
  },
  {
    number: 21,
    rule: 'partition-without-rls',
    leak: 'reads',
    source: "Inheritance: a child's policies apply only where the child is named, and then its own alone",
    splinter: undefined,
    make: () =>
      `alter table events_all disable row level security; grant select, insert, update, delete on events_all to ${app}`,
  },
  ...rest,
]
