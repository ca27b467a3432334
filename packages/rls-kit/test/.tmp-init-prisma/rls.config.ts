import { defineRls } from '@nyxcore/rls-kit'

// Written by `rls-kit init` from a live database. Read it: it says what it could not decide.
export default defineRls({
  tenant: { setting: 'app.tenant_id', type: 'text' },
  roles: { app: 'init_prisma_app', owner: 'init_prisma_owner' },
  tables: {
    // it could also go through public.User (authorId); all should name the same tenant
    Comment: { via: { table: 'Task', column: 'taskId' } },
    Label: { tenant: 'organizationId' },
    // the tenants themselves: each sees its own row
    Organization: { tenant: 'id', commands: ['select'] },
    Project: { tenant: 'organizationId' },
    Task: { via: { table: 'Project', column: 'projectId' } },
    User: { tenant: 'organizationId' },
    // it could also go through public.Task (B); all should name the same tenant
    _LabelToTask: { via: { table: 'Label', column: 'A' } },
    api_keys: { tenant: 'organization_id' },

    // Not decided. Without an entry rls-kit leaves a table alone, and audit reports it where the app role can reach it.
    // Country: { shared: 'read' }, // it has no tenant column, and no required foreign key to a table that has one
  },
})
