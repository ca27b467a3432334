import { spawn } from 'node:child_process'
import { expect, it } from 'vitest'
import { describeWith } from '../../../../scripts/testing/services.ts'
import { type ColumnFingerprint, fingerprint } from '../../src/guard/index.ts'
import { guardCli, packageFolder } from './cli.ts'
import { createInsights, embedding, withClient } from './scenario.ts'
import { openReal } from './servers.ts'

const node = [process.execPath, '--no-warnings']
const drop = [...node, 'test/guard/tools/sql.ts', 'drop schema public cascade', 'create schema public']
const small = ['--batch-rows', '20']

/** Starts a guard command and kills it and its children after `delay` ms. Answers whether it was still running. */
async function killAfter(url: string, delay: number, args: readonly string[]): Promise<boolean> {
  const child = spawn(node[0]!, ['--no-warnings', 'test/guard/tools/rls-kit.ts', 'guard', ...args], {
    cwd: packageFolder,
    env: { ...process.env, DATABASE_URL: url },
    stdio: 'ignore',
    detached: true,
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let running = true
  await Promise.race([
    ended.then(() => (running = false)),
    new Promise((resolve) => setTimeout(resolve, delay)),
  ])
  const hit = running
  if (hit) process.kill(-child.pid!, 'SIGKILL')
  await ended
  return hit
}

describeWith('postgres', 'SIGKILL at random points', (where) => {
  it('loses nothing: 20 kills of snapshot, run and restore', { timeout: 600_000 }, async () => {
    const database = await openReal(where)
    const { url } = database
    let killed = 0
    const points: string[] = []
    try {
      await withClient(url, (db) => createInsights(db, 1500, 96))
      const look = (): Promise<ColumnFingerprint> => withClient(url, (db) => fingerprint(db, embedding))
      const before = await look()
      const lose = () => withClient(url, (db) => db.query('drop extension vector cascade'))
      // How long each takes when nobody kills it, so that the points spread over all of it.
      const length = { snapshot: 0, run: 0, restore: 0 }
      const time = async (kind: keyof typeof length, ...args: string[]): Promise<void> => {
        const start = performance.now()
        await guardCli(url, kind, ...args)
        length[kind] = Math.max(200, performance.now() - start - 200)
      }
      await time('snapshot', ...small)
      await time('run', '--layer', 'none', ...small, '--', ...drop)
      await lose()
      await time('restore', ...small)
      expect(await look()).toEqual(before)
      for (let n = 0; n < 20; n++) {
        const kind = (['snapshot', 'run', 'restore'] as const)[n % 3]!
        const delay = 200 + Math.random() * length[kind]
        if (kind === 'snapshot') {
          // From nothing, so that the kill can fall into a first snapshot.
          await withClient(url, (db) => db.query('drop schema if exists rls_kit_guard cascade'))
          if (await killAfter(url, delay, ['snapshot', ...small])) killed++
        } else {
          expect((await guardCli(url, 'snapshot', ...small)).stderr).toBe('')
          if (kind === 'restore') await lose()
          const args =
            kind === 'run' ? ['run', '--layer', 'none', ...small, '--', ...drop] : ['restore', ...small]
          if (await killAfter(url, delay, args)) killed++
        }
        points.push(`${kind} ${Math.round(delay)} ms`)
        const restored = await guardCli(url, 'restore', ...small)
        expect(await look(), `${kind} killed after ${delay} ms: ${restored.stderr}`).toEqual(before)
        const again = await guardCli(url, 'restore', '--json')
        if (again.code === 0) {
          expect(JSON.parse(again.stdout)[0].restored, 'a second restore is a no-op').toEqual([])
        } else expect(again.stderr).toContain('SNAPSHOT_MISSING') // killed before the first snapshot was complete
      }
      expect(killed, `kills that hit a running command: ${points.join(', ')}`).toBeGreaterThan(10)
    } finally {
      await database.drop()
    }
  })
})
