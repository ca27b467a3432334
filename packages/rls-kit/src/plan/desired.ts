import { createHash } from 'node:crypto'
import { qualified, quoteIdent } from '../sql.ts'
import type { Command, RlsDefinition, TableDefinition } from '../types.ts'
import { predicate } from './expressions.ts'

/** A policy as it should be. */
export interface DesiredPolicy {
  readonly name: string
  readonly command: Command
  readonly role: string
  readonly using: string | undefined
  readonly check: string | undefined
  /** A digest of the definition; it stands in the policy's comment. */
  readonly digest: string
}

/** The policies of one table: one a command, each with USING and WITH CHECK where the command has them. */
export function desiredPolicies(rls: RlsDefinition, table: TableDefinition): DesiredPolicy[] {
  return table.commands.map((command) => {
    const using = command === 'insert' ? undefined : predicate(rls, table, command, 'using')
    const check =
      command === 'insert' || command === 'update' ? predicate(rls, table, command, 'check') : undefined
    const digest = createHash('sha256')
      .update(JSON.stringify([command, rls.roles.app, using ?? null, check ?? null]))
      .digest('hex')
      .slice(0, 16)
    return { name: `rls_kit_${command}`, command, role: rls.roles.app, using, check, digest }
  })
}

/** CREATE POLICY, laid out for a person to read. */
export function createPolicy(table: TableDefinition, policy: DesiredPolicy): string {
  const lines = [
    `create policy ${quoteIdent(policy.name)} on ${qualified(table)}`,
    `  for ${policy.command} to ${quoteIdent(policy.role)}`,
  ]
  if (policy.using !== undefined) lines.push(`  using (${policy.using})`)
  if (policy.check !== undefined) lines.push(`  with check (${policy.check})`)
  return lines.join('\n')
}

/** The privileges that the app role should hold on a table. */
export function desiredPrivileges(table: TableDefinition): string[] {
  return table.commands.map((command) => command.toUpperCase())
}

/** The column with which an index should lead, or undefined where none is asked for. */
export function indexColumn(table: TableDefinition): string | undefined {
  return table.index ? (table.tenant ?? table.via?.column) : undefined
}

/** A name for that index: readable, stable, and at most 63 bytes. */
export function indexName(table: TableDefinition, column: string): string {
  const name = `rls_kit_${table.name}_${column}_idx`
  if (Buffer.byteLength(name) <= 63) return name
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 10)
  let stem = name
  while (Buffer.byteLength(stem) > 52) stem = stem.slice(0, -1)
  // a half surrogate pair at the cut would not be text
  return `${stem.replace(/[\ud800-\udbff]$/, '')}_${digest}`
}
