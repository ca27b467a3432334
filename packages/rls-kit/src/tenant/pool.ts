import { AsyncLocalStorage } from 'node:async_hooks'
import type { Pool, PoolClient, QueryResult, QueryResultRow } from 'pg'
import { backoff } from '../apply/retry.ts'
import { RlsKitError, sqlState } from '../errors.ts'
import type { RlsDefinition } from '../types.ts'
import { type ContextStatements, contextStatements, unnamed } from './context.ts'
import { Leaving } from './leave.ts'
import { checkLogin, readLogin } from './login.ts'
import { isStalePlan, type PreparedStatements, preparedOn, withName } from './prepared.ts'
import type { TenantStatement } from './statement.ts'
import { textCheck } from './texts.ts'
import { closed, contextFailed, TransactionState, toItem } from './transaction.ts'
import type {
  ContextOptions,
  TenantId,
  TenantPool,
  TenantPoolOptions,
  TenantTransaction,
  WithTenantOptions,
} from './types.ts'
import { type BatchItem, type BatchOutcome, runBatch } from './wire.ts'

/** A connection that passed the check, and what is known of it. */
interface Checked {
  readonly client: PoolClient
  /** Takes their names from the kit's statements where names do not hold: prepared statements belong to a server's session. */
  readonly own: (item: BatchItem) => BatchItem
  /** What it has prepared; undefined where nothing is. */
  readonly prepared: PreparedStatements | undefined
  /** How it is left, and proven clean. */
  readonly leaving: Leaving
}

/**
 * Wraps a `pg` pool so that every statement runs as one tenant, or not at all.
 *
 * On each new connection the login is checked: one that could pass row security is refused. The tenant travels
 * in front of the caller's statement in the same batch, so the statement cannot run without it. A connection
 * returns to the pool only when the server has shown that it is idle and that nothing of the tenant is left.
 *
 * @example
 * ```ts
 * import { createTenantPool, defineRls } from '@nyxcore/rls-kit'
 * import pg from 'pg'
 *
 * const rls = defineRls({ tenant: { type: 'uuid' }, roles: { app: 'nyx_app' }, tables: { notes: { tenant: 'tenant_id' } } })
 * const db = createTenantPool(new pg.Pool({ connectionString: process.env.DATABASE_URL }), rls)
 * const tenant = '0192d3a0-0000-7000-8000-000000000001'
 * const { rows } = await db.query(tenant, 'select * from notes where id = $1', [7])
 * await db.withTenant(tenant, async (tx) => {
 *   await tx.query('insert into notes (tenant_id, body) values ($1, $2)', [tenant, 'hello'])
 * })
 * ```
 */
export function createTenantPool(
  pool: Pool,
  rls: RlsDefinition,
  options: TenantPoolOptions = {},
): TenantPool {
  const { unsafeSuperuserLogin = false } = options
  const context = contextStatements(rls)
  const check = textCheck([rls.tenant.setting, rls.tenant.userSetting])
  /** The connections that passed the check. */
  const checked = new WeakMap<PoolClient, Checked>()
  const inside = new AsyncLocalStorage<TransactionState>()

  async function acquire(): Promise<Checked> {
    let client: PoolClient
    try {
      // the callback's form spares each statement two promises
      client = await new Promise((resolve, reject) => {
        pool.connect((error, given) => (given === undefined ? reject(error) : resolve(given)))
      })
    } catch (error) {
      throw new RlsKitError('CONNECTION_LOST', `No connection to the database: ${(error as Error).message}`, {
        cause: error,
        advice: 'Nothing was run.',
      })
    }
    client.on('error', ignore) // the statement that is running says it; without a listener Node would exit
    const known = checked.get(client)
    if (known !== undefined) return known
    try {
      const facts = await readLogin(client, rls)
      checkLogin(facts, rls, unsafeSuperuserLogin)
      const prepare = options.prepare ?? facts.backend === (client as { processID?: number }).processID
      const fresh: Checked = {
        client,
        own: prepare ? (item) => item : unnamed,
        prepared: prepare ? preparedOn(client) : undefined,
        leaving: new Leaving(context, facts, { prepare, shared: unsafeSuperuserLogin }),
      }
      checked.set(client, fresh)
      return fresh
    } catch (error) {
      release(client, true)
      throw error
    }
  }

  /** A second connection taken while the first is held is another transaction, and a deadlock on a small pool. */
  function refuseNesting(): void {
    if (!inside.getStore()?.alive) return
    throw new RlsKitError('NESTED', 'The tenant pool was used inside a callback of withTenant.', {
      advice: 'Use the tx of the callback, and tx.savepoint() for a part that may fail on its own.',
    })
  }

  async function transact<T>(
    tenant: TenantId,
    work: (tx: TenantTransaction) => Promise<T>,
    opts: WithTenantOptions,
  ): Promise<T> {
    const prelude = [context.begin(opts), context.enter(tenant, opts, opts.timeout)]
    refuseNesting()
    const connection = await acquire()
    const { client, own, prepared } = connection
    const state = new TransactionState(client, prelude.map(own), check, prepared)
    return finish(
      connection,
      state,
      opts,
      inside.run(state, () => call(work, state)),
    )
  }

  /** Waits for the callback, commits or rolls back, and gives the connection back or throws it away. */
  async function finish<T>(
    { client, own, leaving }: Checked,
    state: TransactionState,
    opts: WithTenantOptions,
    running: Promise<T>,
  ): Promise<T> {
    const deadline = startDeadline(client, state, opts.timeout)
    let clean = false
    let committing = false
    try {
      let result: T
      try {
        result = await (deadline.passed === undefined ? running : Promise.race([running, deadline.passed]))
      } finally {
        state.alive = false
      }
      const left = state.pending
      await state.idle()
      if (left > 0) {
        throw new RlsKitError(
          'TRANSACTION_BUSY',
          `The callback resolved while ${left} of its statements were running.`,
          {
            advice: 'Await every statement. Everything was rolled back.',
          },
        )
      }
      if (state.broken !== undefined) throw state.broken
      if (state.begun && state.status !== 'T') throw rolledBack(state.failure)
      if (state.begun) {
        committing = true
        const outcome = await runBatch(client, [own(context.commit), ...leaving.batch(state.prepares)])
        clean = await leaving.isClean(client, outcome, state.prepares)
        checkCommit(outcome)
      } else clean = true
      return result
    } catch (error) {
      state.alive = false
      if (!committing && !deadline.over) {
        await state.idle()
        clean = await rollback(client, state, context, leaving)
      }
      throw error
    } finally {
      deadline.stop()
      release(client, !clean)
    }
  }

  return {
    async withTenant(tenant, work, opts = {}) {
      const retries = opts.retries ?? 0
      for (let attempt = 1; ; attempt++) {
        try {
          return await transact(tenant, work, opts)
        } catch (error) {
          if (attempt > retries || !isSerializationFailure(error)) throw error
          await new Promise((resolve) => setTimeout(resolve, backoff(attempt) / 10))
        }
      }
    },
    async query<R extends QueryResultRow>(
      tenant: TenantId,
      statement: string | TenantStatement,
      values?: unknown[],
      opts: ContextOptions = {},
    ): Promise<QueryResult<R>> {
      const item = toItem(statement, values)
      const prepares = check(item.text).mayPrepare
      const begin = context.begin({})
      const enter = context.enter(tenant, opts)
      refuseNesting()
      const { client, own, prepared, leaving } = await acquire()
      let clean = true // until something is sent
      try {
        for (;;) {
          const named = withName(item, prepared)
          const leave = leaving.batch(prepares)
          const batch = [own(begin), own(enter), named, own(context.commit), ...leave]
          const outcome = await runBatch(client, batch)
          let end = outcome
          if (outcome.status === 'E') end = await runBatch(client, [context.rollback, ...leave])
          clean = await leaving.isClean(client, end, prepares)
          if (outcome.tags.length < 2) clean = false // BEGIN and the context
          if (clean && isStalePlan(outcome.error) && prepared?.forget(item.text) !== undefined) continue
          return judgeQuery(outcome) as QueryResult<R>
        }
      } finally {
        release(client, !clean)
      }
    },
  }
}

function ignore(): void {}

function release(client: PoolClient, destroy: boolean): void {
  client.off('error', ignore)
  client.release(destroy)
}

/** A callback that throws before its first await is a rejection like any other. */
async function call<T>(work: (tx: TenantTransaction) => Promise<T>, state: TransactionState): Promise<T> {
  return await work(state.handle())
}

interface Deadline {
  /** Rejects when the time is over; undefined where there is no limit. */
  passed: Promise<never> | undefined
  over: boolean
  stop(): void
}

/** The whole transaction's time; when it is over the connection is cut, and the server rolls back. */
function startDeadline(client: PoolClient, state: TransactionState, timeout: number | undefined): Deadline {
  const deadline: Deadline = { passed: undefined, over: false, stop: ignore }
  if (timeout === undefined) return deadline
  deadline.passed = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => {
      if (!state.alive) return // the callback is done; what is left is COMMIT, which is never cut short
      deadline.over = true
      state.alive = false
      const error = new RlsKitError(
        'TIMEOUT',
        `The transaction took longer than ${timeout} ms and was rolled back.`,
        {
          advice: 'Raise timeout, or do less in one transaction.',
        },
      )
      state.broken ??= error
      ;(client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy()
      reject(error)
    }, timeout)
    deadline.stop = () => clearTimeout(timer)
  })
  deadline.passed.catch(ignore)
  return deadline
}

/** Rolls back where there is something to roll back. Answers whether the connection is known to be clean. */
async function rollback(
  client: PoolClient,
  state: TransactionState,
  context: ContextStatements,
  leaving: Leaving,
): Promise<boolean> {
  if (!state.begun) return true
  if (state.broken !== undefined || state.status === undefined || state.status === 'I') return false
  const outcome = await runBatch(client, [context.rollback, ...leaving.batch(state.prepares)])
  return leaving.isClean(client, outcome, state.prepares)
}

function checkCommit(outcome: BatchOutcome): void {
  const [tag] = outcome.tags
  if (tag === 'ROLLBACK') throw rolledBack(outcome.error)
  if (tag === 'COMMIT') return // a connection lost after that lost nothing
  if (outcome.status === undefined) throw unknown(outcome.error)
  throw outcome.error ?? rolledBack(undefined)
}

/** The result of a one-statement batch: BEGIN, context, statement, COMMIT, proof. */
function judgeQuery(outcome: BatchOutcome): QueryResult | undefined {
  const done = outcome.tags.length
  if (done >= 4 && outcome.tags[3] === 'COMMIT') return outcome.result
  if (done >= 4) throw rolledBack(outcome.error)
  if (outcome.status === undefined) throw unknown(outcome.error)
  if (done < 2) throw contextFailed(outcome.error)
  throw outcome.error ?? closed()
}

function rolledBack(cause: unknown): RlsKitError {
  return new RlsKitError('ROLLED_BACK', 'The server rolled the transaction back instead of committing it.', {
    cause,
    advice: 'A statement failed and its error was swallowed; use tx.savepoint() for what may fail.',
  })
}

function unknown(cause: unknown): RlsKitError {
  return new RlsKitError(
    'OUTCOME_UNKNOWN',
    'The connection was lost during COMMIT: it may or may not have happened.',
    {
      cause,
      advice: 'Read back whether the change is there before you try again.',
    },
  )
}

function isSerializationFailure(error: unknown): boolean {
  const state = sqlState(error instanceof RlsKitError && error.code === 'ROLLED_BACK' ? error.cause : error)
  return state === '40001' || state === '40P01'
}
