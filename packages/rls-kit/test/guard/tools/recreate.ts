import pg from 'pg'

// What `dropdb && createdb` does, and a reset of some tools.
const url = new URL(process.env.DATABASE_URL ?? '')
const name = pg.escapeIdentifier(url.pathname.slice(1))
url.pathname = '/postgres'
const client = new pg.Client({ connectionString: url.href })
await client.connect()
await client.query(`drop database ${name} with (force)`)
await client.query(`create database ${name}`)
await client.end()
