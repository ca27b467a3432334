import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { acquireLock, FolderError, LockedError, lockHolder } from './lock.mjs'

const folder = mkdtempSync(join(tmpdir(), 'nyx-lock-'))
const path = join(folder, 'deep', 'studio.lock')
afterEach(() => rmSync(join(folder, 'deep'), { recursive: true, force: true }))

it('is held by one, who is named to the next', () => {
  const lock = acquireLock(path, { what: 'first' })
  expect(() => acquireLock(path, { what: 'second' })).toThrow(LockedError)
  expect(() => acquireLock(path, { what: 'second' })).toThrow(`locked by process ${process.pid} (first`)
  lock.release()
  expect(existsSync(path)).toBe(false)
  acquireLock(path, { what: 'second' }).release()
})

it('says which folder cannot be written, and what to do', () => {
  const file = join(folder, 'file')
  writeFileSync(file, '')
  const places = [join(file, 'data'), ...(process.platform === 'linux' ? ['/proc/data'] : [])]
  for (const place of places) {
    const take = () => acquireLock(join(place, 'studio.lock'), { what: 'first' })
    expect(take).toThrow(FolderError)
    expect(take).toThrow(/cannot write into \/.*\((ENOTDIR|ENOENT)\).*NYX_DATA_DIR/)
  }
})

it('is handed over by its token, and then no longer the giver’s to release', () => {
  const launcher = acquireLock(path, { what: 'launcher' })
  const holder = JSON.parse(readFileSync(path, 'utf8'))
  writeFileSync(path, JSON.stringify({ ...holder, pid: process.ppid, birth: null }))
  const server = acquireLock(path, { what: 'server', token: launcher.token })
  expect(lockHolder(path)).toMatchObject({ pid: process.pid, what: 'server' })
  server.release()
  launcher.release()
})

it('is taken from the dead, and from a process that only has the same number', async () => {
  const child = spawn(process.execPath, ['-e', ''])
  await new Promise((resolve) => child.once('close', resolve))
  const lock = acquireLock(path, { what: 'dead' })
  lock.release()
  const dead = { pid: child.pid, birth: null, what: 'dead', since: '', token: 'x' }
  writeFileSync(path, JSON.stringify(dead))
  acquireLock(path, { what: 'next' }).release()
  if (existsSync('/proc/self/stat')) {
    writeFileSync(path, JSON.stringify({ ...dead, pid: process.pid, birth: '1' }))
    acquireLock(path, { what: 'next' }).release()
  }
})

it('gives one winner among many processes that find a dead holder', async () => {
  acquireLock(path, { what: 'x' }).release()
  writeFileSync(path, JSON.stringify({ pid: 2 ** 22 + 1, birth: null, what: 'dead', since: '', token: 'x' }))
  const program = `
    import { acquireLock } from ${JSON.stringify(new URL('./lock.mjs', import.meta.url).href)}
    try { acquireLock(${JSON.stringify(path)}, { what: 'racer' }); console.log('won') } catch (error) { console.log(error.name) }
    await new Promise((resolve) => setTimeout(resolve, 1500))`
  const racers = Array.from({ length: 6 }, () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program])
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    return new Promise<string>((resolve) => child.once('close', () => resolve(output.trim())))
  })
  const results = (await Promise.all(racers)).sort()
  expect(results.filter((result) => result === 'won')).toHaveLength(1)
  expect(results.filter((result) => result === 'LockedError')).toHaveLength(5)
})
