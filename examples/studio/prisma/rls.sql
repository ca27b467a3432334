-- Tenant isolation, written by rls-kit from rls.config.ts. Change that file and generate this one again.
-- The tenant of a transaction: select set_config('app.tenant_id', <id>, true)

-- Role nyx_app
do $rls$ begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'nyx_app') then
    create role "nyx_app" nologin nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
  end if;
end $rls$;

-- Schema public
grant usage on schema "public" to "nyx_app";

-- public.tenants: the tenant stands in id
alter table "public"."tenants" enable row level security;
alter table "public"."tenants" force row level security;
drop policy if exists "rls_kit_select" on "public"."tenants";
drop policy if exists "rls_kit_insert" on "public"."tenants";
drop policy if exists "rls_kit_update" on "public"."tenants";
drop policy if exists "rls_kit_delete" on "public"."tenants";
create policy "rls_kit_select" on "public"."tenants"
  for select to "nyx_app"
  using ("id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
do $rls$
declare
  sealed record;
  path text := current_setting('search_path');
begin
  perform set_config('search_path', 'pg_catalog', true);
  for sealed in
    select p.polname, m.digest, md5(concat_ws('|', p.polcmd, p.polpermissive,
  (select string_agg(coalesce(r.rolname, 'public'), ',' order by r.rolname)
     from unnest(p.polroles) as o(oid) left join pg_catalog.pg_roles r on r.oid = o.oid),
  coalesce(pg_catalog.pg_get_expr(p.polqual, p.polrelid), ''),
  coalesce(pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid), ''))) as seen
    from pg_catalog.pg_policy p join (values ('rls_kit_select', '13bb7dd296b1fd2e')) as m(name, digest) on m.name = p.polname
    where p.polrelid = '"public"."tenants"'::regclass
  loop
    execute format('comment on policy %I on %s is %L', sealed.polname, '"public"."tenants"',
      'rls-kit policy v1 def=' || sealed.digest || ' seen=' || sealed.seen);
  end loop;
  perform set_config('search_path', path, true);
end $rls$;
revoke all privileges on table "public"."tenants" from public, "nyx_app";
grant select on table "public"."tenants" to "nyx_app";
do $rls$
declare
  found record;
begin
  for found in
    with recursive family as (
      select inhrelid as oid from pg_catalog.pg_inherits where inhparent = '"public"."tenants"'::regclass
      union
      select i.inhrelid from family f join pg_catalog.pg_inherits i on i.inhparent = f.oid
    )
    select c.oid::regclass as name from family f join pg_catalog.pg_class c on c.oid = f.oid and c.relkind in ('r', 'p')
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname || '.' || c.relname not in ('public.tenants', 'public.users', 'public.projects', 'public.project_members', 'public.personas', 'public.workflows', 'public.workflow_events', 'public.code_analyses', 'public.code_analysis_events', 'public.discussions', 'public.discussion_events', 'public.messages', 'public.project_notes', 'public.workflow_insights')
  loop
    execute format('alter table %s enable row level security', found.name);
    execute format('alter table %s force row level security', found.name);
    execute format('revoke all privileges on table %s from public, %I', found.name, 'nyx_app');
  end loop;
end $rls$;
create index if not exists "rls_kit_tenants_id_idx" on "public"."tenants" ("id");

-- public.users: the tenant stands in tenant_id
alter table "public"."users" enable row level security;
alter table "public"."users" force row level security;
drop policy if exists "rls_kit_select" on "public"."users";
drop policy if exists "rls_kit_insert" on "public"."users";
drop policy if exists "rls_kit_update" on "public"."users";
drop policy if exists "rls_kit_delete" on "public"."users";
create policy "rls_kit_select" on "public"."users"
  for select to "nyx_app"
  using ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
do $rls$
declare
  sealed record;
  path text := current_setting('search_path');
begin
  perform set_config('search_path', 'pg_catalog', true);
  for sealed in
    select p.polname, m.digest, md5(concat_ws('|', p.polcmd, p.polpermissive,
  (select string_agg(coalesce(r.rolname, 'public'), ',' order by r.rolname)
     from unnest(p.polroles) as o(oid) left join pg_catalog.pg_roles r on r.oid = o.oid),
  coalesce(pg_catalog.pg_get_expr(p.polqual, p.polrelid), ''),
  coalesce(pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid), ''))) as seen
    from pg_catalog.pg_policy p join (values ('rls_kit_select', 'b502a8b386e48a70')) as m(name, digest) on m.name = p.polname
    where p.polrelid = '"public"."users"'::regclass
  loop
    execute format('comment on policy %I on %s is %L', sealed.polname, '"public"."users"',
      'rls-kit policy v1 def=' || sealed.digest || ' seen=' || sealed.seen);
  end loop;
  perform set_config('search_path', path, true);
end $rls$;
revoke all privileges on table "public"."users" from public, "nyx_app";
grant select on table "public"."users" to "nyx_app";
do $rls$
declare
  found record;
begin
  for found in
    with recursive family as (
      select inhrelid as oid from pg_catalog.pg_inherits where inhparent = '"public"."users"'::regclass
      union
      select i.inhrelid from family f join pg_catalog.pg_inherits i on i.inhparent = f.oid
    )
    select c.oid::regclass as name from family f join pg_catalog.pg_class c on c.oid = f.oid and c.relkind in ('r', 'p')
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname || '.' || c.relname not in ('public.tenants', 'public.users', 'public.projects', 'public.project_members', 'public.personas', 'public.workflows', 'public.workflow_events', 'public.code_analyses', 'public.code_analysis_events', 'public.discussions', 'public.discussion_events', 'public.messages', 'public.project_notes', 'public.workflow_insights')
  loop
    execute format('alter table %s enable row level security', found.name);
    execute format('alter table %s force row level security', found.name);
    execute format('revoke all privileges on table %s from public, %I', found.name, 'nyx_app');
  end loop;
end $rls$;
create index if not exists "rls_kit_users_tenant_id_idx" on "public"."users" ("tenant_id");

-- public.projects: the tenant stands in tenant_id
alter table "public"."projects" enable row level security;
alter table "public"."projects" force row level security;
drop policy if exists "rls_kit_select" on "public"."projects";
drop policy if exists "rls_kit_insert" on "public"."projects";
drop policy if exists "rls_kit_update" on "public"."projects";
drop policy if exists "rls_kit_delete" on "public"."projects";
create policy "rls_kit_select" on "public"."projects"
  for select to "nyx_app"
  using ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
do $rls$
declare
  sealed record;
  path text := current_setting('search_path');
begin
  perform set_config('search_path', 'pg_catalog', true);
  for sealed in
    select p.polname, m.digest, md5(concat_ws('|', p.polcmd, p.polpermissive,
  (select string_agg(coalesce(r.rolname, 'public'), ',' order by r.rolname)
     from unnest(p.polroles) as o(oid) left join pg_catalog.pg_roles r on r.oid = o.oid),
  coalesce(pg_catalog.pg_get_expr(p.polqual, p.polrelid), ''),
  coalesce(pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid), ''))) as seen
    from pg_catalog.pg_policy p join (values ('rls_kit_select', 'b502a8b386e48a70')) as m(name, digest) on m.name = p.polname
    where p.polrelid = '"public"."projects"'::regclass
  loop
    execute format('comment on policy %I on %s is %L', sealed.polname, '"public"."projects"',
      'rls-kit policy v1 def=' || sealed.digest || ' seen=' || sealed.seen);
  end loop;
  perform set_config('search_path', path, true);
end $rls$;
revoke all privileges on table "public"."projects" from public, "nyx_app";
grant select on table "public"."projects" to "nyx_app";
do $rls$
declare
  found record;
begin
  for found in
    with recursive family as (
      select inhrelid as oid from pg_catalog.pg_inherits where inhparent = '"public"."projects"'::regclass
      union
      select i.inhrelid from family f join pg_catalog.pg_inherits i on i.inhparent = f.oid
    )
    select c.oid::regclass as name from family f join pg_catalog.pg_class c on c.oid = f.oid and c.relkind in ('r', 'p')
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname || '.' || c.relname not in ('public.tenants', 'public.users', 'public.projects', 'public.project_members', 'public.personas', 'public.workflows', 'public.workflow_events', 'public.code_analyses', 'public.code_analysis_events', 'public.discussions', 'public.discussion_events', 'public.messages', 'public.project_notes', 'public.workflow_insights')
  loop
    execute format('alter table %s enable row level security', found.name);
    execute format('alter table %s force row level security', found.name);
    execute format('revoke all privileges on table %s from public, %I', found.name, 'nyx_app');
  end loop;
end $rls$;
create index if not exists "rls_kit_projects_tenant_id_idx" on "public"."projects" ("tenant_id");

-- public.project_members: the tenant stands in tenant_id
alter table "public"."project_members" enable row level security;
alter table "public"."project_members" force row level security;
drop policy if exists "rls_kit_select" on "public"."project_members";
drop policy if exists "rls_kit_insert" on "public"."project_members";
drop policy if exists "rls_kit_update" on "public"."project_members";
drop policy if exists "rls_kit_delete" on "public"."project_members";
create policy "rls_kit_select" on "public"."project_members"
  for select to "nyx_app"
  using ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
do $rls$
declare
  sealed record;
  path text := current_setting('search_path');
begin
  perform set_config('search_path', 'pg_catalog', true);
  for sealed in
    select p.polname, m.digest, md5(concat_ws('|', p.polcmd, p.polpermissive,
  (select string_agg(coalesce(r.rolname, 'public'), ',' order by r.rolname)
     from unnest(p.polroles) as o(oid) left join pg_catalog.pg_roles r on r.oid = o.oid),
  coalesce(pg_catalog.pg_get_expr(p.polqual, p.polrelid), ''),
  coalesce(pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid), ''))) as seen
    from pg_catalog.pg_policy p join (values ('rls_kit_select', 'b502a8b386e48a70')) as m(name, digest) on m.name = p.polname
    where p.polrelid = '"public"."project_members"'::regclass
  loop
    execute format('comment on policy %I on %s is %L', sealed.polname, '"public"."project_members"',
      'rls-kit policy v1 def=' || sealed.digest || ' seen=' || sealed.seen);
  end loop;
  perform set_config('search_path', path, true);
end $rls$;
revoke all privileges on table "public"."project_members" from public, "nyx_app";
grant select on table "public"."project_members" to "nyx_app";
do $rls$
declare
  found record;
begin
  for found in
    with recursive family as (
      select inhrelid as oid from pg_catalog.pg_inherits where inhparent = '"public"."project_members"'::regclass
      union
      select i.inhrelid from family f join pg_catalog.pg_inherits i on i.inhparent = f.oid
    )
    select c.oid::regclass as name from family f join pg_catalog.pg_class c on c.oid = f.oid and c.relkind in ('r', 'p')
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname || '.' || c.relname not in ('public.tenants', 'public.users', 'public.projects', 'public.project_members', 'public.personas', 'public.workflows', 'public.workflow_events', 'public.code_analyses', 'public.code_analysis_events', 'public.discussions', 'public.discussion_events', 'public.messages', 'public.project_notes', 'public.workflow_insights')
  loop
    execute format('alter table %s enable row level security', found.name);
    execute format('alter table %s force row level security', found.name);
    execute format('revoke all privileges on table %s from public, %I', found.name, 'nyx_app');
  end loop;
end $rls$;
create index if not exists "rls_kit_project_members_tenant_id_idx" on "public"."project_members" ("tenant_id");

-- public.personas: the tenant stands in tenant_id
alter table "public"."personas" enable row level security;
alter table "public"."personas" force row level security;
drop policy if exists "rls_kit_select" on "public"."personas";
drop policy if exists "rls_kit_insert" on "public"."personas";
drop policy if exists "rls_kit_update" on "public"."personas";
drop policy if exists "rls_kit_delete" on "public"."personas";
create policy "rls_kit_select" on "public"."personas"
  for select to "nyx_app"
  using ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
create policy "rls_kit_insert" on "public"."personas"
  for insert to "nyx_app"
  with check ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
create policy "rls_kit_update" on "public"."personas"
  for update to "nyx_app"
  using ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
  with check ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
create policy "rls_kit_delete" on "public"."personas"
  for delete to "nyx_app"
  using ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
do $rls$
declare
  sealed record;
  path text := current_setting('search_path');
begin
  perform set_config('search_path', 'pg_catalog', true);
  for sealed in
    select p.polname, m.digest, md5(concat_ws('|', p.polcmd, p.polpermissive,
  (select string_agg(coalesce(r.rolname, 'public'), ',' order by r.rolname)
     from unnest(p.polroles) as o(oid) left join pg_catalog.pg_roles r on r.oid = o.oid),
  coalesce(pg_catalog.pg_get_expr(p.polqual, p.polrelid), ''),
  coalesce(pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid), ''))) as seen
    from pg_catalog.pg_policy p join (values ('rls_kit_select', 'b502a8b386e48a70'), ('rls_kit_insert', '9b780db6ac2bdd05'), ('rls_kit_update', 'e5a2232af4947488'), ('rls_kit_delete', '23de85b0a7bb3ac1')) as m(name, digest) on m.name = p.polname
    where p.polrelid = '"public"."personas"'::regclass
  loop
    execute format('comment on policy %I on %s is %L', sealed.polname, '"public"."personas"',
      'rls-kit policy v1 def=' || sealed.digest || ' seen=' || sealed.seen);
  end loop;
  perform set_config('search_path', path, true);
end $rls$;
revoke all privileges on table "public"."personas" from public, "nyx_app";
grant select, insert, update, delete on table "public"."personas" to "nyx_app";
do $rls$
declare
  found record;
begin
  for found in
    select s.oid::regclass as name from pg_catalog.pg_depend d
    join pg_catalog.pg_class s on s.oid = d.objid and s.relkind = 'S'
    where d.refobjid = '"public"."personas"'::regclass and d.deptype = 'a' and d.classid = 'pg_catalog.pg_class'::regclass
  loop
    execute format('grant usage on sequence %s to %I', found.name, 'nyx_app');
  end loop;
  for found in
    with recursive family as (
      select inhrelid as oid from pg_catalog.pg_inherits where inhparent = '"public"."personas"'::regclass
      union
      select i.inhrelid from family f join pg_catalog.pg_inherits i on i.inhparent = f.oid
    )
    select c.oid::regclass as name from family f join pg_catalog.pg_class c on c.oid = f.oid and c.relkind in ('r', 'p')
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname || '.' || c.relname not in ('public.tenants', 'public.users', 'public.projects', 'public.project_members', 'public.personas', 'public.workflows', 'public.workflow_events', 'public.code_analyses', 'public.code_analysis_events', 'public.discussions', 'public.discussion_events', 'public.messages', 'public.project_notes', 'public.workflow_insights')
  loop
    execute format('alter table %s enable row level security', found.name);
    execute format('alter table %s force row level security', found.name);
    execute format('revoke all privileges on table %s from public, %I', found.name, 'nyx_app');
  end loop;
end $rls$;
create index if not exists "rls_kit_personas_tenant_id_idx" on "public"."personas" ("tenant_id");

-- public.workflows: the tenant stands in tenant_id
alter table "public"."workflows" enable row level security;
alter table "public"."workflows" force row level security;
drop policy if exists "rls_kit_select" on "public"."workflows";
drop policy if exists "rls_kit_insert" on "public"."workflows";
drop policy if exists "rls_kit_update" on "public"."workflows";
drop policy if exists "rls_kit_delete" on "public"."workflows";
create policy "rls_kit_select" on "public"."workflows"
  for select to "nyx_app"
  using ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
create policy "rls_kit_insert" on "public"."workflows"
  for insert to "nyx_app"
  with check ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
create policy "rls_kit_update" on "public"."workflows"
  for update to "nyx_app"
  using ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
  with check ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
do $rls$
declare
  sealed record;
  path text := current_setting('search_path');
begin
  perform set_config('search_path', 'pg_catalog', true);
  for sealed in
    select p.polname, m.digest, md5(concat_ws('|', p.polcmd, p.polpermissive,
  (select string_agg(coalesce(r.rolname, 'public'), ',' order by r.rolname)
     from unnest(p.polroles) as o(oid) left join pg_catalog.pg_roles r on r.oid = o.oid),
  coalesce(pg_catalog.pg_get_expr(p.polqual, p.polrelid), ''),
  coalesce(pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid), ''))) as seen
    from pg_catalog.pg_policy p join (values ('rls_kit_select', 'b502a8b386e48a70'), ('rls_kit_insert', '9b780db6ac2bdd05'), ('rls_kit_update', 'e5a2232af4947488')) as m(name, digest) on m.name = p.polname
    where p.polrelid = '"public"."workflows"'::regclass
  loop
    execute format('comment on policy %I on %s is %L', sealed.polname, '"public"."workflows"',
      'rls-kit policy v1 def=' || sealed.digest || ' seen=' || sealed.seen);
  end loop;
  perform set_config('search_path', path, true);
end $rls$;
revoke all privileges on table "public"."workflows" from public, "nyx_app";
grant select, insert, update on table "public"."workflows" to "nyx_app";
do $rls$
declare
  found record;
begin
  for found in
    select s.oid::regclass as name from pg_catalog.pg_depend d
    join pg_catalog.pg_class s on s.oid = d.objid and s.relkind = 'S'
    where d.refobjid = '"public"."workflows"'::regclass and d.deptype = 'a' and d.classid = 'pg_catalog.pg_class'::regclass
  loop
    execute format('grant usage on sequence %s to %I', found.name, 'nyx_app');
  end loop;
  for found in
    with recursive family as (
      select inhrelid as oid from pg_catalog.pg_inherits where inhparent = '"public"."workflows"'::regclass
      union
      select i.inhrelid from family f join pg_catalog.pg_inherits i on i.inhparent = f.oid
    )
    select c.oid::regclass as name from family f join pg_catalog.pg_class c on c.oid = f.oid and c.relkind in ('r', 'p')
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname || '.' || c.relname not in ('public.tenants', 'public.users', 'public.projects', 'public.project_members', 'public.personas', 'public.workflows', 'public.workflow_events', 'public.code_analyses', 'public.code_analysis_events', 'public.discussions', 'public.discussion_events', 'public.messages', 'public.project_notes', 'public.workflow_insights')
  loop
    execute format('alter table %s enable row level security', found.name);
    execute format('alter table %s force row level security', found.name);
    execute format('revoke all privileges on table %s from public, %I', found.name, 'nyx_app');
  end loop;
end $rls$;
create index if not exists "rls_kit_workflows_tenant_id_idx" on "public"."workflows" ("tenant_id");

-- public.workflow_events: the tenant stands in tenant_id
alter table "public"."workflow_events" enable row level security;
alter table "public"."workflow_events" force row level security;
drop policy if exists "rls_kit_select" on "public"."workflow_events";
drop policy if exists "rls_kit_insert" on "public"."workflow_events";
drop policy if exists "rls_kit_update" on "public"."workflow_events";
drop policy if exists "rls_kit_delete" on "public"."workflow_events";
create policy "rls_kit_select" on "public"."workflow_events"
  for select to "nyx_app"
  using ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
create policy "rls_kit_insert" on "public"."workflow_events"
  for insert to "nyx_app"
  with check ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
do $rls$
declare
  sealed record;
  path text := current_setting('search_path');
begin
  perform set_config('search_path', 'pg_catalog', true);
  for sealed in
    select p.polname, m.digest, md5(concat_ws('|', p.polcmd, p.polpermissive,
  (select string_agg(coalesce(r.rolname, 'public'), ',' order by r.rolname)
     from unnest(p.polroles) as o(oid) left join pg_catalog.pg_roles r on r.oid = o.oid),
  coalesce(pg_catalog.pg_get_expr(p.polqual, p.polrelid), ''),
  coalesce(pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid), ''))) as seen
    from pg_catalog.pg_policy p join (values ('rls_kit_select', 'b502a8b386e48a70'), ('rls_kit_insert', '9b780db6ac2bdd05')) as m(name, digest) on m.name = p.polname
    where p.polrelid = '"public"."workflow_events"'::regclass
  loop
    execute format('comment on policy %I on %s is %L', sealed.polname, '"public"."workflow_events"',
      'rls-kit policy v1 def=' || sealed.digest || ' seen=' || sealed.seen);
  end loop;
  perform set_config('search_path', path, true);
end $rls$;
revoke all privileges on table "public"."workflow_events" from public, "nyx_app";
grant select, insert on table "public"."workflow_events" to "nyx_app";
do $rls$
declare
  found record;
begin
  for found in
    select s.oid::regclass as name from pg_catalog.pg_depend d
    join pg_catalog.pg_class s on s.oid = d.objid and s.relkind = 'S'
    where d.refobjid = '"public"."workflow_events"'::regclass and d.deptype = 'a' and d.classid = 'pg_catalog.pg_class'::regclass
  loop
    execute format('grant usage on sequence %s to %I', found.name, 'nyx_app');
  end loop;
  for found in
    with recursive family as (
      select inhrelid as oid from pg_catalog.pg_inherits where inhparent = '"public"."workflow_events"'::regclass
      union
      select i.inhrelid from family f join pg_catalog.pg_inherits i on i.inhparent = f.oid
    )
    select c.oid::regclass as name from family f join pg_catalog.pg_class c on c.oid = f.oid and c.relkind in ('r', 'p')
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname || '.' || c.relname not in ('public.tenants', 'public.users', 'public.projects', 'public.project_members', 'public.personas', 'public.workflows', 'public.workflow_events', 'public.code_analyses', 'public.code_analysis_events', 'public.discussions', 'public.discussion_events', 'public.messages', 'public.project_notes', 'public.workflow_insights')
  loop
    execute format('alter table %s enable row level security', found.name);
    execute format('alter table %s force row level security', found.name);
    execute format('revoke all privileges on table %s from public, %I', found.name, 'nyx_app');
  end loop;
end $rls$;
create index if not exists "rls_kit_workflow_events_tenant_id_idx" on "public"."workflow_events" ("tenant_id");

-- public.code_analyses: the tenant stands in tenant_id
alter table "public"."code_analyses" enable row level security;
alter table "public"."code_analyses" force row level security;
drop policy if exists "rls_kit_select" on "public"."code_analyses";
drop policy if exists "rls_kit_insert" on "public"."code_analyses";
drop policy if exists "rls_kit_update" on "public"."code_analyses";
drop policy if exists "rls_kit_delete" on "public"."code_analyses";
create policy "rls_kit_select" on "public"."code_analyses"
  for select to "nyx_app"
  using ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
create policy "rls_kit_insert" on "public"."code_analyses"
  for insert to "nyx_app"
  with check ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
create policy "rls_kit_update" on "public"."code_analyses"
  for update to "nyx_app"
  using ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
  with check ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
do $rls$
declare
  sealed record;
  path text := current_setting('search_path');
begin
  perform set_config('search_path', 'pg_catalog', true);
  for sealed in
    select p.polname, m.digest, md5(concat_ws('|', p.polcmd, p.polpermissive,
  (select string_agg(coalesce(r.rolname, 'public'), ',' order by r.rolname)
     from unnest(p.polroles) as o(oid) left join pg_catalog.pg_roles r on r.oid = o.oid),
  coalesce(pg_catalog.pg_get_expr(p.polqual, p.polrelid), ''),
  coalesce(pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid), ''))) as seen
    from pg_catalog.pg_policy p join (values ('rls_kit_select', 'b502a8b386e48a70'), ('rls_kit_insert', '9b780db6ac2bdd05'), ('rls_kit_update', 'e5a2232af4947488')) as m(name, digest) on m.name = p.polname
    where p.polrelid = '"public"."code_analyses"'::regclass
  loop
    execute format('comment on policy %I on %s is %L', sealed.polname, '"public"."code_analyses"',
      'rls-kit policy v1 def=' || sealed.digest || ' seen=' || sealed.seen);
  end loop;
  perform set_config('search_path', path, true);
end $rls$;
revoke all privileges on table "public"."code_analyses" from public, "nyx_app";
grant select, insert, update on table "public"."code_analyses" to "nyx_app";
do $rls$
declare
  found record;
begin
  for found in
    select s.oid::regclass as name from pg_catalog.pg_depend d
    join pg_catalog.pg_class s on s.oid = d.objid and s.relkind = 'S'
    where d.refobjid = '"public"."code_analyses"'::regclass and d.deptype = 'a' and d.classid = 'pg_catalog.pg_class'::regclass
  loop
    execute format('grant usage on sequence %s to %I', found.name, 'nyx_app');
  end loop;
  for found in
    with recursive family as (
      select inhrelid as oid from pg_catalog.pg_inherits where inhparent = '"public"."code_analyses"'::regclass
      union
      select i.inhrelid from family f join pg_catalog.pg_inherits i on i.inhparent = f.oid
    )
    select c.oid::regclass as name from family f join pg_catalog.pg_class c on c.oid = f.oid and c.relkind in ('r', 'p')
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname || '.' || c.relname not in ('public.tenants', 'public.users', 'public.projects', 'public.project_members', 'public.personas', 'public.workflows', 'public.workflow_events', 'public.code_analyses', 'public.code_analysis_events', 'public.discussions', 'public.discussion_events', 'public.messages', 'public.project_notes', 'public.workflow_insights')
  loop
    execute format('alter table %s enable row level security', found.name);
    execute format('alter table %s force row level security', found.name);
    execute format('revoke all privileges on table %s from public, %I', found.name, 'nyx_app');
  end loop;
end $rls$;
create index if not exists "rls_kit_code_analyses_tenant_id_idx" on "public"."code_analyses" ("tenant_id");

-- public.code_analysis_events: the tenant stands in tenant_id
alter table "public"."code_analysis_events" enable row level security;
alter table "public"."code_analysis_events" force row level security;
drop policy if exists "rls_kit_select" on "public"."code_analysis_events";
drop policy if exists "rls_kit_insert" on "public"."code_analysis_events";
drop policy if exists "rls_kit_update" on "public"."code_analysis_events";
drop policy if exists "rls_kit_delete" on "public"."code_analysis_events";
create policy "rls_kit_select" on "public"."code_analysis_events"
  for select to "nyx_app"
  using ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
create policy "rls_kit_insert" on "public"."code_analysis_events"
  for insert to "nyx_app"
  with check ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
do $rls$
declare
  sealed record;
  path text := current_setting('search_path');
begin
  perform set_config('search_path', 'pg_catalog', true);
  for sealed in
    select p.polname, m.digest, md5(concat_ws('|', p.polcmd, p.polpermissive,
  (select string_agg(coalesce(r.rolname, 'public'), ',' order by r.rolname)
     from unnest(p.polroles) as o(oid) left join pg_catalog.pg_roles r on r.oid = o.oid),
  coalesce(pg_catalog.pg_get_expr(p.polqual, p.polrelid), ''),
  coalesce(pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid), ''))) as seen
    from pg_catalog.pg_policy p join (values ('rls_kit_select', 'b502a8b386e48a70'), ('rls_kit_insert', '9b780db6ac2bdd05')) as m(name, digest) on m.name = p.polname
    where p.polrelid = '"public"."code_analysis_events"'::regclass
  loop
    execute format('comment on policy %I on %s is %L', sealed.polname, '"public"."code_analysis_events"',
      'rls-kit policy v1 def=' || sealed.digest || ' seen=' || sealed.seen);
  end loop;
  perform set_config('search_path', path, true);
end $rls$;
revoke all privileges on table "public"."code_analysis_events" from public, "nyx_app";
grant select, insert on table "public"."code_analysis_events" to "nyx_app";
do $rls$
declare
  found record;
begin
  for found in
    select s.oid::regclass as name from pg_catalog.pg_depend d
    join pg_catalog.pg_class s on s.oid = d.objid and s.relkind = 'S'
    where d.refobjid = '"public"."code_analysis_events"'::regclass and d.deptype = 'a' and d.classid = 'pg_catalog.pg_class'::regclass
  loop
    execute format('grant usage on sequence %s to %I', found.name, 'nyx_app');
  end loop;
  for found in
    with recursive family as (
      select inhrelid as oid from pg_catalog.pg_inherits where inhparent = '"public"."code_analysis_events"'::regclass
      union
      select i.inhrelid from family f join pg_catalog.pg_inherits i on i.inhparent = f.oid
    )
    select c.oid::regclass as name from family f join pg_catalog.pg_class c on c.oid = f.oid and c.relkind in ('r', 'p')
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname || '.' || c.relname not in ('public.tenants', 'public.users', 'public.projects', 'public.project_members', 'public.personas', 'public.workflows', 'public.workflow_events', 'public.code_analyses', 'public.code_analysis_events', 'public.discussions', 'public.discussion_events', 'public.messages', 'public.project_notes', 'public.workflow_insights')
  loop
    execute format('alter table %s enable row level security', found.name);
    execute format('alter table %s force row level security', found.name);
    execute format('revoke all privileges on table %s from public, %I', found.name, 'nyx_app');
  end loop;
end $rls$;
create index if not exists "rls_kit_code_analysis_events_tenant_id_idx" on "public"."code_analysis_events" ("tenant_id");

-- public.discussions: the tenant stands in tenant_id
alter table "public"."discussions" enable row level security;
alter table "public"."discussions" force row level security;
drop policy if exists "rls_kit_select" on "public"."discussions";
drop policy if exists "rls_kit_insert" on "public"."discussions";
drop policy if exists "rls_kit_update" on "public"."discussions";
drop policy if exists "rls_kit_delete" on "public"."discussions";
create policy "rls_kit_select" on "public"."discussions"
  for select to "nyx_app"
  using ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
create policy "rls_kit_insert" on "public"."discussions"
  for insert to "nyx_app"
  with check ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
create policy "rls_kit_update" on "public"."discussions"
  for update to "nyx_app"
  using ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
  with check ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
do $rls$
declare
  sealed record;
  path text := current_setting('search_path');
begin
  perform set_config('search_path', 'pg_catalog', true);
  for sealed in
    select p.polname, m.digest, md5(concat_ws('|', p.polcmd, p.polpermissive,
  (select string_agg(coalesce(r.rolname, 'public'), ',' order by r.rolname)
     from unnest(p.polroles) as o(oid) left join pg_catalog.pg_roles r on r.oid = o.oid),
  coalesce(pg_catalog.pg_get_expr(p.polqual, p.polrelid), ''),
  coalesce(pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid), ''))) as seen
    from pg_catalog.pg_policy p join (values ('rls_kit_select', 'b502a8b386e48a70'), ('rls_kit_insert', '9b780db6ac2bdd05'), ('rls_kit_update', 'e5a2232af4947488')) as m(name, digest) on m.name = p.polname
    where p.polrelid = '"public"."discussions"'::regclass
  loop
    execute format('comment on policy %I on %s is %L', sealed.polname, '"public"."discussions"',
      'rls-kit policy v1 def=' || sealed.digest || ' seen=' || sealed.seen);
  end loop;
  perform set_config('search_path', path, true);
end $rls$;
revoke all privileges on table "public"."discussions" from public, "nyx_app";
grant select, insert, update on table "public"."discussions" to "nyx_app";
do $rls$
declare
  found record;
begin
  for found in
    select s.oid::regclass as name from pg_catalog.pg_depend d
    join pg_catalog.pg_class s on s.oid = d.objid and s.relkind = 'S'
    where d.refobjid = '"public"."discussions"'::regclass and d.deptype = 'a' and d.classid = 'pg_catalog.pg_class'::regclass
  loop
    execute format('grant usage on sequence %s to %I', found.name, 'nyx_app');
  end loop;
  for found in
    with recursive family as (
      select inhrelid as oid from pg_catalog.pg_inherits where inhparent = '"public"."discussions"'::regclass
      union
      select i.inhrelid from family f join pg_catalog.pg_inherits i on i.inhparent = f.oid
    )
    select c.oid::regclass as name from family f join pg_catalog.pg_class c on c.oid = f.oid and c.relkind in ('r', 'p')
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname || '.' || c.relname not in ('public.tenants', 'public.users', 'public.projects', 'public.project_members', 'public.personas', 'public.workflows', 'public.workflow_events', 'public.code_analyses', 'public.code_analysis_events', 'public.discussions', 'public.discussion_events', 'public.messages', 'public.project_notes', 'public.workflow_insights')
  loop
    execute format('alter table %s enable row level security', found.name);
    execute format('alter table %s force row level security', found.name);
    execute format('revoke all privileges on table %s from public, %I', found.name, 'nyx_app');
  end loop;
end $rls$;
create index if not exists "rls_kit_discussions_tenant_id_idx" on "public"."discussions" ("tenant_id");

-- public.discussion_events: the tenant stands in tenant_id
alter table "public"."discussion_events" enable row level security;
alter table "public"."discussion_events" force row level security;
drop policy if exists "rls_kit_select" on "public"."discussion_events";
drop policy if exists "rls_kit_insert" on "public"."discussion_events";
drop policy if exists "rls_kit_update" on "public"."discussion_events";
drop policy if exists "rls_kit_delete" on "public"."discussion_events";
create policy "rls_kit_select" on "public"."discussion_events"
  for select to "nyx_app"
  using ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
create policy "rls_kit_insert" on "public"."discussion_events"
  for insert to "nyx_app"
  with check ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
do $rls$
declare
  sealed record;
  path text := current_setting('search_path');
begin
  perform set_config('search_path', 'pg_catalog', true);
  for sealed in
    select p.polname, m.digest, md5(concat_ws('|', p.polcmd, p.polpermissive,
  (select string_agg(coalesce(r.rolname, 'public'), ',' order by r.rolname)
     from unnest(p.polroles) as o(oid) left join pg_catalog.pg_roles r on r.oid = o.oid),
  coalesce(pg_catalog.pg_get_expr(p.polqual, p.polrelid), ''),
  coalesce(pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid), ''))) as seen
    from pg_catalog.pg_policy p join (values ('rls_kit_select', 'b502a8b386e48a70'), ('rls_kit_insert', '9b780db6ac2bdd05')) as m(name, digest) on m.name = p.polname
    where p.polrelid = '"public"."discussion_events"'::regclass
  loop
    execute format('comment on policy %I on %s is %L', sealed.polname, '"public"."discussion_events"',
      'rls-kit policy v1 def=' || sealed.digest || ' seen=' || sealed.seen);
  end loop;
  perform set_config('search_path', path, true);
end $rls$;
revoke all privileges on table "public"."discussion_events" from public, "nyx_app";
grant select, insert on table "public"."discussion_events" to "nyx_app";
do $rls$
declare
  found record;
begin
  for found in
    select s.oid::regclass as name from pg_catalog.pg_depend d
    join pg_catalog.pg_class s on s.oid = d.objid and s.relkind = 'S'
    where d.refobjid = '"public"."discussion_events"'::regclass and d.deptype = 'a' and d.classid = 'pg_catalog.pg_class'::regclass
  loop
    execute format('grant usage on sequence %s to %I', found.name, 'nyx_app');
  end loop;
  for found in
    with recursive family as (
      select inhrelid as oid from pg_catalog.pg_inherits where inhparent = '"public"."discussion_events"'::regclass
      union
      select i.inhrelid from family f join pg_catalog.pg_inherits i on i.inhparent = f.oid
    )
    select c.oid::regclass as name from family f join pg_catalog.pg_class c on c.oid = f.oid and c.relkind in ('r', 'p')
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname || '.' || c.relname not in ('public.tenants', 'public.users', 'public.projects', 'public.project_members', 'public.personas', 'public.workflows', 'public.workflow_events', 'public.code_analyses', 'public.code_analysis_events', 'public.discussions', 'public.discussion_events', 'public.messages', 'public.project_notes', 'public.workflow_insights')
  loop
    execute format('alter table %s enable row level security', found.name);
    execute format('alter table %s force row level security', found.name);
    execute format('revoke all privileges on table %s from public, %I', found.name, 'nyx_app');
  end loop;
end $rls$;
create index if not exists "rls_kit_discussion_events_tenant_id_idx" on "public"."discussion_events" ("tenant_id");

-- public.messages: the tenant stands in tenant_id
alter table "public"."messages" enable row level security;
alter table "public"."messages" force row level security;
drop policy if exists "rls_kit_select" on "public"."messages";
drop policy if exists "rls_kit_insert" on "public"."messages";
drop policy if exists "rls_kit_update" on "public"."messages";
drop policy if exists "rls_kit_delete" on "public"."messages";
create policy "rls_kit_select" on "public"."messages"
  for select to "nyx_app"
  using ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
create policy "rls_kit_insert" on "public"."messages"
  for insert to "nyx_app"
  with check ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
do $rls$
declare
  sealed record;
  path text := current_setting('search_path');
begin
  perform set_config('search_path', 'pg_catalog', true);
  for sealed in
    select p.polname, m.digest, md5(concat_ws('|', p.polcmd, p.polpermissive,
  (select string_agg(coalesce(r.rolname, 'public'), ',' order by r.rolname)
     from unnest(p.polroles) as o(oid) left join pg_catalog.pg_roles r on r.oid = o.oid),
  coalesce(pg_catalog.pg_get_expr(p.polqual, p.polrelid), ''),
  coalesce(pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid), ''))) as seen
    from pg_catalog.pg_policy p join (values ('rls_kit_select', 'b502a8b386e48a70'), ('rls_kit_insert', '9b780db6ac2bdd05')) as m(name, digest) on m.name = p.polname
    where p.polrelid = '"public"."messages"'::regclass
  loop
    execute format('comment on policy %I on %s is %L', sealed.polname, '"public"."messages"',
      'rls-kit policy v1 def=' || sealed.digest || ' seen=' || sealed.seen);
  end loop;
  perform set_config('search_path', path, true);
end $rls$;
revoke all privileges on table "public"."messages" from public, "nyx_app";
grant select, insert on table "public"."messages" to "nyx_app";
do $rls$
declare
  found record;
begin
  for found in
    select s.oid::regclass as name from pg_catalog.pg_depend d
    join pg_catalog.pg_class s on s.oid = d.objid and s.relkind = 'S'
    where d.refobjid = '"public"."messages"'::regclass and d.deptype = 'a' and d.classid = 'pg_catalog.pg_class'::regclass
  loop
    execute format('grant usage on sequence %s to %I', found.name, 'nyx_app');
  end loop;
  for found in
    with recursive family as (
      select inhrelid as oid from pg_catalog.pg_inherits where inhparent = '"public"."messages"'::regclass
      union
      select i.inhrelid from family f join pg_catalog.pg_inherits i on i.inhparent = f.oid
    )
    select c.oid::regclass as name from family f join pg_catalog.pg_class c on c.oid = f.oid and c.relkind in ('r', 'p')
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname || '.' || c.relname not in ('public.tenants', 'public.users', 'public.projects', 'public.project_members', 'public.personas', 'public.workflows', 'public.workflow_events', 'public.code_analyses', 'public.code_analysis_events', 'public.discussions', 'public.discussion_events', 'public.messages', 'public.project_notes', 'public.workflow_insights')
  loop
    execute format('alter table %s enable row level security', found.name);
    execute format('alter table %s force row level security', found.name);
    execute format('revoke all privileges on table %s from public, %I', found.name, 'nyx_app');
  end loop;
end $rls$;
create index if not exists "rls_kit_messages_tenant_id_idx" on "public"."messages" ("tenant_id");

-- public.project_notes: the tenant stands in tenant_id
alter table "public"."project_notes" enable row level security;
alter table "public"."project_notes" force row level security;
drop policy if exists "rls_kit_select" on "public"."project_notes";
drop policy if exists "rls_kit_insert" on "public"."project_notes";
drop policy if exists "rls_kit_update" on "public"."project_notes";
drop policy if exists "rls_kit_delete" on "public"."project_notes";
create policy "rls_kit_select" on "public"."project_notes"
  for select to "nyx_app"
  using ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and exists (select from "public"."project_members" as "rls_kit_member" where "rls_kit_member"."project_id" = "public"."project_notes"."project_id" and "rls_kit_member"."user_id" = (select nullif(current_setting('app.user_id', true), '')::uuid)));
create policy "rls_kit_insert" on "public"."project_notes"
  for insert to "nyx_app"
  with check ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and exists (select from "public"."project_members" as "rls_kit_member" where "rls_kit_member"."project_id" = "public"."project_notes"."project_id" and "rls_kit_member"."user_id" = (select nullif(current_setting('app.user_id', true), '')::uuid)));
create policy "rls_kit_update" on "public"."project_notes"
  for update to "nyx_app"
  using ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and exists (select from "public"."project_members" as "rls_kit_member" where "rls_kit_member"."project_id" = "public"."project_notes"."project_id" and "rls_kit_member"."user_id" = (select nullif(current_setting('app.user_id', true), '')::uuid)))
  with check ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and exists (select from "public"."project_members" as "rls_kit_member" where "rls_kit_member"."project_id" = "public"."project_notes"."project_id" and "rls_kit_member"."user_id" = (select nullif(current_setting('app.user_id', true), '')::uuid)));
create policy "rls_kit_delete" on "public"."project_notes"
  for delete to "nyx_app"
  using ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and exists (select from "public"."project_members" as "rls_kit_member" where "rls_kit_member"."project_id" = "public"."project_notes"."project_id" and "rls_kit_member"."user_id" = (select nullif(current_setting('app.user_id', true), '')::uuid)));
do $rls$
declare
  sealed record;
  path text := current_setting('search_path');
begin
  perform set_config('search_path', 'pg_catalog', true);
  for sealed in
    select p.polname, m.digest, md5(concat_ws('|', p.polcmd, p.polpermissive,
  (select string_agg(coalesce(r.rolname, 'public'), ',' order by r.rolname)
     from unnest(p.polroles) as o(oid) left join pg_catalog.pg_roles r on r.oid = o.oid),
  coalesce(pg_catalog.pg_get_expr(p.polqual, p.polrelid), ''),
  coalesce(pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid), ''))) as seen
    from pg_catalog.pg_policy p join (values ('rls_kit_select', 'ce68fa9ba789dbe5'), ('rls_kit_insert', '155c5c1db5f57f09'), ('rls_kit_update', '7d1e63eaceaf5810'), ('rls_kit_delete', 'd8c5a1659c263ada')) as m(name, digest) on m.name = p.polname
    where p.polrelid = '"public"."project_notes"'::regclass
  loop
    execute format('comment on policy %I on %s is %L', sealed.polname, '"public"."project_notes"',
      'rls-kit policy v1 def=' || sealed.digest || ' seen=' || sealed.seen);
  end loop;
  perform set_config('search_path', path, true);
end $rls$;
revoke all privileges on table "public"."project_notes" from public, "nyx_app";
grant select, insert, update, delete on table "public"."project_notes" to "nyx_app";
do $rls$
declare
  found record;
begin
  for found in
    select s.oid::regclass as name from pg_catalog.pg_depend d
    join pg_catalog.pg_class s on s.oid = d.objid and s.relkind = 'S'
    where d.refobjid = '"public"."project_notes"'::regclass and d.deptype = 'a' and d.classid = 'pg_catalog.pg_class'::regclass
  loop
    execute format('grant usage on sequence %s to %I', found.name, 'nyx_app');
  end loop;
  for found in
    with recursive family as (
      select inhrelid as oid from pg_catalog.pg_inherits where inhparent = '"public"."project_notes"'::regclass
      union
      select i.inhrelid from family f join pg_catalog.pg_inherits i on i.inhparent = f.oid
    )
    select c.oid::regclass as name from family f join pg_catalog.pg_class c on c.oid = f.oid and c.relkind in ('r', 'p')
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname || '.' || c.relname not in ('public.tenants', 'public.users', 'public.projects', 'public.project_members', 'public.personas', 'public.workflows', 'public.workflow_events', 'public.code_analyses', 'public.code_analysis_events', 'public.discussions', 'public.discussion_events', 'public.messages', 'public.project_notes', 'public.workflow_insights')
  loop
    execute format('alter table %s enable row level security', found.name);
    execute format('alter table %s force row level security', found.name);
    execute format('revoke all privileges on table %s from public, %I', found.name, 'nyx_app');
  end loop;
end $rls$;
create index if not exists "rls_kit_project_notes_tenant_id_idx" on "public"."project_notes" ("tenant_id");

-- public.workflow_insights: the tenant stands in tenant_id
alter table "public"."workflow_insights" enable row level security;
alter table "public"."workflow_insights" force row level security;
drop policy if exists "rls_kit_select" on "public"."workflow_insights";
drop policy if exists "rls_kit_insert" on "public"."workflow_insights";
drop policy if exists "rls_kit_update" on "public"."workflow_insights";
drop policy if exists "rls_kit_delete" on "public"."workflow_insights";
create policy "rls_kit_select" on "public"."workflow_insights"
  for select to "nyx_app"
  using ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
create policy "rls_kit_insert" on "public"."workflow_insights"
  for insert to "nyx_app"
  with check ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
create policy "rls_kit_update" on "public"."workflow_insights"
  for update to "nyx_app"
  using ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
  with check ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
create policy "rls_kit_delete" on "public"."workflow_insights"
  for delete to "nyx_app"
  using ("tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
do $rls$
declare
  sealed record;
  path text := current_setting('search_path');
begin
  perform set_config('search_path', 'pg_catalog', true);
  for sealed in
    select p.polname, m.digest, md5(concat_ws('|', p.polcmd, p.polpermissive,
  (select string_agg(coalesce(r.rolname, 'public'), ',' order by r.rolname)
     from unnest(p.polroles) as o(oid) left join pg_catalog.pg_roles r on r.oid = o.oid),
  coalesce(pg_catalog.pg_get_expr(p.polqual, p.polrelid), ''),
  coalesce(pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid), ''))) as seen
    from pg_catalog.pg_policy p join (values ('rls_kit_select', 'b502a8b386e48a70'), ('rls_kit_insert', '9b780db6ac2bdd05'), ('rls_kit_update', 'e5a2232af4947488'), ('rls_kit_delete', '23de85b0a7bb3ac1')) as m(name, digest) on m.name = p.polname
    where p.polrelid = '"public"."workflow_insights"'::regclass
  loop
    execute format('comment on policy %I on %s is %L', sealed.polname, '"public"."workflow_insights"',
      'rls-kit policy v1 def=' || sealed.digest || ' seen=' || sealed.seen);
  end loop;
  perform set_config('search_path', path, true);
end $rls$;
revoke all privileges on table "public"."workflow_insights" from public, "nyx_app";
grant select, insert, update, delete on table "public"."workflow_insights" to "nyx_app";
do $rls$
declare
  found record;
begin
  for found in
    select s.oid::regclass as name from pg_catalog.pg_depend d
    join pg_catalog.pg_class s on s.oid = d.objid and s.relkind = 'S'
    where d.refobjid = '"public"."workflow_insights"'::regclass and d.deptype = 'a' and d.classid = 'pg_catalog.pg_class'::regclass
  loop
    execute format('grant usage on sequence %s to %I', found.name, 'nyx_app');
  end loop;
  for found in
    with recursive family as (
      select inhrelid as oid from pg_catalog.pg_inherits where inhparent = '"public"."workflow_insights"'::regclass
      union
      select i.inhrelid from family f join pg_catalog.pg_inherits i on i.inhparent = f.oid
    )
    select c.oid::regclass as name from family f join pg_catalog.pg_class c on c.oid = f.oid and c.relkind in ('r', 'p')
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname || '.' || c.relname not in ('public.tenants', 'public.users', 'public.projects', 'public.project_members', 'public.personas', 'public.workflows', 'public.workflow_events', 'public.code_analyses', 'public.code_analysis_events', 'public.discussions', 'public.discussion_events', 'public.messages', 'public.project_notes', 'public.workflow_insights')
  loop
    execute format('alter table %s enable row level security', found.name);
    execute format('alter table %s force row level security', found.name);
    execute format('revoke all privileges on table %s from public, %I', found.name, 'nyx_app');
  end loop;
end $rls$;
create index if not exists "rls_kit_workflow_insights_tenant_id_idx" on "public"."workflow_insights" ("tenant_id");
