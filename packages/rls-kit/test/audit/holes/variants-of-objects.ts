import { roles } from './hardened.ts'
import type { Hole } from './types.ts'
import { variant } from './variant.ts'

const { app, owner } = roles

/** Objects beside the tables. */
export const objects: readonly Hole[] = [
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
