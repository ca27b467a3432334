/** The demo tenants of migrations/0002_demo.sql: what the sign-in page may list. */
export const demoTenants = [
  { id: 'a0000000-0000-4000-8000-000000000001', name: 'Aurora Labs' },
  { id: 'b0000000-0000-4000-8000-000000000001', name: 'Borealis Bank' },
] as const
