export { type ApplyOptions, type ApplyResult, apply } from './apply/apply.ts'
export type { JournalEntry } from './apply/journal.ts'
export type { LockOptions } from './apply/retry.ts'
export { rollback } from './apply/rollback.ts'
export { type Status, status } from './apply/status.ts'
export { audit } from './audit/audit.ts'
export type { AuditOptions, AuditResult, Finding, Severity } from './audit/types.ts'
export { defineRls } from './define.ts'
export { isRlsKitError, RlsKitError, type RlsKitErrorCode, type RlsKitErrorOptions } from './errors.ts'
export { generate } from './plan/generate.ts'
export { plan } from './plan/plan.ts'
export type { Plan, PlanOptions, PlanProblem, PlanStep, StepKind } from './plan/types.ts'
export { prove } from './prove/prove.ts'
export { type Scratch, withScratch } from './prove/scratch.ts'
export type { Action, Outcome, Probe, ProveOptions, ProveResult } from './prove/types.ts'
export { createTenantPool } from './tenant/pool.ts'
export type { TenantStatement } from './tenant/statement.ts'
export type {
  ContextOptions,
  TenantId,
  TenantPool,
  TenantPoolOptions,
  TenantTransaction,
  WithTenantOptions,
} from './tenant/types.ts'
export type {
  AlsoDefinition,
  AlsoRule,
  Command,
  Database,
  GuardColumn,
  GuardColumnConfig,
  IdType,
  MembershipRule,
  OwnerRule,
  PredicateRule,
  Queryable,
  QueryablePool,
  RlsConfig,
  RlsDefinition,
  RolesConfig,
  TableConfig,
  TableDefinition,
  TenantConfig,
} from './types.ts'
