import { roles, tenant } from './hardened.ts'

const { app, owner } = roles

/** Other ways to be safe: neither audit nor prove may find anything. */
export const sound: readonly { readonly what: string; readonly make: string; readonly undo?: string }[] = [
  {
    what: 'a function that wraps the setting',
    make: `create function current_tenant() returns uuid language sql stable set search_path = pg_catalog, pg_temp as $$ select nullif(current_setting('app.tenant_id', true), '')::uuid $$;
    alter policy rls_kit_select on invoices using (tenant_id = (select current_tenant()))`,
  },
  {
    what: 'the other way round, with more terms',
    make: `alter policy rls_kit_select on notes using (${tenant} = tenant_id and (state = 'done' or state <> 'archived' or priority > 0))`,
  },
  {
    what: 'one policy for all commands',
    make: `${['select', 'insert', 'update', 'delete'].map((command) => `drop policy rls_kit_${command} on documents`).join(';')};
    create policy mine on documents to ${app} using (tenant_id = ${tenant}) with check (tenant_id = ${tenant})`,
  },
  {
    what: 'permissive for all, restrictive for the tenant',
    make: `${['select', 'insert', 'update', 'delete'].map((command) => `drop policy rls_kit_${command} on documents`).join(';')};
    create policy everything on documents to ${app} using (true) with check (true);
    create policy mine on documents as restrictive to ${app} using (tenant_id = ${tenant}) with check (tenant_id = ${tenant})`,
  },
  {
    what: 'a membership by IN',
    make: `alter policy rls_kit_select on invoices using (tenant_id in (select nullif(current_setting('app.tenant_id', true), '')::uuid))`,
  },
  {
    what: 'unknown counts as false',
    make: `alter policy rls_kit_select on invoices using (coalesce(tenant_id = ${tenant}, false))`,
  },
  {
    what: 'policies for a group of roles',
    make: `create role holes_group; grant holes_group to ${app}; alter policy rls_kit_select on invoices to holes_group`,
    undo: 'drop role holes_group',
  },
  {
    what: 'views that ask as their caller',
    make: `create view inner_notes with (security_invoker = on) as select * from notes; create view outer_notes with (security_invoker = true) as select body from inner_notes; grant select on inner_notes, outer_notes to ${app}`,
  },
  {
    what: 'a materialized view out of reach',
    make: 'create materialized view note_list as select body from notes',
  },
  {
    what: 'a materialized view over what all may read',
    make: `create materialized view prices as select * from plans; grant select on prices to ${app}`,
  },
  {
    what: 'closed partitions of partitions',
    make: `alter table events detach partition events_all; drop table events_all;
    create table events_sub partition of events for values from (minvalue) to (maxvalue) partition by list (tenant_id); create table events_leaf partition of events_sub default;
    alter table events_sub enable row level security; alter table events_sub force row level security; alter table events_leaf enable row level security; alter table events_leaf force row level security`,
  },
  {
    what: 'a publication of one tenant',
    make: "create publication one for table invoices where (tenant_id = '0f0e0d0c-0b0a-4908-8706-050403020100')",
  },
  {
    what: 'a SECURITY DEFINER function that only its owner may call',
    make: `create function every_note() returns setof notes language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$ select * from public.notes $$; revoke execute on function every_note from public`,
  },
  {
    what: 'a trigger that writes where only the owner looks',
    make: `create schema private; create table private.history (note jsonb); alter table private.history owner to ${owner};
    create function keep_note() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$ begin insert into private.history values (to_jsonb(new)); return new; end $$;
    create trigger keep_note after insert on notes for each row execute function keep_note()`,
  },
  {
    what: 'a trigger that changes the row itself',
    make: `create function trim_body() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$ begin new.body := trim(new.body); return new; end $$;
    create trigger trim_body before insert or update on notes for each row execute function trim_body()`,
  },
  {
    what: 'a table that nobody declared, isolated by hand',
    make: `create table "Odd ""Leads" (tenant_id uuid not null, id uuid not null default gen_random_uuid(), body text not null, primary key (tenant_id, id));
    alter table "Odd ""Leads" enable row level security; alter table "Odd ""Leads" force row level security; alter table "Odd ""Leads" owner to ${owner};
    create policy mine on "Odd ""Leads" to ${app} using (tenant_id = ${tenant}) with check (tenant_id = ${tenant}); grant select, insert, update, delete on "Odd ""Leads" to ${app}`,
  },
  {
    what: 'roles that it is no member of',
    make: 'create role holes_bypass bypassrls; grant select on notes to holes_bypass',
    undo: 'drop role holes_bypass',
  },
  {
    what: 'keys that carry the tenant',
    make: 'create unique index on users (tenant_id, lower(email)); alter table documents add exclude using btree (tenant_id with =, title with =)',
  },
  {
    what: 'settings that say no tenant',
    make: `alter role ${app} in database $db set app.tenant_id = ''; alter role ${app} in database $db set statement_timeout = '5min'`,
  },
  {
    what: 'a LEAKPROOF function out of reach',
    make: 'create function looks_spammy(body text) returns boolean language sql immutable leakproof as $$ select false $$; revoke execute on function looks_spammy from public',
  },
  {
    what: 'default privileges taken away',
    make: `alter default privileges for role ${owner} revoke execute on functions from public`,
  },
  {
    what: 'a view over one that asks as its caller',
    make: `create view inner_notes with (security_invoker = true) as select * from notes; create view outer_notes as select * from inner_notes; grant select on outer_notes to ${app}`,
  },
  {
    what: 'IS NOT DISTINCT FROM, where nothing is NULL',
    make: `alter policy rls_kit_select on notes using (tenant_id is not distinct from ${tenant})`,
  },
  {
    what: 'a tenant column of a domain',
    make: `create domain tenant_ref as uuid; create table leads (tenant_id tenant_ref not null, id uuid not null default gen_random_uuid(), body text, primary key (tenant_id, id));
    alter table leads owner to ${owner}; alter table leads enable row level security; alter table leads force row level security;
    create policy mine on leads to ${app} using (tenant_id = ${tenant}) with check (tenant_id = ${tenant}); grant select, insert, update, delete on leads to ${app}`,
  },
  {
    what: 'a setting of a role that is not the app',
    make: `alter role ${owner} in database $db set app.tenant_id = '0f0e0d0c-0b0a-4908-8706-050403020100'`,
  },
  {
    what: 'NOTIFY with a key alone',
    make: `create function tell_key() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$ begin perform pg_notify('notes', new.id::text); return null; end $$;
    create trigger tell_key after insert on notes for each row execute function tell_key()`,
  },
  {
    what: 'ids that the program makes',
    make: `create table tickets (tenant_id uuid not null, id text primary key, title text not null); create index on tickets (tenant_id);
    alter table tickets owner to ${owner}; alter table tickets enable row level security; alter table tickets force row level security;
    create policy mine on tickets to ${app} using (tenant_id = ${tenant}) with check (tenant_id = ${tenant}); grant select, insert, update, delete on tickets to ${app}`,
  },
  {
    what: 'a restrictive policy that narrows',
    make: `create policy narrow on notes as restrictive for select to ${app} using (state <> 'archived')`,
  },
]
