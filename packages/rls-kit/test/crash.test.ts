import { type ChildProcess, fork } from 'node:child_process'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { apply, defineRls, plan, rollback, status } from '../src/index.ts'
import { crashDefinition, crashSchema } from './support/crash-schema.ts'
import { type EmbeddedPostgres, startEmbedded } from './support/embedded.ts'

vi.setConfig({ testTimeout: 300_000 })

const script = new URL('./support/applier.mjs', import.meta.url).pathname
const rls = crashDefinition()
let server: EmbeddedPostgres

beforeAll(async () => {
  server = await startEmbedded()
})
afterAll(() => server?.stop())

type Message = { sql?: string; done?: boolean; applied?: boolean; error?: string }

/** A deployer that waits before each statement for our word. */
function deployer(
  url: string,
  paced: boolean,
): { child: ChildProcess; next(): Promise<Message | undefined>; go(): void } {
  const child = fork(script, {
    execArgv: ['--conditions=source'],
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      DATABASE_URL: url,
      PACED: paced ? '1' : '0',
      PREFIX: 'crash',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const queue: Message[] = []
  const waiting: ((message: Message | undefined) => void)[] = []
  child.on('message', (message: Message) => {
    const first = waiting.shift()
    if (first) first(message)
    else queue.push(message)
  })
  child.once('exit', () => {
    for (const resolve of waiting.splice(0)) resolve(undefined)
  })
  return {
    child,
    next: () =>
      queue.length > 0 || child.exitCode !== null
        ? Promise.resolve(queue.shift())
        : new Promise((resolve) => waiting.push(resolve)),
    go: () => void child.send('go'),
  }
}

async function fresh(): Promise<string> {
  const url = await server.createDatabase('crash')
  await on(url, async (client) => {
    for (const sql of crashSchema) await client.query(sql)
  })
  return url
}

async function on<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url)
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** A second apply finishes what is left, once the server has noticed that the first deployer is gone. */
async function converges(url: string): Promise<void> {
  await on(url, async (client) => {
    for (let attempt = 1; ; attempt++) {
      try {
        await apply(client, rls, { concurrently: true })
        break
      } catch (error) {
        if (attempt === 100 || (error as { code?: string }).code !== 'BUSY') throw error
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }
    const left = await plan(client, rls, { concurrently: true })
    expect({ steps: left.steps, problems: left.problems }).toEqual({ steps: [], problems: [] })
    expect((await status(client, rls)).state).toBe('clean')
    expect((await client.query('select count(*)::int as n from notes')).rows).toEqual([{ n: 200 }])
    expect(
      (await client.query("select count(*)::int as n from pg_policies where policyname like 'rls\\_kit\\_%'"))
        .rows,
    ).toEqual([{ n: 8 }])
    await client.query('begin')
    await client.query('set local role crash_app')
    expect((await client.query('select count(*)::int as n from notes')).rows).toEqual([{ n: 0 }])
    await client.query("select set_config('app.tenant_id', '00000000-0000-4000-8000-00000000000a', true)")
    expect((await client.query('select count(*)::int as n from notes')).rows).toEqual([{ n: 100 }])
    await client.query('rollback')
  })
}

/** All statements of one undisturbed apply. */
async function count(): Promise<number> {
  const run = deployer(await fresh(), true)
  let statements = 0
  for (;;) {
    const message = await run.next()
    if (message === undefined || message.done) return statements
    statements++
    run.go()
  }
}

describe('kill -9 at every step', () => {
  it('of the client: a second apply converges', async () => {
    const statements = await count()
    expect(statements).toBeGreaterThan(25)
    for (let at = 0; at < statements; at++) {
      const url = await fresh()
      const run = deployer(url, true)
      for (let step = 0; step <= at; step++) {
        const message = await run.next()
        if (message?.sql === undefined) break
        if (step < at) run.go()
      }
      // half of the time just before the statement, half of the time while it runs
      if (at % 2 === 1) run.go()
      run.child.kill('SIGKILL')
      await converges(url)
    }
  })

  it('of the server: a second apply converges', async () => {
    const statements = await count()
    const stride = process.env.CI === 'true' ? 1 : 3
    for (let at = 0; at < statements; at += stride) {
      const url = await fresh()
      const run = deployer(url, true)
      for (let step = 0; step <= at; step++) {
        const message = await run.next()
        if (message?.sql === undefined) break
        if (step < at) run.go()
      }
      if (at % 2 === 1) run.go()
      await server.crash()
      run.child.kill('SIGKILL')
      await server.restart()
      await converges(url)
    }
  })
})

describe('two deployers at once', () => {
  it('one applies, one says busy', async () => {
    const url = await fresh()
    const slow = deployer(url, true)
    for (;;) {
      const message = await slow.next()
      if (message?.sql?.startsWith('alter table')) break
      slow.go()
    }
    const other = deployer(url, false)
    expect(await other.next()).toEqual({ done: true, error: 'BUSY' })
    slow.go()
    for (;;) {
      const message = await slow.next()
      if (message?.done) {
        expect(message).toEqual({ done: true, applied: true })
        break
      }
      slow.go()
    }
    await converges(url)
  })

  it('the second also says busy while indexes are built outside the transaction', async () => {
    const url = await fresh()
    const slow = deployer(url, true)
    for (;;) {
      const message = await slow.next()
      if (message?.sql?.startsWith('create index concurrently')) break
      slow.go()
    }
    const other = deployer(url, false)
    expect(await other.next()).toEqual({ done: true, error: 'BUSY' })
    slow.go()
    slow.child.kill('SIGKILL')
    await converges(url)
  })
})

describe('locks that others hold', () => {
  it('gives way after a bounded number of tries, and changes nothing', async () => {
    const url = await fresh()
    await on(url, async (holder) => {
      await holder.query('begin')
      await holder.query('lock table notes in access share mode')
      await on(url, async (client) => {
        await expect(apply(client, rls, { lockTimeout: 50, retries: 1 })).rejects.toMatchObject({
          code: 'LOCK_TIMEOUT',
        })
        expect((await client.query('select count(*)::int as n from pg_policies')).rows).toEqual([{ n: 0 }])
        setTimeout(() => void holder.query('commit'), 300)
        const { attempts } = await apply(client, rls, { lockTimeout: 50, retries: 10 })
        expect(attempts).toBeGreaterThan(1)
      })
    })
  })
})

describe('a database that somebody else changed', () => {
  it('refuses foreign and altered policies, and takes them over when told', async () => {
    const url = await fresh()
    await on(url, async (client) => {
      await apply(client, rls)
      await client.query('create policy theirs on notes using (true)')
      await expect(apply(client, rls)).rejects.toMatchObject({ code: 'FOREIGN_OBJECT' })
      await apply(client, rls, { replace: ['public.notes.theirs'] })
      await client.query('alter policy rls_kit_select on notes using (true)')
      expect((await status(client, rls)).state).toBe('drifted')
      await expect(apply(client, rls)).rejects.toMatchObject({ code: 'CHANGED_OBJECT' })
      await apply(client, rls, { overwriteChanged: true })
      expect((await status(client, rls)).state).toBe('clean')
      await client.query("update rls_kit.journal set checksum = 'x' where id = 1")
      await expect(status(client, rls)).rejects.toMatchObject({ code: 'CHANGED_OBJECT' })
      await client.query('create role crash_stranger; set role crash_stranger')
      for (const command of [() => status(client, rls), () => rollback(client)]) {
        await expect(command()).rejects.toMatchObject({
          code: 'PRIVILEGE_MISSING',
          message: expect.stringContaining('rls_kit'),
        })
      }
      await client.query('reset role; drop role crash_stranger')
    })
  })

  it('says what is missing, all at once, and changes nothing', async () => {
    const url = await server.createDatabase('crash')
    await on(url, async (client) => {
      await client.query('create table notes (id int, tenant_id text)')
      const found = await plan(client, rls)
      expect(found.problems.map((problem) => `${problem.code} ${problem.object}`)).toEqual([
        'CONFIG_INVALID public.notes.tenant_id',
        'TABLE_MISSING public.events',
      ])
      await expect(apply(client, rls)).rejects.toMatchObject({ message: expect.stringContaining('2 things') })
      await client.query('create role crash_nobody')
      await client.query('set role crash_nobody')
      const denied = await plan(client, rls)
      expect(denied.problems.map((problem) => problem.code)).toContain('PRIVILEGE_MISSING')
      await client.query('reset role')
      await client.query('drop role crash_nobody')
    })
  })

  it('finds a renamed table by its policies', async () => {
    const url = await fresh()
    await on(url, async (client) => {
      await apply(client, rls)
      await client.query('alter table notes rename to remarks')
      const found = await plan(client, rls)
      expect(found.problems.map((problem) => problem.message).join()).toContain(
        'public.remarks carries policies of rls-kit',
      )
    })
  })

  it('isolates a table whose names are hostile', async () => {
    const url = await server.createDatabase('crash')
    const odd = `No"te's; drop table x --`
    const hostile = defineRls({
      tenant: { type: 'text', setting: 'odd.tenant' },
      roles: { app: `crash "app" ' $$`, owner: 'crash_owner' },
      tables: { [`"we.ird"."${odd.replaceAll('"', '""')}"`]: { tenant: `ten"ant' $rls$ \\` } },
    })
    await on(url, async (client) => {
      const q = (name: string): string => client.escapeIdentifier(name)
      await client.query('create schema "we.ird"')
      await client.query(`create table "we.ird".${q(odd)} (${q(`ten"ant' $rls$ \\`)} text not null)`)
      await client.query(`insert into "we.ird".${q(odd)} values ('a'), ('b')`)
      await apply(client, hostile)
      expect((await plan(client, hostile)).steps).toEqual([])
      await client.query('begin')
      await client.query(`set local role ${q(`crash "app" ' $$`)}`)
      await client.query("select set_config('odd.tenant', 'a', true)")
      expect((await client.query(`select * from "we.ird".${q(odd)}`)).rows).toHaveLength(1)
      await client.query('rollback')
      await client.query(`drop owned by ${q(`crash "app" ' $$`)}`)
      await client.query(`drop role ${q(`crash "app" ' $$`)}`)
    })
  })
})
