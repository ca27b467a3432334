import type { ColumnState } from '../../src/guard/types.ts'

/** A column as it is after createInsights, for tests of decisions that need no database. */
export const healthy: ColumnState = {
  target: { schema: 'public', table: 'workflow_insights', column: 'embedding' },
  schemaExists: true,
  table: { oid: 1000, kind: 'r', owner: 'postgres', rowSecurity: true, forced: true },
  column: {
    number: 2,
    type: 'public.vector(3)',
    typeName: 'vector',
    typeSchema: 'public',
    typeModifier: 3,
    extension: 'vector',
    notNull: true,
    default: null,
    generated: '',
    comment: 'from the small model',
    statistics: null,
    storage: 'e',
    compression: '',
    grants: [{ grantee: 'nyx_app', privilege: 'SELECT', grantable: false }],
  },
  movedTo: null,
  columns: [
    { number: 1, name: 'id', type: 'uuid' },
    { number: 2, name: 'embedding', type: 'public.vector(3)' },
  ],
  key: [{ number: 1, name: 'id', type: 'uuid', native: true }],
  partitions: [],
  policies: [
    {
      name: 'tenant_isolation',
      permissive: true,
      command: '*',
      roles: ['public'],
      using: 'true',
      check: null,
      comment: 'rls-kit',
    },
  ],
  indexes: [
    {
      name: 'by_embedding',
      definition:
        'CREATE INDEX by_embedding ON public.workflow_insights USING hnsw (embedding public.vector_l2_ops)',
      valid: true,
      comment: null,
    },
  ],
  constraints: [],
  triggers: [],
  views: [],
}

/** After a push tool that drops all it does not know. */
export const pushed: ColumnState = {
  ...healthy,
  table: { ...healthy.table!, rowSecurity: false },
  column: null,
  policies: [],
  indexes: [],
}
