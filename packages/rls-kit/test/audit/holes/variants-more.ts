import { roles, tenant } from './hardened.ts'
import type { Hole } from './types.ts'
import { select, variant } from './variant.ts'

const { app, owner } = roles

/** More of the same, in other kinds of objects. */
export const more: readonly Hole[] = [
  variant(
    'rls-disabled',
    'a tenant column of a domain',
    'reads',
    `create domain tenant_ref as uuid; create table exports (tenant_id tenant_ref not null, id uuid primary key default gen_random_uuid(), body text not null);
    grant select on exports to ${app}`,
  ),
  variant(
    'rls-disabled',
    'read with a role of PostgreSQL’s own',
    'reads',
    `grant pg_read_all_data to ${app}; create table exports (tenant_id uuid not null, body text not null)`,
    `revoke pg_read_all_data from ${app}`,
  ),
  variant(
    'app-createrole',
    'as a role that it can become',
    'none',
    `create role holes_maker createrole; grant holes_maker to ${app}`,
    'drop role holes_maker',
  ),
  variant('policy-omits-tenant', 'one way only', 'reads', select('notes', `tenant_id >= ${tenant}`)),
  variant(
    'view-without-security-invoker',
    'rows can be put in, and not read',
    'writes',
    `create view all_documents as select * from documents; grant insert, update on all_documents to ${app}`,
  ),
  variant(
    'security-definer-executable',
    'VARIADIC',
    'reads',
    `create function bodies(variadic ids uuid[]) returns setof text language sql stable security definer set search_path = pg_catalog, pg_temp as $$ select body from public.notes where id = any (ids) $$`,
  ),
  variant(
    'security-definer-executable',
    'a sum by an OUT argument, volatile by default, in another schema',
    'existence',
    `create schema fn; grant usage on schema fn to ${app}; create function fn.total(out total bigint) language sql security definer set search_path = pg_catalog, pg_temp as $$ select sum(priority) from public.notes $$`,
  ),
  variant(
    'foreign-key-oracle',
    'with a tenant that is not the own',
    'existence',
    'alter table invoices add column their_tenant uuid, add column their_user uuid, add foreign key (their_tenant, their_user) references users (tenant_id, id)',
  ),
  variant(
    'publication-without-row-filter',
    'some columns',
    'reads',
    'create publication some_columns for table notes (tenant_id, id, body)',
  ),
  variant(
    'tenant-setting-fixed',
    'on a login of the app',
    'none',
    `create role holes_login login; grant ${app} to holes_login; alter role holes_login set app.tenant_id = '0f0e0d0c-0b0a-4908-8706-050403020100'`,
    'drop role holes_login',
  ),
  variant(
    'trigger-copies-rows',
    'a rule for UPDATE',
    'reads',
    `create table title_log (title text); alter table title_log owner to ${owner}; grant select on title_log to ${app}; create rule copy as on update to documents do also insert into title_log select new.title`,
  ),
  variant(
    'trigger-copies-rows',
    'what is deleted',
    'reads',
    `create table bin (row jsonb); grant select on bin to ${app};
    create function keep_deleted() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$ begin insert into public.bin select to_jsonb(old); return old; end $$;
    create trigger keep_deleted after delete on documents for each row execute function keep_deleted()`,
  ),
  variant(
    'trigger-copies-rows',
    'one column by NOTIFY',
    'none', // what is sent comes with COMMIT, and prove commits nothing
    `create function tell_all() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$ begin perform pg_notify('rows', new.body); return null; end $$;
    create trigger tell_all after insert on notes for each row execute function tell_all()`,
  ),
  variant(
    'reaches-outside',
    'files, as a role that it can become',
    'reads',
    `create role holes_files; grant pg_read_server_files to holes_files; grant holes_files to ${app} with inherit false, set true`,
    'drop role holes_files',
  ),
]
