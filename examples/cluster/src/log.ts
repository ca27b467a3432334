import { createClient } from '@redis/client'

/** One event of a log. The id is Redis', and so is the order. */
export interface LogEvent {
  readonly id: string
  readonly type: string
  readonly data: Record<string, number>
}

/** Logs keep about so many events; who asks for an older one is told of the gap. */
const kept = 10_000
/** A log that nobody writes to is forgotten after this, in seconds. */
const forgotten = 3_600
/** A wake-up may be lost with its connection: the log is looked at this often all the same, in milliseconds. */
const pollEvery = 1_000

/** Appends only as the holder of the lease, in one step: a process that was thought dead can write nothing more. */
const append = `
if redis.call('get', KEYS[2]) ~= ARGV[1] then return false end
redis.call('pexpire', KEYS[2], ARGV[2])
local id = redis.call('xadd', KEYS[1], 'maxlen', '~', ARGV[3], '*', 'type', ARGV[4], 'data', ARGV[5])
redis.call('expire', KEYS[1], ARGV[6])
redis.call('publish', 'nyx:wake', KEYS[1])
return id`

/** Event logs in Redis Streams. Publish only wakes readers; what they read is the log. */
export class EventLog {
  readonly redis: ReturnType<typeof createClient>
  readonly #waiting = new Map<string, Set<() => void>>()
  #subscriber: ReturnType<typeof createClient> | undefined
  #opened = false

  constructor(url: string) {
    // Once it was there, it is waited for; at the start, a Redis that is not there is a mistake to tell.
    const reconnectStrategy = (retries: number): number | false =>
      this.#opened && Math.min(50 * 2 ** retries, 2_000)
    this.redis = createClient({ url, socket: { reconnectStrategy } })
    // The client reconnects by itself; without a listener an error would end the process.
    this.redis.on('error', (error: Error) => this.#opened && console.error(`redis: ${error.message}`))
  }

  async open(): Promise<void> {
    await this.redis.connect()
    this.#subscriber = this.redis.duplicate()
    this.#subscriber.on('error', () => undefined)
    await this.#subscriber.connect()
    await this.#subscriber.subscribe('nyx:wake', (key) => this.#wake(key))
    this.#opened = true
  }

  close(): void {
    this.#subscriber?.destroy()
    this.redis.destroy()
  }

  /** Whether the event was written: not, where another process holds the lease now. */
  async append(id: string, owner: string, lease: number, type: string, data: object): Promise<boolean> {
    const answer = await this.redis.eval(append, {
      keys: [keyOf(id), leaseOf(id)],
      arguments: [owner, `${lease}`, `${kept}`, type, JSON.stringify(data), `${forgotten}`],
    })
    return answer !== null
  }

  async exists(id: string): Promise<boolean> {
    return (await this.redis.exists(keyOf(id))) === 1
  }

  async last(id: string): Promise<LogEvent | undefined> {
    const entries = await this.redis.xRevRange(keyOf(id), '+', '-', { COUNT: 1 })
    return entries?.[0] && read(entries[0])
  }

  /** The events after one, and then those that come, up to the final one. */
  async *follow(
    id: string,
    after: string | undefined,
    final: string,
    signal: AbortSignal,
  ): AsyncGenerator<LogEvent> {
    let cursor = after ?? '0-0'
    const bell = this.#listen(keyOf(id))
    try {
      while (!signal.aborted) {
        const entries = (await this.redis.xRange(keyOf(id), `(${cursor}`, '+', { COUNT: 500 })) ?? []
        for (const entry of entries) {
          const event = read(entry)
          yield event
          cursor = event.id
          if (event.type === final) return
        }
        if (entries.length === 0) await bell.next(signal)
      }
    } finally {
      bell.close()
    }
  }

  /** The oldest event that is left, where the one after the cursor may have been trimmed away. */
  async gapBefore(id: string, after: string): Promise<string | undefined> {
    const [oldest] = (await this.redis.xRange(keyOf(id), '-', '+', { COUNT: 1 })) ?? []
    return oldest !== undefined && isBefore(after, oldest.id) ? oldest.id : undefined
  }

  #wake(key: string): void {
    for (const wake of this.#waiting.get(key) ?? []) wake()
  }

  /** Hears from the moment it is made, so that nothing falls between reading and waiting. */
  #listen(key: string): { next(signal: AbortSignal): Promise<void>; close(): void } {
    const all = this.#waiting.get(key) ?? new Set()
    this.#waiting.set(key, all)
    let rung = false
    let wake: (() => void) | undefined
    const heard = (): void => {
      rung = true
      wake?.()
    }
    all.add(heard)
    return {
      async next(signal) {
        if (!rung && !signal.aborted) {
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, pollEvery)
            const over = (): void => resolve()
            signal.addEventListener('abort', over, { once: true })
            wake = () => {
              clearTimeout(timer)
              signal.removeEventListener('abort', over)
              resolve()
            }
          })
          wake = undefined
        }
        rung = false
      },
      close: () => {
        all.delete(heard)
        if (all.size === 0) this.#waiting.delete(key)
      },
    }
  }
}

export const keyOf = (id: string): string => `nyx:run:${id}`
export const leaseOf = (id: string): string => `nyx:lease:${id}`

/** Ids as Redis orders them: two whole numbers. */
export function isBefore(a: string, b: string): boolean {
  const [aTime = 0, aSeq = 0] = a.split('-').map(Number)
  const [bTime = 0, bSeq = 0] = b.split('-').map(Number)
  return aTime < bTime || (aTime === bTime && aSeq < bSeq)
}

function read({ id, message }: { id: string; message: Record<string, string> }): LogEvent {
  return { id, type: message.type ?? '', data: JSON.parse(message.data ?? '{}') }
}
