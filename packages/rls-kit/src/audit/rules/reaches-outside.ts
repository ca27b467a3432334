import { nameOf } from '../context.ts'
import { grantee, revoke, revokeRole } from '../fix.ts'
import { functionName } from '../functions.ts'
import { reachable } from '../select.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'reaches-outside',
  number: 39,
  severity: 'error',
  title: 'The app role can leave the database: foreign tables, dblink, server files, programs',
  why: "On the other side no policy of this database holds; a program or a file is read with the server's own rights.",
  *check(context) {
    for (const relation of context.snapshot.relations) {
      if (relation.kind !== 'f' || !reachable(context, relation)) continue
      yield {
        object: nameOf(relation),
        evidence:
          'a foreign table, on which row-level security cannot be enabled, is within reach of the app role',
        fix: revoke(context, ['all privileges'], relation, [...context.held(relation).values()].flat()),
      }
    }
    const outside = context.snapshot.functions.filter(
      (fn) => fn.extension !== null && context.heldBy(fn.acl).has('EXECUTE'),
    )
    for (const [extension, functions] of Map.groupBy(outside, (fn) => fn.extension ?? '')) {
      yield {
        object: extension,
        evidence: `the app role may execute ${functions.length} functions of the extension ${extension}, which open other connections`,
        fix: functions
          .flatMap((fn) =>
            (context.heldBy(fn.acl).get('EXECUTE') ?? []).map(
              (oid) => `revoke execute on routine ${functionName(fn)} from ${grantee(context, oid)};`,
            ),
          )
          .join('\n'),
      }
    }
    for (const fn of context.snapshot.fileFunctions) {
      const through = context.heldBy(fn.acl).get('EXECUTE') ?? []
      if (through.length === 0) continue
      yield {
        object: `pg_catalog.${fn.name}(${fn.args})`,
        evidence: `it reaches the server's files, and ${through.map((oid) => context.roleName(oid)).join(', ')} may execute it`,
        fix: through
          .map(
            (oid) =>
              `revoke execute on function pg_catalog.${fn.name}(${fn.args}) from ${grantee(context, oid)};`,
          )
          .join('\n'),
      }
    }
    const { app } = context
    if (app === undefined) return
    for (const role of context.snapshot.roles) {
      if (!/^pg_(execute_server_program|read_server_files|write_server_files)$/.test(role.name)) continue
      if (!context.holders.has(role.oid) && !context.canBecome.has(role.oid)) continue
      yield {
        object: app.name,
        evidence: `${app.name} is a member of ${role.name}`,
        fix: revokeRole(context, role.oid),
      }
    }
  },
}
