import { ownershipMark, policyDigest } from '../catalog/read.ts'
import { dollarQuote, qualified, quoteLiteral } from '../sql.ts'
import type { DesiredPolicy } from './desired.ts'

/**
 * One statement that writes the ownership comment of each policy. The server computes the digest of what it
 * stored, so that an ALTER POLICY shows later although the comment stays.
 */
export function sealPolicies(
  table: { schema: string; name: string },
  policies: readonly DesiredPolicy[],
): string {
  const values = policies
    .map((policy) => `(${quoteLiteral(policy.name)}, ${quoteLiteral(policy.digest)})`)
    .join(', ')
  const body = `
declare
  sealed record;
  path text := current_setting('search_path');
begin
  perform set_config('search_path', 'pg_catalog', true);
  for sealed in
    select p.polname, m.digest, ${policyDigest} as seen
    from pg_catalog.pg_policy p join (values ${values}) as m(name, digest) on m.name = p.polname
    where p.polrelid = ${quoteLiteral(qualified(table))}::regclass
  loop
    execute format('comment on policy %I on %s is %L', sealed.polname, ${quoteLiteral(qualified(table))},
      '${ownershipMark} v1 def=' || sealed.digest || ' seen=' || sealed.seen);
  end loop;
  perform set_config('search_path', path, true);
end `
  return `do ${dollarQuote(body)}`
}
