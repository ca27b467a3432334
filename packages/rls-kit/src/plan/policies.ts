import { ownershipMark } from '../catalog/read.ts'
import type { Catalog, PolicyState, TableState } from '../catalog/types.ts'
import { displayName, dollarQuote, qualified, quoteIdent, quoteLiteral } from '../sql.ts'
import type { RlsDefinition, TableDefinition } from '../types.ts'
import { createPolicy, desiredPolicies } from './desired.ts'
import { sealPolicies } from './seal.ts'
import type { PlanOptions, PlanProblem, PlanStep } from './types.ts'

/** What the comment of an owned policy says: the digest of its definition, and of what the server made of it. */
export function readMark(comment: string | null): { def: string; seen: string | undefined } | undefined {
  if (comment === null || !comment.startsWith(ownershipMark)) return undefined
  return {
    def: /\bdef=([0-9a-f]+)/.exec(comment)?.[1] ?? '',
    seen: /\bseen=([0-9a-f]+)/.exec(comment)?.[1],
  }
}

/** Policies to drop and to make, and those that may not be touched. */
export function policySteps(
  rls: RlsDefinition,
  table: TableDefinition,
  state: TableState,
  catalog: Catalog,
  options: PlanOptions,
): { steps: PlanStep[]; problems: PlanProblem[] } {
  const steps: PlanStep[] = []
  const problems: PlanProblem[] = []
  const desired = desiredPolicies(rls, table)
  const drop = (policy: PolicyState, why: string): void => {
    steps.push({
      kind: 'drop-policy',
      object: `${displayName(table)}.${policy.name}`,
      why,
      sql: `drop policy ${quoteIdent(policy.name)} on ${qualified(table)}`,
      undo: recreate(table, policy),
      concurrent: false,
    })
  }
  const kept = new Set<string>()
  const replaceable = new Set(options.replace ?? [])

  for (const policy of state.policies) {
    const object = `${displayName(table)}.${policy.name}`
    const mark = readMark(policy.comment)
    const wanted = desired.find((candidate) => candidate.name === policy.name)
    if (mark === undefined) {
      if (replaceable.has(object)) drop(policy, 'named in replace')
      else if (wanted !== undefined || reachesApp(policy, rls, catalog)) {
        problems.push({
          code: 'FOREIGN_OBJECT',
          object,
          message:
            wanted !== undefined
              ? `${object} takes the name of a policy of rls-kit but was not made by it.`
              : `${object} was not made by rls-kit, is permissive and holds for ${rls.roles.app}: it would be OR-ed with the tenant's policies.`,
          advice: `Drop it, or let rls-kit drop it: --replace ${object}`,
        })
      }
      continue
    }
    if (mark.seen !== undefined && mark.seen !== policy.seen && !options.overwriteChanged) {
      problems.push({
        code: 'CHANGED_OBJECT',
        object,
        message: `${object} is not as rls-kit left it: somebody altered it.`,
        advice: 'See what was changed and why, then pass --overwrite-changed.',
      })
      continue
    }
    if (wanted === undefined) drop(policy, 'the definition no longer has it')
    else if (mark.def !== wanted.digest) drop(policy, 'the definition changed')
    else if (mark.seen !== policy.seen) drop(policy, 'it was altered')
    else kept.add(policy.name)
  }

  const made = desired.filter((policy) => !kept.has(policy.name))
  for (const policy of made) {
    steps.push({
      kind: 'create-policy',
      object: `${displayName(table)}.${policy.name}`,
      why: describe(table, policy.command),
      sql: createPolicy(table, policy),
      undo: `drop policy if exists ${quoteIdent(policy.name)} on ${qualified(table)}`,
      concurrent: false,
    })
  }
  if (made.length > 0) {
    steps.push({
      kind: 'seal-policies',
      object: displayName(table),
      why: 'marks the policies as made by rls-kit, with a digest that shows a later change',
      sql: sealPolicies(table, made),
      undo: undefined,
      concurrent: false,
    })
  }
  return { steps, problems }
}

/** A permissive policy of somebody else's opens the table if the app role falls under it. */
function reachesApp(policy: PolicyState, rls: RlsDefinition, catalog: Catalog): boolean {
  if (!policy.permissive) return false
  const app = catalog.roles.get(rls.roles.app)
  return policy.roles.some(
    (role) => role === 'public' || role === rls.roles.app || app?.memberOf.includes(role) === true,
  )
}

function describe(table: TableDefinition, command: string): string {
  const rows =
    table.kind === 'shared'
      ? 'rows that all tenants share'
      : table.kind === 'via'
        ? `rows whose ${table.via?.table.name} belongs to the tenant`
        : 'rows of the tenant'
  return `${command}: ${rows}${table.also.length > 0 ? ', narrowed further' : ''}`
}

/** CREATE POLICY from the catalog, so that a rollback brings back what was there. */
function recreate(table: TableDefinition, policy: PolicyState): string {
  const roles = policy.roles.map((role) => (role === 'public' ? 'public' : quoteIdent(role))).join(', ')
  const create = [
    `create policy ${quoteIdent(policy.name)} on ${qualified(table)}`,
    `as ${policy.permissive ? 'permissive' : 'restrictive'} for ${policy.command} to ${roles}`,
    policy.using === null ? '' : `using (${policy.using})`,
    policy.check === null ? '' : `with check (${policy.check})`,
  ]
    .filter(Boolean)
    .join(' ')
  if (policy.comment === null) return create
  const comment = `comment on policy ${quoteIdent(policy.name)} on ${qualified(table)} is ${quoteLiteral(policy.comment)}`
  return `do ${dollarQuote(` begin ${create}; ${comment}; end `)}`
}
