// A deployer in a process of its own: applies the definition, and tells its parent before each statement.
import pg from 'pg'
import { apply } from '../../src/index.ts'
import { crashDefinition } from './crash-schema.ts'

const client = new pg.Client(process.env.DATABASE_URL)
client.on('error', () => {})
await client.connect()
const wait = () => new Promise((resolve) => process.once('message', resolve))
const paced = {
  async query(text, values) {
    if (process.env.PACED === '1') {
      process.send({ sql: text })
      await wait()
    }
    return client.query(text, values)
  },
}
try {
  const { applied } = await apply(paced, crashDefinition(process.env.PREFIX), { concurrently: true })
  process.send({ done: true, applied })
} catch (error) {
  process.send({ done: true, error: error.code ?? String(error) })
}
await client.end().catch(() => {})
process.disconnect()
