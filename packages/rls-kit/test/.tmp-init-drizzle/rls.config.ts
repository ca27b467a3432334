import { defineRls } from '@nyxcore/rls-kit'

// Written by `rls-kit init` from a live database. Read it: it says what it could not decide.
export default defineRls({
  tenant: { setting: 'app.tenant_id', type: 'uuid' },
  roles: { app: 'init_drizzle_app', owner: 'init_drizzle_owner' },
  tables: {
    'crm.customers': { tenant: 'workspace_id' },
    invoice_lines: { via: { table: 'invoices', column: 'invoice_id' } },
    invoices: { tenant: 'workspace_id' },
    workspace_members: { tenant: 'workspace_id' },
    // the tenants themselves: each sees its own row
    workspaces: { tenant: 'id', commands: ['select'] },

    // Not decided. Without an entry rls-kit leaves a table alone, and audit reports it where the app role can reach it.
    // currencies: { shared: 'read' }, // it has no tenant column, and no required foreign key to a table that has one
  },
})
