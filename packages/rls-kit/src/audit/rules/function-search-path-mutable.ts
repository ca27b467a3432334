import { describeFunction, functionName, looseSearchPath, usedByPolicies } from '../functions.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'function-search-path-mutable',
  number: 20,
  severity: 'error',
  title: "A function with its owner's rights looks names up where its caller decides",
  why: 'Temporary tables come first in every search path that does not name pg_temp: the caller can put a table of his own before the one that was meant.',
  *check(context) {
    const used = usedByPolicies(context)
    for (const fn of context.snapshot.functions) {
      const calledByPolicy = used.has(`${fn.schema}.${fn.name}`)
      if (fn.extension !== null || (!fn.securityDefiner && !calledByPolicy)) continue
      const loose = looseSearchPath(context, fn)
      if (loose === undefined) continue
      yield {
        object: describeFunction(fn),
        severity: fn.securityDefiner ? 'error' : 'warning',
        evidence: `${fn.securityDefiner ? 'SECURITY DEFINER' : 'a policy calls it'}, and ${loose}`,
        fix: `alter routine ${functionName(fn)} set search_path = pg_catalog, ${loose.includes('pg_temp') ? `${loose.match(/"[^"]+"/g)?.join(', ') ?? 'public'}, ` : 'public, '}pg_temp;`,
      }
    }
  },
}
