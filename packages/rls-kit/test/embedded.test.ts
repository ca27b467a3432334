import pg from 'pg'
import { expect, it } from 'vitest'
import { startEmbedded } from './support/embedded.ts'

it('starts a real server, survives a crash, and leaves nothing behind', async () => {
  const server = await startEmbedded()
  try {
    const url = await server.createDatabase('probe')
    const before = new pg.Client({ connectionString: url })
    before.on('error', () => {})
    await before.connect()
    await before.query('create table kept (n int)')
    await before.query('insert into kept values (1)')
    await server.crash()
    await server.restart()
    const after = new pg.Client({ connectionString: url })
    await after.connect()
    expect((await after.query('select n from kept')).rows).toEqual([{ n: 1 }])
    await after.end()
    expect(server.major).toBe(18)
  } finally {
    await server.stop()
  }
})
