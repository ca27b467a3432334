import { rule as appBypassrls } from './rules/app-bypassrls.ts'
import { rule as appCanBecomeOwner } from './rules/app-can-become-owner.ts'
import { rule as appCreaterole } from './rules/app-createrole.ts'
import { rule as appOwnsOrCreatesInSchema } from './rules/app-owns-or-creates-in-schema.ts'
import { rule as appSuperuser } from './rules/app-superuser.ts'
import { rule as castOnTenantColumn } from './rules/cast-on-tenant-column.ts'
import { rule as checkWeakerThanUsing } from './rules/check-weaker-than-using.ts'
import { rule as currentSettingNotMissingOk } from './rules/current-setting-not-missing-ok.ts'
import { rule as currentSettingWithoutNullif } from './rules/current-setting-without-nullif.ts'
import { rule as defaultPrivilegesOpen } from './rules/default-privileges-open.ts'
import { rule as foreignKeyOracle } from './rules/foreign-key-oracle.ts'
import { rule as functionSearchPathMutable } from './rules/function-search-path-mutable.ts'
import { rule as inheritanceChildWithoutRls } from './rules/inheritance-child-without-rls.ts'
import { rule as insertCheckNotTenant } from './rules/insert-check-not-tenant.ts'
import { rule as leakproofUserFunction } from './rules/leakproof-user-function.ts'
import { rule as materializedViewOverTenantTable } from './rules/materialized-view-over-tenant-table.ts'
import { rule as noLeadingTenantIndex } from './rules/no-leading-tenant-index.ts'
import { rule as onlyRestrictivePolicies } from './rules/only-restrictive-policies.ts'
import { rule as partitionWithoutRls } from './rules/partition-without-rls.ts'
import { rule as permissivePoliciesCombine } from './rules/permissive-policies-combine.ts'
import { rule as policyAlwaysTrue } from './rules/policy-always-true.ts'
import { rule as policyForPublic } from './rules/policy-for-public.ts'
import { rule as policyOmitsTenant } from './rules/policy-omits-tenant.ts'
import { rule as policyWithoutRls } from './rules/policy-without-rls.ts'
import { rule as publicGrant } from './rules/public-grant.ts'
import { rule as publicationWithoutRowFilter } from './rules/publication-without-row-filter.ts'
import { rule as reachesOutside } from './rules/reaches-outside.ts'
import { rule as referencesOrTriggerPrivilege } from './rules/references-or-trigger-privilege.ts'
import { rule as rlsDisabled } from './rules/rls-disabled.ts'
import { rule as rlsNotForced } from './rules/rls-not-forced.ts'
import { rule as rlsWithoutPolicy } from './rules/rls-without-policy.ts'
import { rule as securityDefinerExecutable } from './rules/security-definer-executable.ts'
import { rule as sequenceReadable } from './rules/sequence-readable.ts'
import { rule as tenantColumnNullable } from './rules/tenant-column-nullable.ts'
import { rule as tenantColumnUpdatable } from './rules/tenant-column-updatable.ts'
import { rule as tenantSettingFixed } from './rules/tenant-setting-fixed.ts'
import { rule as triggerCopiesRows } from './rules/trigger-copies-rows.ts'
import { rule as truncatePrivilege } from './rules/truncate-privilege.ts'
import { rule as uniqueOracle } from './rules/unique-oracle.ts'
import { rule as unwrappedSettingCall } from './rules/unwrapped-setting-call.ts'
import { rule as viewWithoutSecurityInvoker } from './rules/view-without-security-invoker.ts'
import { rule as writeWithoutSelectPolicy } from './rules/write-without-select-policy.ts'
import type { AuditRule } from './types.ts'

/** The catalogue, in its own order. */
export const rules: readonly AuditRule[] = [
  rlsDisabled,
  rlsWithoutPolicy,
  policyWithoutRls,
  rlsNotForced,
  appSuperuser,
  appBypassrls,
  appCanBecomeOwner,
  appCreaterole,
  policyAlwaysTrue,
  permissivePoliciesCombine,
  onlyRestrictivePolicies,
  checkWeakerThanUsing,
  insertCheckNotTenant,
  writeWithoutSelectPolicy,
  policyForPublic,
  policyOmitsTenant,
  viewWithoutSecurityInvoker,
  materializedViewOverTenantTable,
  securityDefinerExecutable,
  functionSearchPathMutable,
  partitionWithoutRls,
  inheritanceChildWithoutRls,
  truncatePrivilege,
  referencesOrTriggerPrivilege,
  foreignKeyOracle,
  uniqueOracle,
  defaultPrivilegesOpen,
  publicGrant,
  sequenceReadable,
  currentSettingNotMissingOk,
  currentSettingWithoutNullif,
  tenantColumnNullable,
  noLeadingTenantIndex,
  tenantColumnUpdatable,
  unwrappedSettingCall,
  castOnTenantColumn,
  leakproofUserFunction,
  publicationWithoutRowFilter,
  reachesOutside,
  tenantSettingFixed,
  triggerCopiesRows,
  appOwnsOrCreatesInSchema,
]
