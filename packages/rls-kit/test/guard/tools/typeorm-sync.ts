import { DataSource, EntitySchema } from 'typeorm'

/** An entity that does not know the embedding. */
const insight = new EntitySchema({
  name: 'workflow_insights',
  columns: {
    id: { type: 'uuid', primary: true, generated: 'uuid' },
    tenant_id: { type: 'uuid' },
    title: { type: 'text' },
    created_at: { type: 'timestamptz', default: () => 'now()' },
  },
})

const source = new DataSource({
  type: 'postgres',
  url: process.env.DATABASE_URL ?? '',
  entities: [insight],
  synchronize: true,
})
await source.initialize()
await source.destroy()
