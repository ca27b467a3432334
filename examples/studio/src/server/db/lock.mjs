import { randomUUID } from 'node:crypto'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'

/**
 * The embedded database takes no lock of its own, and two processes on one data folder lose rows without an
 * error. So whoever opens the folder first holds this file. Plain JavaScript, because the launcher uses it on
 * any Node before anything is installed.
 *
 * @typedef {object} Holder
 * @property {number} pid
 * @property {string | null} birth when the kernel started that process: a pid alone may have been reused
 * @property {string} what who it is, for the message
 * @property {string} since ISO time
 * @property {string} token
 */

/** The folder is in use by another process. */
export class LockedError extends Error {
  /**
   * @param {string} path
   * @param {Holder} holder
   */
  constructor(path, holder) {
    super(
      `the data in ${dirname(path)} is locked by process ${holder.pid} (${holder.what}, since ${holder.since}). ` +
        `Stop that process, or set NYX_DATA_DIR to another folder.`,
    )
    this.name = 'LockedError'
    this.holder = holder
  }
}

/** The folder cannot be made, or nothing can be written into it. */
export class FolderError extends Error {
  /**
   * @param {string} folder
   * @param {unknown} cause
   */
  constructor(folder, cause) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (cause)
    super(
      `cannot write into ${folder} (${code ?? message}). Set NYX_DATA_DIR to a folder that this user may write.`,
      { cause },
    )
    this.name = 'FolderError'
  }
}

/**
 * Takes the lock, or throws a LockedError that names the holder. With a `token` of the present holder, the lock is
 * handed over to this process instead: the launcher takes it and gives it to the server that it starts.
 *
 * @param {string} path
 * @param {{ what: string, token?: string | undefined }} options
 * @returns {{ token: string, release: () => void }}
 */
export function acquireLock(path, { what, token }) {
  makeFolder(dirname(path))
  const me = {
    pid: process.pid,
    birth: birthOf(process.pid),
    what,
    since: new Date().toISOString(),
    token: token ?? randomUUID(),
  }
  for (let attempt = 0; attempt < 20; attempt++) {
    if (createExclusive(path, me)) return held(path, me)
    const holder = readHolder(path)
    if (holder === undefined) continue
    if (token !== undefined && holder.token === token) {
      const next = `${path}.${process.pid}`
      writeFileSync(next, JSON.stringify(me))
      renameSync(next, path)
      return held(path, me)
    }
    if (isAlive(holder)) throw new LockedError(path, holder)
    removeStale(path, holder)
  }
  throw new Error(`could not take the lock ${path}: it kept changing hands`)
}

/**
 * Who holds the lock now, if that process is alive.
 *
 * @param {string} path
 * @returns {Holder | undefined}
 */
export function lockHolder(path) {
  const holder = readHolder(path)
  return holder !== undefined && isAlive(holder) ? holder : undefined
}

/**
 * @param {string} path
 * @param {Holder} me
 */
function held(path, me) {
  return {
    token: me.token,
    release() {
      const holder = readHolder(path)
      if (holder?.token === me.token && holder.pid === me.pid) unlinkSync(path)
    },
  }
}

/**
 * @param {string} path
 * @param {Holder} me
 */
function createExclusive(path, me) {
  try {
    const file = openSync(path, 'wx', 0o600)
    writeFileSync(file, JSON.stringify(me))
    closeSync(file)
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false
    throw new FolderError(dirname(path), error)
  }
}

/**
 * One folder at a time: `recursive` of mkdirSync never comes back where the kernel answers ENOENT, as in /proc.
 *
 * @param {string} folder
 */
function makeFolder(folder) {
  if (existsSync(folder)) return
  if (dirname(folder) !== folder) makeFolder(dirname(folder))
  try {
    mkdirSync(folder)
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw new FolderError(folder, error)
  }
}

/**
 * @param {string} path
 * @returns {Holder | undefined}
 */
function readHolder(path) {
  for (let attempt = 0; attempt < 10; attempt++) {
    try {
      return JSON.parse(readFileSync(path, 'utf8'))
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return undefined
      // Another process has created it and is still writing: look again.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
    }
  }
  return { pid: -1, birth: null, what: 'unreadable lock', since: '', token: '' }
}

/**
 * Renaming first makes one winner among several processes that find the same dead holder.
 *
 * @param {string} path
 * @param {Holder} holder
 */
function removeStale(path, holder) {
  const aside = `${path}.stale.${process.pid}`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  const moved = readHolder(aside)
  if (moved !== undefined && moved.token !== holder.token && isAlive(moved)) {
    renameSync(aside, path)
    return
  }
  unlinkSync(aside)
}

/** @param {Holder} holder */
function isAlive(holder) {
  if (holder.pid <= 0) return false
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPERM') return false
  }
  const birth = birthOf(holder.pid)
  return birth === null || holder.birth === null || birth === holder.birth
}

/**
 * The start time of a process in kernel ticks, where /proc tells it; null elsewhere, and for a zombie no match.
 *
 * @param {number} pid
 * @returns {string | null}
 */
function birthOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z') return 'zombie'
    return fields[19] ?? null
  } catch {
    return null
  }
}
