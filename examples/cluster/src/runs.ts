import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type EventLog, leaseOf } from './log.ts'

/** Every run that is not over, and what it has to do. */
const open = 'nyx:open'
/** A process that has not written for this long is taken for dead, in milliseconds. */
const lease = 2_000

interface Task {
  readonly steps: number
  readonly pause: number
}

/** Does the runs of one process, and takes over those whose process has died. */
export class Runner {
  readonly #log: EventLog
  readonly #me = randomUUID()
  readonly #mine = new Set<string>()
  readonly #stop = new AbortController()

  constructor(log: EventLog) {
    this.#log = log
    void this.#lookAround()
  }

  async start(task: Task): Promise<string> {
    const id = randomUUID()
    const { redis } = this.#log
    await redis.set(leaseOf(id), this.#me, { expiration: { type: 'PX', value: lease } })
    await redis.hSet(open, id, JSON.stringify(task))
    this.#begin(id, task)
    return id
  }

  /** Whether a run has been started and may not have written yet. */
  async knows(id: string): Promise<boolean> {
    return (await this.#log.exists(id)) || (await this.#log.redis.hExists(open, id)) === 1
  }

  stop(): void {
    this.#stop.abort()
  }

  #begin(id: string, task: Task): void {
    this.#mine.add(id)
    this.#carryOn(id, task)
      .catch((error: Error) => {
        if (!this.#stop.signal.aborted) console.error(`run ${id}: ${error.message}`)
      })
      .finally(() => this.#mine.delete(id))
  }

  /** From the step after the last one that the log has, whoever did that one. */
  async #carryOn(id: string, { steps, pause: between }: Task): Promise<void> {
    const { signal } = this.#stop
    const last = await this.#log.last(id)
    const done = last?.type === 'step' ? (last.data.n ?? 0) : 0
    const write = (type: string, data: object) => this.#log.append(id, this.#me, lease + between, type, data)
    for (let n = done + 1; n <= steps && last?.type !== 'done'; n++) {
      await pause(between, undefined, { signal })
      if (!(await write('step', { n, by: process.pid }))) return
    }
    if (last?.type === 'done' || (await write('done', { steps }))) await this.#log.redis.hDel(open, id)
  }

  async #lookAround(): Promise<void> {
    const { signal } = this.#stop
    const { redis } = this.#log
    while (!signal.aborted) {
      await pause(lease / 4, undefined, { signal }).catch(() => undefined)
      try {
        for (const [id, task] of Object.entries(await redis.hGetAll(open))) {
          if (this.#mine.has(id) || signal.aborted) continue
          const options = { condition: 'NX', expiration: { type: 'PX', value: lease } } as const
          if ((await redis.set(leaseOf(id), this.#me, options)) !== null) this.#begin(id, JSON.parse(task))
        }
      } catch (error) {
        if (!signal.aborted) console.error(`looking for abandoned runs: ${(error as Error).message}`)
      }
    }
  }
}
