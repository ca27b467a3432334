import { grantee } from '../fix.ts'
import { callable, describeFunction, functionName, touchesTenantRows } from '../functions.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'security-definer-executable',
  number: 19,
  severity: 'error',
  title: 'The app role may call a SECURITY DEFINER function',
  why: 'The function runs as its owner. Unless it filters by tenant itself, it reads past the policies.',
  *check(context) {
    for (const fn of context.snapshot.functions) {
      if (!fn.securityDefiner || fn.extension !== null || !callable(fn)) continue
      const through = context.heldBy(fn.acl).get('EXECUTE')
      if (through === undefined || context.holders.has(fn.owner)) continue
      yield {
        object: describeFunction(fn),
        severity: touchesTenantRows(context, fn) ? 'error' : 'warning',
        evidence: `it runs as ${context.roleName(fn.owner)}, and ${through.map((oid) => context.roleName(oid)).join(', ')} may execute it`,
        fix: `alter routine ${functionName(fn)} security invoker;\n-- or: ${[...new Set(through)].map((oid) => `revoke execute on routine ${functionName(fn)} from ${grantee(context, oid)};`).join(' ')}`,
      }
    }
  },
}
