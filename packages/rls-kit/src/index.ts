export { defineRls } from './define.ts'
export { isRlsKitError, RlsKitError, type RlsKitErrorCode, type RlsKitErrorOptions } from './errors.ts'
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
