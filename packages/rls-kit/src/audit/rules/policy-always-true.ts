import { nameOf } from '../context.ts'
import { isAlwaysTrue } from '../expression.ts'
import { alterPolicy, effectiveCheck } from '../predicate.ts'
import { boundPolicies, commandsOf, restricted } from '../select.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'policy-always-true',
  number: 9,
  severity: 'error',
  title: 'A permissive policy is true for every row',
  why: 'Permissive policies are OR-ed, so one that is always true opens the table to every tenant, whatever the others say.',
  *check(context) {
    for (const { table, policy } of boundPolicies(context)) {
      if (!policy.permissive || policy.command === 'insert') continue
      const open = policy.using !== null && isAlwaysTrue(policy.using)
      const check = effectiveCheck(policy)
      const openCheck =
        policy.command !== 'select' && policy.command !== 'delete' && check !== null && isAlwaysTrue(check)
      if (!open && !openCheck) continue
      const commands = commandsOf(policy).filter((command) => command !== 'insert')
      if (commands.every((command) => restricted(context, table, command, open ? 'using' : 'check'))) continue
      yield {
        object: `${nameOf(table.relation)}.${policy.name}`,
        evidence: `${open ? `USING (${policy.using})` : `WITH CHECK (${check})`} for ${policy.command}`,
        fix: alterPolicy(context, table, policy, open && openCheck ? 'both' : open ? 'using' : 'check'),
      }
    }
    for (const [oid, declared] of context.tenancy.shared) {
      const relation = context.relation(oid)
      if (relation === undefined || declared.shared !== 'read') continue
      for (const command of ['insert', 'update', 'delete'] as const) {
        if (!context.held(relation).has(command.toUpperCase())) continue
        for (const policy of context.policiesFor(oid, command)) {
          if (!policy.permissive || !isAlwaysTrue(effectiveCheck(policy) ?? policy.using ?? '')) continue
          yield {
            object: `${nameOf(relation)}.${policy.name}`,
            evidence: `the table is declared shared for reading, and every tenant may ${command} in it`,
            fix: `-- Narrow the policy to select, or revoke ${command} on the table from the app role.`,
          }
        }
      }
    }
  },
}
