import { defineRls } from '@nyxcore/rls-kit'

/**
 * Who owns which rows. `pnpm --filter studio rls:generate` writes prisma/rls.sql from it.
 * What only migrations change (tenants, users, projects, memberships) the app role may read and no more: nobody
 * can make himself a member.
 */
export default defineRls({
  tenant: { setting: 'app.tenant_id', type: 'uuid', userSetting: 'app.user_id' },
  roles: { app: 'nyx_app' },
  tables: {
    tenants: { tenant: 'id', commands: ['select'] },
    users: { tenant: 'tenant_id', commands: ['select'] },
    projects: { tenant: 'tenant_id', commands: ['select'] },
    project_members: { tenant: 'tenant_id', commands: ['select'] },
    personas: { tenant: 'tenant_id' },
    workflows: { tenant: 'tenant_id', commands: ['select', 'insert', 'update'] },
    workflow_events: { tenant: 'tenant_id', commands: ['select', 'insert'] },
    code_analyses: { tenant: 'tenant_id', commands: ['select', 'insert', 'update'] },
    code_analysis_events: { tenant: 'tenant_id', commands: ['select', 'insert'] },
    discussions: { tenant: 'tenant_id', commands: ['select', 'insert', 'update'] },
    discussion_events: { tenant: 'tenant_id', commands: ['select', 'insert'] },
    messages: { tenant: 'tenant_id', commands: ['select', 'insert'] },
    project_notes: { tenant: 'tenant_id', also: { column: 'project_id', memberOf: 'project_members' } },
    workflow_insights: {
      tenant: 'tenant_id',
      guard: [{ column: 'embedding', type: 'vector(1536)', data: 'snapshot' }],
    },
  },
})
