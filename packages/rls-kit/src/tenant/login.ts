import { json } from '../catalog/read.ts'
import { RlsKitError } from '../errors.ts'
import type { Queryable, RlsDefinition } from '../types.ts'

/** What a connection's login is, as far as it can get past row security. */
export interface LoginFacts {
  readonly login: string
  /** Whether it is the app role, or may become it. */
  readonly canBecomeApp: boolean
  readonly appExists: boolean
  /** For the login, and for the app role: which roles it is or is a member of that pass row security. */
  readonly dangers: Readonly<Record<'login' | 'app', readonly { role: string; why: string }[]>>
  /** What unqualified names mean in a new session of this login. */
  readonly searchPath: string
  /** The process that answered. A pooler gives its clients a number of its own. */
  readonly backend: number
  /** What has been SET in the session before, as by a `connect` handler of the pool. */
  readonly session: Readonly<Record<string, string>>
  /** Declared tables that are missing, or lack ENABLE or FORCE. */
  readonly open: readonly string[]
}

const question = `
with tables as (
  select t.name, c.relowner, c.relrowsecurity and c.relforcerowsecurity as closed
  from jsonb_to_recordset($2::jsonb) as t(name text, schema text, relation text)
  left join pg_catalog.pg_namespace n on n.nspname = t.schema
  left join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = t.relation
), dangerous as (
  select r.oid, r.rolname, case when r.rolsuper then 'a superuser' when r.rolbypassrls then 'allowed to BYPASSRLS'
    else 'the owner of ' || (select min(t.name) from tables t where t.relowner = r.oid) end as why
  from pg_catalog.pg_roles r
  where r.rolsuper or r.rolbypassrls or r.oid in (select relowner from tables)
)
select jsonb_build_object('login', session_user, 'backend', pg_catalog.pg_backend_pid(), 'searchPath', current_setting('search_path'),
  'session', (select coalesce(jsonb_object_agg(s.name, current_setting(s.name)), '{}') from pg_catalog.pg_settings s
    where s.source = 'session' and s.context in ('user', 'superuser') and s.name not like 'transaction%'),
  'appExists', exists (select from pg_catalog.pg_roles where rolname = $1),
  'canBecomeApp', exists (select from pg_catalog.pg_roles r
     where r.rolname = $1 and pg_catalog.pg_has_role(session_user, r.oid, 'MEMBER')),
  'dangers', jsonb_build_object(
    'login', (select coalesce(jsonb_agg(jsonb_build_object('role', d.rolname, 'why', d.why)), '[]') from dangerous d
       where pg_catalog.pg_has_role(session_user, d.oid, 'MEMBER')),
    'app', (select coalesce(jsonb_agg(jsonb_build_object('role', d.rolname, 'why', d.why)), '[]')
       from dangerous d, pg_catalog.pg_roles a
       where a.rolname = $1 and (d.oid = a.oid or pg_catalog.pg_has_role(a.oid, d.oid, 'MEMBER')))),
  'open', (select coalesce(jsonb_agg(t.name), '[]') from tables t where t.closed is not true)) as facts`

/** Reads {@link LoginFacts} on one connection. */
export async function readLogin(session: Queryable, rls: RlsDefinition): Promise<LoginFacts> {
  const tables = rls.tables.map((table) => ({
    name: `${table.schema}.${table.name}`,
    schema: table.schema,
    relation: table.name,
  }))
  const { rows } = await session.query(question, [rls.roles.app, JSON.stringify(tables)])
  return json(rows[0]?.facts) as LoginFacts
}

/**
 * Decides whether a connection may serve tenants.
 *
 * @throws {@link RlsKitError} `UNSAFE_LOGIN` or `NOT_ISOLATED`.
 */
export function checkLogin(facts: LoginFacts, rls: RlsDefinition, unsafeSuperuserLogin: boolean): void {
  const { app } = rls.roles
  if (!facts.appExists) {
    throw new RlsKitError('UNSAFE_LOGIN', `The app role ${app} does not exist.`, {
      advice: 'Run rls-kit apply first; it creates the role.',
    })
  }
  const [dangerous] = facts.dangers.app
  if (dangerous !== undefined) throw unsafe('app role', app, dangerous)
  const [danger] = facts.dangers.login
  if (danger !== undefined && !unsafeSuperuserLogin) throw unsafe('login', facts.login, danger)
  if (!facts.canBecomeApp) {
    throw new RlsKitError('UNSAFE_LOGIN', `The login ${facts.login} is not ${app} and may not become it.`, {
      advice: `Run GRANT "${app}" TO "${facts.login}".`,
    })
  }
  if (facts.open.length > 0) {
    throw new RlsKitError(
      'NOT_ISOLATED',
      `Row security is not enabled and forced on ${facts.open.join(', ')}.`,
      {
        advice: 'Run rls-kit apply. Until then no tenant is served.',
      },
    )
  }
}

function unsafe(what: string, name: string, danger: { role: string; why: string }): RlsKitError {
  const member = danger.role === name ? 'is' : `is a member of ${danger.role}, which is`
  return new RlsKitError(
    'UNSAFE_LOGIN',
    `The ${what} ${name} ${member} ${danger.why}: no policy would hold for it.`,
    {
      advice:
        what === 'login'
          ? 'Connect as a login that is only a member of the app role. Embedded PGlite alone may set unsafeSuperuserLogin.'
          : 'Take that membership or attribute away from it.',
    },
  )
}
