import { createHash } from 'node:crypto'
import type { Catalog, TableState } from '../catalog/types.ts'
import { displayName } from '../sql.ts'
import type { RlsDefinition, TableDefinition } from '../types.ts'
import { policySteps } from './policies.ts'
import { checkReferences, checkServer, checkTable } from './problems.ts'
import { roleSteps, schemaSteps } from './roles.ts'
import { childSteps, grantSteps, indexSteps, ownerSteps, rlsSteps } from './table.ts'
import type { Plan, PlanOptions, PlanProblem, PlanStep } from './types.ts'

/** The pure heart of `plan`: what has to be done so that `catalog` becomes what `rls` says. */
export function diff(rls: RlsDefinition, catalog: Catalog, options: PlanOptions = {}): Plan {
  const problems: PlanProblem[] = [...checkServer(rls, catalog)]
  const steps: PlanStep[] = [...roleSteps(rls, catalog), ...schemaSteps(rls, catalog)]

  const found: [TableDefinition, TableState][] = []
  for (const table of rls.tables) {
    const state = catalog.tables.get(displayName(table))
    problems.push(...checkTable(rls, table, state, catalog))
    if (state !== undefined) found.push([table, state])
  }
  problems.push(...checkReferences(rls, catalog))

  for (const [table, state] of found) {
    steps.push(...ownerSteps(rls, table, state), ...rlsSteps(table, state))
    const policies = policySteps(rls, table, state, catalog, options)
    problems.push(...policies.problems)
    steps.push(...policies.steps, ...grantSteps(rls, table, state), ...childSteps(rls, table, state, catalog))
  }
  for (const [table, state] of found) steps.push(...indexSteps(table, state, options))

  // A concurrent step waits until the transaction has committed, so it stands last.
  const ordered = [...steps.filter((step) => !step.concurrent), ...steps.filter((step) => step.concurrent)]
  return { steps: ordered, problems, checksum: checksum(ordered.map((step) => step.sql)) }
}

/** SHA-256 over statements, each with its length, so that no two lists of statements can be confused. */
export function checksum(statements: readonly string[]): string {
  const hash = createHash('sha256')
  for (const sql of statements) hash.update(`${Buffer.byteLength(sql)}:${sql}`)
  return hash.digest('hex')
}
