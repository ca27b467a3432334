import { roles } from './hardened.ts'
import type { Hole } from './types.ts'
import { variant } from './variant.ts'

const { app, owner } = roles

/** Roles and privileges. */
export const privileges: readonly Hole[] = [
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
