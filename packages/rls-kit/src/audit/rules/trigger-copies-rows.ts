import { qualified, quoteIdent } from '../../sql.ts'
import { nameOf } from '../context.ts'
import { copyTargets } from '../functions.ts'
import type { RelationRow } from '../snapshot/types.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'trigger-copies-rows',
  number: 41,
  severity: 'error',
  title: "A trigger or rule copies tenants' rows to where no policy holds",
  why: "The copies have no tenant's policies before them; NOTIFY reaches every role that can LISTEN.",
  *check(context) {
    const protectedTarget = (oid: number): boolean => {
      const target = context.relation(oid)
      if (target === undefined || onlyOwnerReaches(target)) return true
      if (!target.rls) return false
      return context.tenantTable(oid) !== undefined || context.policiesFor(oid, 'select').length === 0
    }
    for (const trigger of context.snapshot.triggers) {
      const table = context.tenantTable(trigger.table)
      const fn = context.functionOf(trigger.function)
      if (table === undefined || fn === undefined) continue
      const { relations, notifies, dynamic } = copyTargets(context, fn.source)
      const open = relations.filter(
        (relation) => relation.oid !== trigger.table && !protectedTarget(relation.oid),
      )
      const drop = `-- or: drop trigger ${quoteIdent(trigger.name)} on ${qualified(table.relation)};`
      for (const target of open) {
        const read = context.held(target).has('SELECT')
        yield {
          object: `${nameOf(table.relation)}.${trigger.name}`,
          severity: read ? 'error' : 'warning',
          evidence: `it writes to ${nameOf(target)}, which has no policies${read ? ', and the app role may read it' : ''}`,
          fix: `alter table ${qualified(target)} enable row level security;\n${drop}`,
        }
      }
      if (dynamic) {
        yield {
          object: `${nameOf(table.relation)}.${trigger.name}`,
          severity: 'warning',
          evidence: `${fn.schema}.${fn.name} writes by dynamic SQL, so where the rows go cannot be read`,
          fix: `-- Name the table in the function, or take the copies out of reach.\n${drop}`,
        }
      }
      if (notifies) {
        yield {
          object: `${nameOf(table.relation)}.${trigger.name}`,
          severity: 'warning',
          evidence: `${fn.schema}.${fn.name} sends row contents with NOTIFY, and any role may LISTEN`,
          fix: `-- Send the key alone and let the listener read the row under its policies.\n${drop}`,
        }
      }
    }
    for (const rule of context.snapshot.rules) {
      const table = context.tenantTable(rule.table)
      if (table === undefined) continue
      for (const target of copyTargets(context, rule.definition).relations) {
        if (target.oid === rule.table || protectedTarget(target.oid)) continue
        yield {
          object: `${nameOf(table.relation)}.${rule.name}`,
          evidence: `the rule writes to ${nameOf(target)}, which has no policies`,
          fix: `drop rule ${quoteIdent(rule.name)} on ${qualified(table.relation)};`,
        }
      }
    }
  },
}

/** Nobody else has a privilege on it, so the copies are no nearer to a tenant than any backup. */
const onlyOwnerReaches = (relation: RelationRow): boolean =>
  [...relation.acl, ...relation.columns.flatMap((column) => column.acl)].every(
    ({ grantee }) => grantee === relation.owner,
  )
