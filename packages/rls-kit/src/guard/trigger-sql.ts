import { quoteLiteral } from '../sql.ts'
import { blockKinds, blockTags } from './blocked.ts'
import { blockSlots, guardSchema } from './schema.ts'

/** The event triggers, by name and event. */
export const eventTriggers: readonly {
  readonly name: string
  readonly event: string
  readonly routine: string
}[] = [
  { name: 'rls_kit_guard_start', event: 'ddl_command_start', routine: 'on_start' },
  { name: 'rls_kit_guard_drop', event: 'sql_drop', routine: 'on_drop' },
  { name: 'rls_kit_guard_change', event: 'ddl_command_end', routine: 'on_change' },
]

const s = guardSchema
const safe = 'security definer set search_path = pg_catalog, pg_temp'
// Fresh sessions have no statistics of these small tables: without this the planner hashes all of pg_attribute.
const direct = `${safe} set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set jit = off`
const messages = Object.entries(blockKinds)
  .map(([kind, what]) => `when ${kind} then ${quoteLiteral(what)}`)
  .join(' ')
const tags = `array[${blockTags.slice(1).map(quoteLiteral).join(', ')}]::text[]`

/** The functions behind the event triggers; CREATE OR REPLACE, so that an upgrade replaces them. */
export const triggerFunctions: readonly string[] = [
  // session_user is who logged in; the setting `role` is whom SET ROLE made of it, which SECURITY DEFINER leaves alone.
  `create or replace function ${s}.is_allowed(id int) returns boolean language sql stable ${safe} as $fn$
    select exists (select from ${s}.allowed a where a.guarded_id = $1 and a.expires_at > clock_timestamp()
      and a.role_name = coalesce(nullif(current_setting('role'), 'none'), session_user::text))
  $fn$`,

  // Ids are of one database: in a copy or a restored dump the guard keeps still until it is installed again.
  `create or replace function ${s}.is_here() returns boolean language sql stable ${safe} as $fn$
    select exists (select from ${s}.meta m join pg_database d on d.oid = m.database_oid
      where d.datname = current_database())
  $fn$`,

  `create or replace function ${s}.block(tag text, kind int, id int, object text) returns void language plpgsql ${safe} as $fn$
    declare number int8 := nextval('${s}.blocked');
    begin
      perform setval(format('${s}.blocked_%s', number % ${blockSlots})::regclass,
        (coalesce(array_position(${tags}, tag), 0)::int8 << 40) | (kind::int8 << 32) | id);
      raise exception 'rls-kit guard: % blocked on %: %', tag, object, case kind ${messages} end
        using errcode = 'triggered_action_exception',
          hint = format('If it is meant: rls-kit guard allow %s --for 10m --reason ...', object);
    end
  $fn$`,

  // Both are over before sql_drop fires: DROP INDEX CONCURRENTLY has marked the index invalid by then, and a function
  // that is dropped cannot object. So here, for these alone, the statement's own text decides.
  `create or replace function ${s}.on_start() returns event_trigger language plpgsql ${direct} as $fn$
    declare
      hit record;
      statement text := lower(current_query());
    begin
      if not ${s}.is_here() then return; end if;
      if tg_tag = 'DROP INDEX' and statement like '%concurrently%' then
        select w.guarded_id, w.identity into hit from ${s}.watch w join pg_class c on c.oid = w.objid
          where w.kind = 3 and strpos(statement, lower(c.relname)) > 0 and not ${s}.is_allowed(w.guarded_id) limit 1;
        if found then perform ${s}.block(tg_tag, 3, hit.guarded_id, hit.identity); end if;
      elsif tg_tag = 'ALTER TABLE' and statement ~ 'detach\\s.*concurrently' then -- in two transactions of its own
        select w.guarded_id, w.identity into hit from ${s}.watch w join pg_class c on c.oid = w.objid
          where w.kind = 16 and strpos(statement, lower(c.relname)) > 0 and not ${s}.is_allowed(w.guarded_id) limit 1;
        if found then perform ${s}.block(tg_tag, 15, hit.guarded_id, hit.identity); end if;
      elsif tg_tag in ('DROP SCHEMA', 'DROP FUNCTION', 'DROP ROUTINE') and strpos(statement, '${s}') > 0 then
        perform ${s}.block(tg_tag, 14, 0, '${s}');
      end if;
    end
  $fn$`,

  `create or replace function ${s}.on_drop() returns event_trigger language plpgsql ${direct} as $fn$
    declare hit record;
    begin
      if tg_tag = 'REINDEX' or not ${s}.is_here() then return; end if;
      select w.guarded_id, w.kind, w.identity, ${s}.is_allowed(w.guarded_id) as allowed into hit
        from pg_event_trigger_dropped_objects() d
        join ${s}.watch w on w.classid = d.classid and w.objid = d.objid and w.objsubid = d.objsubid
       order by 4, w.kind limit 1;
      if not found then
        select g.id into hit from pg_event_trigger_dropped_objects() d
          join ${s}.guarded g on d.schema_name = '${s}' and d.object_type = 'table' and d.object_name = 'data_' || g.id
         where not ${s}.is_allowed(g.id) limit 1;
        if found then perform ${s}.block(tg_tag, 14, hit.id, '${s}'); end if;
        return;
      end if;
      if not hit.allowed then perform ${s}.block(tg_tag, hit.kind, hit.guarded_id, hit.identity); end if;
      delete from ${s}.watch w using pg_event_trigger_dropped_objects() d
        where w.classid = d.classid and w.objid = d.objid and w.objsubid = d.objsubid and w.kind = 16;
      insert into ${s}.journal (actor, action, object, detail)
        values (session_user, 'allowed ' || tg_tag, hit.identity, current_query());
    end
  $fn$`,

  `create or replace function ${s}.on_change() returns event_trigger language plpgsql ${direct} as $fn$
    declare
      hit record;
      empty boolean;
    begin
      if not ${s}.is_here() then return; end if;
      if tg_tag = 'REINDEX' then -- CONCURRENTLY builds a new index under the old name
        perform ${s}.watch_indexes();
        return;
      end if;
      if tg_tag in ('CREATE TABLE', 'ALTER TABLE') and exists (
        select from pg_event_trigger_ddl_commands() k join pg_class c on c.oid = k.objid
         where k.classid = 'pg_class'::regclass and (c.relkind = 'p' or c.relispartition)) then
        perform ${s}.watch_partitions();
      end if;
      for hit in
        select g.id, format('%I.%I.%I', g.schema_name, g.table_name, g.column_name) as object, g.relid, g.sample_query,
            case when a.attname <> g.column_name then 5
              when a.atttypid <> g.type_oid or a.atttypmod <> g.type_mod then 6
              when c.relname <> g.table_name then 7
              when n.nspname <> g.schema_name then 8
              when g.row_security and not c.relrowsecurity then 9
              when g.forced and not c.relforcerowsecurity then 10
              when c.relkind = 'p' and exists (select from ${s}.watch w where w.guarded_id = g.id and w.kind = 16
                and not exists (select from pg_inherits i where i.inhrelid = w.objid)) then 15
              when pg_relation_filenode(c.oid) <> g.filenode then 12 else 0 end as kind
          from ${s}.guarded g join pg_class c on c.oid = g.relid join pg_namespace n on n.oid = c.relnamespace
          join pg_attribute a on a.attrelid = g.relid and a.attnum = g.attnum and not a.attisdropped
         where g.state <> 'new'
      loop
        continue when hit.kind = 0 and tg_tag <> 'ALTER POLICY';
        continue when hit.kind = 12 and tg_tag <> 'ALTER TABLE';
        -- Only a command that touched the table is answered for: damage that was there before blocks nobody.
        continue when not exists (
          with recursive above (oid) as (
            select hit.relid union select i.inhparent from pg_inherits i join above on above.oid = i.inhrelid)
          select from pg_event_trigger_ddl_commands() k
           where (k.classid = 'pg_class'::regclass and k.objid in (select oid from above))
              or k.classid in ('pg_namespace'::regclass, 'pg_type'::regclass, 'pg_extension'::regclass)
              or (k.classid = 'pg_policy'::regclass and exists (select from ${s}.watch w
                    where w.classid = k.classid and w.objid = k.objid and w.guarded_id = hit.id)));
        if hit.kind = 0 then
          continue when not exists (
            select from pg_event_trigger_ddl_commands() k
              join ${s}.watch w on w.classid = k.classid and w.objid = k.objid and w.guarded_id = hit.id
              join pg_policy p on p.oid = k.objid
             where k.classid = 'pg_policy'::regclass and w.state <> ${s}.policy_state(p));
          hit.kind := 11;
        elsif hit.kind = 12 then
          continue when hit.sample_query is null;
          begin
            execute hit.sample_query into empty;
          exception when others then
            continue; -- a snapshot that cannot be read is no reason to stop a migration
          end;
          continue when not empty;
        end if;
        if not ${s}.is_allowed(hit.id) then perform ${s}.block(tg_tag, hit.kind, hit.id, hit.object); end if;
        delete from ${s}.watch w where w.guarded_id = hit.id and w.kind = 16
          and not exists (select from pg_inherits i where i.inhrelid = w.objid);
        insert into ${s}.journal (actor, action, object, detail)
          values (session_user, 'allowed ' || tg_tag, hit.object, current_query());
      end loop;
    end
  $fn$`,
]

/** Writes down which indexes must not be dropped, as they are now. */
export const watchIndexesFunction: string = `create or replace function ${s}.watch_indexes() returns void
  language sql ${safe} as $fn$
    delete from ${s}.watch where kind = 3;
    insert into ${s}.watch (classid, objid, objsubid, guarded_id, kind, identity)
      select 'pg_class'::regclass, i.indexrelid, 0, g.id, 3,
          format('%I.%I.%I', g.schema_name, g.table_name, g.column_name)
        from ${s}.guarded g join pg_index i on i.indrelid = g.relid
       where g.state <> 'new' and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
         and exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = i.indexrelid
           and d.refclassid = 'pg_class'::regclass and d.refobjid = g.relid and d.refobjsubid = g.attnum)
  $fn$`

/** Writes down partitions, those too that come later: a detached one stays written down, and so is missed. */
export const watchPartitionsFunction: string = `create or replace function ${s}.watch_partitions() returns void
  language sql ${safe} as $fn$
    insert into ${s}.watch (classid, objid, objsubid, guarded_id, kind, identity)
      select 'pg_class'::regclass, tree.relid, 0, g.id, 16, format('%I.%I.%I', g.schema_name, g.table_name, g.column_name)
        from ${s}.guarded g join pg_class c on c.oid = g.relid and c.relkind = 'p'
       cross join lateral pg_partition_tree(g.relid) tree where g.state <> 'new' and tree.level > 0
      on conflict do nothing
  $fn$`

/** Stands before the others: they compare with what it answers. */
export const policyStateFunction: string = `create or replace function ${s}.policy_state(p pg_catalog.pg_policy) returns text
  language sql stable ${safe} as $fn$
    select encode(sha256(convert_to(concat_ws('|', p.polpermissive, p.polcmd, p.polroles::text,
      p.polqual::text, p.polwithcheck::text), 'UTF8')), 'hex')
  $fn$`
