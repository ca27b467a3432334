import { describeFunction, functionName } from '../functions.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'leakproof-user-function',
  number: 37,
  severity: 'error',
  title: 'A function of your own is marked LEAKPROOF',
  why: 'PostgreSQL then evaluates it before the policies, on rows of every tenant; one that raises, logs or stores its argument shows them.',
  *check(context) {
    for (const fn of context.snapshot.functions) {
      if (!fn.leakproof || fn.extension !== null || !context.heldBy(fn.acl).has('EXECUTE')) continue
      yield {
        object: describeFunction(fn),
        evidence: `pg_proc says that it is leakproof, and the app role may execute it`,
        fix: `alter routine ${functionName(fn)} not leakproof;`,
      }
    }
  },
}
