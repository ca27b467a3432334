import type { IdType } from '../types.ts'

/** A table as `init` sees it. */
export interface InitTable {
  readonly schema: string
  readonly name: string
  readonly columns: readonly { readonly name: string; readonly type: string; readonly notNull: boolean }[]
  readonly primaryKey: readonly string[]
  /** Foreign keys of one column. */
  readonly foreignKeys: readonly {
    readonly column: string
    readonly schema: string
    readonly table: string
    readonly references: string
    /** ON DELETE CASCADE: the row is a part of the one that it points at. */
    readonly cascades: boolean
  }[]
}

/** What could be told of one table. */
export interface Inferred {
  readonly table: InitTable
  readonly how:
    | { readonly kind: 'tenant'; readonly column: string; readonly readOnly: boolean }
    | {
        readonly kind: 'via'
        readonly column: string
        readonly parent: InitTable
        readonly references: string
      }
    | { readonly kind: 'undecided'; readonly why: string }
  /** What a person should look at. */
  readonly remarks: readonly string[]
  readonly guard: readonly { readonly column: string; readonly type: string }[]
}

/** What `init` found out. */
export interface Inference {
  readonly column: string
  readonly type: IdType
  readonly tables: readonly Inferred[]
}
