import pg from 'pg'

// Stands for a migration script: runs the statements that it is given, and stops at the first error.
const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
await client.connect()
try {
  for (const statement of process.argv.slice(2)) await client.query(statement)
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 1
}
await client.end()
