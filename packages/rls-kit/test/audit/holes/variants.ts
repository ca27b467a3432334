import { roles } from './hardened.ts'
import { holes } from './list.ts'
import type { Hole } from './types.ts'

const { app, owner } = roles
const tenant = "(select nullif(current_setting('app.tenant_id', true), '')::uuid)"

/** The same hole, made in another place or another spelling. `source` says how it differs. */
export function variant(rule: string, source: string, leak: Hole['leak'], make: string, undo?: string): Hole {
  const number = holes.find((hole) => hole.rule === rule)?.number
  if (number === undefined) throw new Error(`no rule ${rule}`)
  const rest = undo === undefined ? {} : { undo: () => undo }
  return {
    number,
    rule,
    source,
    leak,
    splinter: undefined,
    make: (database) => make.replaceAll('$db', database),
    ...rest,
  }
}

export const select = (table: string, using: string): string =>
  `alter policy rls_kit_select on ${table} using (${using})`

/** Policies that look like protection. */
const policies: readonly Hole[] = [
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

/** Roles and privileges. */
const privileges: readonly Hole[] = [
  variant(
    'rls-not-forced',
    'the owner is a role that the app inherits from',
    'reads',
    `create role holes_mid; grant holes_mid to ${app}; alter table invoices owner to holes_mid; alter table invoices no force row level security`,
    'drop role holes_mid',
  ),
  variant(
    'rls-not-forced',
    'a partition that the app owns',
    'reads',
    `alter table events_all owner to ${app}; alter table events_all no force row level security`,
  ),
  variant(
    'app-can-become-owner',
    'the owner itself',
    'reads',
    `grant ${owner} to ${app}`,
    `revoke ${owner} from ${app}`,
  ),
  variant(
    'app-can-become-owner',
    'a superuser, through a role between',
    'reads',
    `create role holes_root superuser; create role holes_mid; grant holes_root to holes_mid; grant holes_mid to ${app}`,
    'drop role holes_mid; drop role holes_root',
  ),
  variant(
    'app-can-become-owner',
    'by SET ROLE alone',
    'reads',
    `create role holes_bypass bypassrls noinherit; grant select on invoices to holes_bypass; grant holes_bypass to ${app} with inherit false, set true`,
    'drop role holes_bypass',
  ),
  variant(
    'app-can-become-owner',
    'only as its administrator',
    'reads',
    `grant ${owner} to ${app} with admin true, inherit false, set false`,
    `revoke ${owner} from ${app}`,
  ),
  variant('truncate-privilege', 'all privileges', 'destroys', `grant all on documents to ${app}`),
  variant('truncate-privilege', 'for PUBLIC', 'destroys', 'grant truncate on invoices to public'),
  variant(
    'truncate-privilege',
    'of a role that it can only become',
    'destroys',
    `create role holes_mid; grant truncate on invoices to holes_mid; grant holes_mid to ${app} with inherit false, set true`,
    'drop role holes_mid',
  ),
  variant('truncate-privilege', 'on a partition', 'destroys', `grant truncate on events_all to ${app}`),
  variant(
    'references-or-trigger-privilege',
    'TRIGGER alone, on another table',
    'existence',
    `grant trigger on invoices to ${app}`,
  ),
  variant(
    'references-or-trigger-privilege',
    'REFERENCES on a column, and a schema to use it in',
    'existence',
    `grant references (id) on projects to ${app}; grant create on schema public to ${app}`,
  ),
  variant('public-grant', 'on a column', 'none', 'grant select (title) on documents to public'),
  variant(
    'default-privileges-open',
    'for PUBLIC, in every schema',
    'none',
    `alter default privileges for role ${owner} grant select on tables to public`,
  ),
  variant(
    'default-privileges-open',
    'sequences that can be set',
    'none',
    `alter default privileges for role ${owner} grant update on sequences to ${app}`,
  ),
  variant(
    'sequence-readable',
    'for PUBLIC',
    'none',
    'grant select on sequence invoices_number_seq to public',
  ),
  variant(
    'tenant-setting-fixed',
    'on the database',
    'reads',
    "alter database $db set app.tenant_id = '0f0e0d0c-0b0a-4908-8706-050403020100'",
  ),
  variant(
    'tenant-setting-fixed',
    'on a function',
    'reads',
    `create function notes_of_one() returns setof notes language sql stable set app.tenant_id = '0f0e0d0c-0b0a-4908-8706-050403020100' set search_path = pg_catalog, public, pg_temp as $$ select * from public.notes $$`,
  ),
  variant(
    'reaches-outside',
    'files of the server',
    'reads',
    `grant pg_read_server_files to ${app}`,
    `revoke pg_read_server_files from ${app}`,
  ),
  variant(
    'reaches-outside',
    'writing files of the server',
    'destroys',
    `grant pg_write_server_files to ${app}`,
    `revoke pg_write_server_files from ${app}`,
  ),
  variant(
    'reaches-outside',
    'a function that reads files',
    'reads',
    `grant execute on function pg_read_file(text) to ${app}`,
  ),
  variant(
    'app-owns-or-creates-in-schema',
    'may create there',
    'none',
    `grant create on schema public to ${app}`,
  ),
  variant(
    'app-owns-or-creates-in-schema',
    'the database is its own',
    'destroys',
    `alter database $db owner to ${app}`,
  ),
]

/** Objects beside the tables. */
const objects: readonly Hole[] = [
  variant(
    'view-without-security-invoker',
    'a view on a view',
    'reads',
    `create view inner_notes as select * from invoices; create schema api; grant usage on schema api to ${app}; create view api.all_invoices as select * from inner_notes where paid = false; grant select on api.all_invoices to ${app}`,
  ),
  variant(
    'view-without-security-invoker',
    'only a count',
    'existence',
    `create view note_count with (security_invoker = false) as select count(*) as n from notes; grant select on note_count to ${app}`,
  ),
  variant(
    'view-without-security-invoker',
    'a security barrier is none',
    'reads',
    `create view barrier with (security_barrier = true) as select number, amount from invoices; grant select on barrier to ${app}`,
  ),
  variant(
    'view-without-security-invoker',
    'writable, not readable',
    'destroys',
    `create view all_documents as select * from documents; grant delete on all_documents to ${app}`,
  ),
  variant(
    'view-without-security-invoker',
    'on columns alone',
    'reads',
    `create view all_notes as select * from notes; grant select (body) on all_notes to ${app}`,
  ),
  variant(
    'materialized-view-over-tenant-table',
    'over a view',
    'reads',
    `create view inner_notes as select * from notes; create materialized view note_list as select body from inner_notes; grant select on note_list to ${app}`,
  ),
  variant(
    'materialized-view-over-tenant-table',
    'sums',
    'existence',
    `create materialized view sums as select sum(amount) as total, count(*) as n from invoices; grant select on sums to public`,
  ),
  variant(
    'security-definer-executable',
    'volatile by default',
    'reads',
    `create function every_note() returns setof notes language sql security definer set search_path = pg_catalog, public, pg_temp as $$ select * from public.notes $$`,
  ),
  variant(
    'security-definer-executable',
    'plpgsql, volatile by default',
    'reads',
    `create function every_invoice() returns table (t uuid, a numeric) language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$ begin return query select tenant_id, amount from public.invoices; end $$`,
  ),
  variant(
    'security-definer-executable',
    'a count',
    'existence',
    `create function how_many() returns bigint language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$ select count(*) from public.documents $$`,
  ),
  variant(
    'security-definer-executable',
    'by key',
    'reads',
    `create function note_body(key uuid) returns text language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$ begin return (select body from public.notes where id = key); end $$`,
  ),
  variant(
    'function-search-path-mutable',
    'plpgsql, with a path that leaves pg_temp out',
    'reads',
    `create view my_tenants as select nullif(current_setting('app.tenant_id', true), '')::uuid as tenant_id; grant select on my_tenants to ${app};
    create function my_docs() returns setof documents language plpgsql stable security definer set search_path = public as $$ begin return query select d.* from documents d join my_tenants t on t.tenant_id = d.tenant_id; end $$`,
  ),
  variant(
    'partition-without-rls',
    'a partition of a partition',
    'reads',
    `create table events_sub partition of events for values from (now()) to (now() + '1 day') partition by list (tenant_id)`
      .replace(
        'create table events_sub',
        `alter table events detach partition events_all; create table events_sub`,
      )
      .replace("from (now()) to (now() + '1 day')", 'from (minvalue) to (maxvalue)') +
      `; create table events_leaf partition of events_sub default;
    alter table events_sub enable row level security; alter table events_sub force row level security; grant select on events_leaf to ${app}`,
  ),
  variant(
    'inheritance-child-without-rls',
    'of another table, in another schema',
    'reads',
    `create schema old; grant usage on schema old to ${app}; create table old.notes_2019 () inherits (public.notes); grant select on old.notes_2019 to ${app}`,
  ),
  variant(
    'foreign-key-oracle',
    'on a table that is there',
    'existence',
    'alter table invoices add column project_id uuid references projects (id)',
  ),
  variant(
    'foreign-key-oracle',
    'from a table of all tenants',
    'existence',
    `create table likes (id uuid primary key default gen_random_uuid(), document_id uuid not null references notes (id)); alter table likes enable row level security; alter table likes force row level security;
    create policy all_likes on likes to ${app} using (true) with check (true); grant select, insert on likes to ${app}`,
  ),
  variant(
    'unique-oracle',
    'a constraint',
    'existence',
    'alter table projects add constraint one_name unique (name)',
  ),
  variant('unique-oracle', 'an expression', 'existence', 'create unique index on users (lower(email))'),
  variant(
    'unique-oracle',
    'a part of the table',
    'existence',
    "create unique index on documents (title) where title <> ''",
  ),
  variant(
    'unique-oracle',
    'an exclusion constraint',
    'existence',
    'alter table documents add exclude using btree (title with =)',
  ),
  variant(
    'leakproof-user-function',
    'raises, and takes a number',
    'reads',
    `create function rich(amount numeric) returns boolean language plpgsql immutable leakproof cost 0.01 as $$ begin if amount > 0 then raise exception 'amount %', amount; end if; return false; end $$`,
  ),
  variant(
    'leakproof-user-function',
    'at the usual cost',
    'reads',
    `create function tell(body text) returns boolean language plpgsql immutable leakproof as $$ begin raise notice '%', body; return false; end $$`,
  ),
  variant(
    'publication-without-row-filter',
    'all tables',
    'reads',
    'create publication everything for all tables',
  ),
  variant(
    'publication-without-row-filter',
    'a schema',
    'reads',
    'create publication everything for tables in schema public',
  ),
  variant(
    'publication-without-row-filter',
    'a filter that is true',
    'reads',
    'create publication everything for table invoices where (amount > 0)',
  ),
  variant(
    'publication-without-row-filter',
    'a partition',
    'reads',
    'create publication parts for table events_all',
  ),
  variant(
    'trigger-copies-rows',
    'one column, through another function',
    'reads',
    `create table feed (line text); grant select on feed to ${app};
    create function post(line text) returns void language sql security definer set search_path = pg_catalog, pg_temp as $$ insert into public.feed values (line) $$;
    revoke execute on function post from public;
    create function post_note() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$ begin perform public.post(new.body); return new; end $$;
    create trigger post_note after insert on notes for each row execute function post_note()`,
  ),
  variant(
    'trigger-copies-rows',
    'a rule',
    'reads',
    `create table note_log (body text); alter table note_log owner to ${owner}; grant select on note_log to ${app}; create rule copy as on insert to documents do also insert into note_log values (new.title)`,
  ),
  variant(
    'trigger-copies-rows',
    'dynamic SQL',
    'reads',
    `create table note_log (body text); grant select on note_log to ${app};
    create function keep_note() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$ begin execute format('insert into %I values ($1)', 'note_log') using new.body; return new; end $$;
    create trigger keep_note after insert on notes for each row execute function keep_note()`,
  ),
  variant(
    'trigger-copies-rows',
    'a whole statement at once',
    'reads',
    `create table note_log (body text); grant select on note_log to public;
    create function keep_notes() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$ begin insert into public.note_log select body from fresh; return null; end $$;
    create trigger keep_notes after insert on notes referencing new table as fresh for each statement execute function keep_notes()`,
  ),
  variant(
    'tenant-column-nullable',
    'of a parent',
    'none',
    'alter table comments alter column note_id drop not null',
  ),
  variant(
    'no-leading-tenant-index',
    'a partial one is none',
    'none',
    "drop index rls_kit_audit_log_tenant_id_idx; create index on audit_log (tenant_id) where action <> ''",
  ),
]

/** Variants of the 42, each made alone. */
export const variants: readonly Hole[] = [...policies, ...privileges, ...objects]
