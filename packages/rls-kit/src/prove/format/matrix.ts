import type { Action, Outcome, Probe, ProveResult } from '../types.ts'

/** One object of the matrix, with the worst outcome of each action. */
export interface MatrixRow {
  readonly object: string
  readonly kind: Probe['kind']
  readonly cells: Readonly<Partial<Record<Action, Probe>>>
}

const order: readonly Action[] = [
  'select',
  'no tenant',
  'copy out',
  'returning',
  'insert',
  'copy in',
  'update',
  'move',
  'delete',
  'upsert',
  'merge',
  'truncate',
  'foreign key',
  'unique',
  'trigger',
  'ddl',
  'call',
  'depends',
  'shadow',
  'leakproof',
  'set role',
  'program',
  'publish',
]

const severity: Record<Outcome, number> = { leak: 4, unproven: 3, held: 2, unsupported: 1, denied: 0 }

/** Probes by object and action. Where one action was tried several times, the worst outcome stands. */
export function toMatrix(result: ProveResult): { actions: Action[]; rows: MatrixRow[] } {
  const rows = new Map<
    string,
    { object: string; kind: Probe['kind']; cells: Partial<Record<Action, Probe>> }
  >()
  for (const probe of result.probes) {
    const row = rows.get(probe.object) ?? { object: probe.object, kind: probe.kind, cells: {} }
    const before = row.cells[probe.action]
    if (before === undefined || severity[probe.outcome] > severity[before.outcome])
      row.cells[probe.action] = probe
    rows.set(probe.object, row)
  }
  const used = new Set(result.probes.map((probe) => probe.action))
  return { actions: order.filter((action) => used.has(action)), rows: [...rows.values()] }
}

/** How many probes ended how. */
export function countOutcomes(result: ProveResult): Record<Outcome, number> {
  const counts: Record<Outcome, number> = { held: 0, denied: 0, leak: 0, unproven: 0, unsupported: 0 }
  for (const probe of result.probes) counts[probe.outcome]++
  return counts
}
