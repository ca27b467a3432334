export {
  type Allowance,
  type AllowOptions,
  allow,
  type OpenAllowance,
  openAllowances,
  parseDuration,
} from './allow.ts'
export type { BlockedStatement } from './blocked.ts'
export { guardDryRun } from './dry-run.ts'
export { type FileHeader, snapshotToFile } from './file.ts'
export { type ColumnFingerprint, fingerprint, sameFingerprint } from './fingerprint.ts'
export {
  type InstallOptions,
  type InstallResult,
  install,
  uninstall,
  verifyLayer,
} from './install.ts'
export type { InventoryChange, InventoryItem } from './inventory.ts'
export { amendPrismaSchema, type PrismaAmendment } from './prisma-schema.ts'
export { type RestoredItem, type RestoreOptions, type RestoreResult, restore } from './restore.ts'
export { restoreFromFile } from './restore-file.ts'
export type { RestoreChoices } from './restore-plan.ts'
export { guardRun } from './run.ts'
export type { GuardRunOptions, GuardRunReport } from './run-report.ts'
export { type SnapshotOptions, type SnapshotResult, snapshotColumn as snapshot } from './snapshot.ts'
export { displayTarget, parseTarget, targetsOf } from './target.ts'
export type {
  ColumnProperties,
  ColumnState,
  ConstraintState,
  Finding,
  FindingKind,
  GrantState,
  GuardLayer,
  GuardProgress,
  GuardSession,
  GuardSource,
  GuardTarget,
  IndexState,
  KeyColumn,
  PolicyState,
  ViewState,
} from './types.ts'
export { type VerifyResult, verify } from './verify.ts'
