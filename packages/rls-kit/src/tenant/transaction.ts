import { AsyncLocalStorage } from 'node:async_hooks'
import type { ClientBase, QueryResult, QueryResultRow } from 'pg'
import { RlsKitError } from '../errors.ts'
import { isStalePlan, type PreparedStatements, withName } from './prepared.ts'
import type { TenantStatement } from './statement.ts'
import type { TextCheck } from './texts.ts'
import type { TenantTransaction } from './types.ts'
import { type BatchItem, type BatchOutcome, prepareValue, runBatch } from './wire.ts'

/** What stands before the first statement of the caller: BEGIN and the context. */
type Prelude = readonly BatchItem[]

/**
 * The state of one transaction. BEGIN and the context travel with the caller's first statement, in one batch, so
 * a transaction of one statement takes two round trips: that batch, and COMMIT.
 */
export class TransactionState {
  private readonly client: ClientBase
  private readonly prelude: Prelude
  private readonly check: TextCheck
  private readonly prepared: PreparedStatements | undefined
  private tail: Promise<unknown> = Promise.resolve()
  private running = 0
  private savepoints = 0
  /** Made by the first savepoint: most transactions have none. */
  private place: AsyncLocalStorage<number> | undefined
  private depth = 0
  /** False once the callback settled. */
  alive = true
  /** Whether BEGIN has reached the server. */
  begun = false
  /** Whether a statement may have left a prepared one behind. */
  prepares = false
  /** The last transaction status that the server reported; undefined where the connection is lost. */
  status: BatchOutcome['status'] = 'I'
  /** The first error that put the transaction into its failed state. */
  failure: unknown
  /** Set where the connection may not be used again, whatever the server says. */
  broken: RlsKitError | undefined

  constructor(
    client: ClientBase,
    prelude: Prelude,
    check: TextCheck,
    prepared: PreparedStatements | undefined,
  ) {
    this.prepared = prepared
    this.client = client
    this.prelude = prelude
    this.check = check
  }

  /** Statements that are on their way. */
  get pending(): number {
    return this.running
  }

  /** Resolves when no statement is on its way any more. */
  async idle(): Promise<void> {
    await this.tail
  }

  /** The handle that the callback gets. */
  handle(): TenantTransaction {
    return {
      query: <R extends QueryResultRow>(statement: string | TenantStatement, values?: unknown[]) =>
        this.query<R>(statement, values),
      savepoint: (work) => this.savepoint(work),
    }
  }

  private async query<R extends QueryResultRow>(
    statement: string | TenantStatement,
    values?: unknown[],
  ): Promise<QueryResult<R>> {
    const item = toItem(statement, values)
    if (this.check(item.text).mayPrepare) this.prepares = true
    return (await this.enqueue(item)) as QueryResult<R>
  }

  /** One statement after the other, in the order of the calls. */
  private enqueue(item: BatchItem): Promise<QueryResult | undefined> {
    if (!this.alive) return Promise.reject(closed())
    this.running++
    const turn = this.tail.then(() => this.run(item))
    this.tail = turn.then(
      () => this.running--,
      () => this.running--,
    )
    return turn
  }

  private async run(item: BatchItem): Promise<QueryResult | undefined> {
    if (this.broken !== undefined) throw this.broken
    const first = !this.begun
    let outcome = await runBatch(
      this.client,
      first ? [...this.prelude, withName(item, this.prepared)] : [item],
    )
    if (first && outcome.status === 'E' && isStalePlan(outcome.error) && this.prepared?.forget(item.text)) {
      // nothing has run yet, so the transaction can begin anew
      outcome = await runBatch(this.client, [{ text: 'rollback' }, ...this.prelude, item])
      outcome = { ...outcome, tags: outcome.tags.slice(1) }
    }
    this.begun = true
    this.status = outcome.status
    this.judge(outcome, first ? this.prelude.length : 0, item.result === true)
    if (outcome.error !== undefined) {
      this.failure ??= outcome.error
      throw outcome.error
    }
    return outcome.result
  }

  /** Notices what must never happen: a lost connection, a context that was not set, a transaction that ended. */
  private judge(outcome: BatchOutcome, preludeLength: number, callers: boolean): void {
    if (outcome.status === undefined) {
      this.broken = new RlsKitError('CONNECTION_LOST', 'The connection was lost inside a transaction.', {
        cause: outcome.error,
        advice: 'Nothing was committed; the whole transaction can be run again.',
      })
    } else if (outcome.error !== undefined && outcome.tags.length < preludeLength) {
      this.broken = contextFailed(outcome.error)
    } else if (outcome.status === 'I' || (callers && controls.has(outcome.tags[preludeLength] ?? ''))) {
      this.broken = new RlsKitError(
        'TRANSACTION_ESCAPED',
        'A statement ended the transaction of the tenant.',
        {
          cause: outcome.error,
          advice: 'Transactions are begun and ended by withTenant alone; the connection was thrown away.',
        },
      )
    }
    if (this.broken !== undefined) throw this.broken
  }

  private async savepoint<T>(work: (tx: TenantTransaction) => Promise<T>): Promise<T> {
    if (!this.alive) throw closed()
    this.place ??= new AsyncLocalStorage<number>()
    if ((this.place.getStore() ?? 0) !== this.depth) {
      throw new RlsKitError('TRANSACTION_BUSY', 'Another savepoint of this transaction is open.', {
        advice: 'Await one savepoint before the next begins: savepoints nest, they do not run side by side.',
      })
    }
    const name = `rls_kit_${++this.savepoints}`
    const depth = ++this.depth
    try {
      await this.enqueue({ text: `savepoint ${name}` })
      let result: T
      try {
        result = await this.place.run(depth, () => work(this.handle()))
      } catch (error) {
        if (this.broken === undefined) {
          await this.enqueue({ text: `rollback to savepoint ${name}` })
          await this.enqueue({ text: `release savepoint ${name}` })
          if (this.status === 'T') this.failure = undefined
        }
        throw error
      }
      await this.enqueue({ text: `release savepoint ${name}` })
      return result
    } finally {
      this.depth = depth - 1
    }
  }
}

/** Command tags that no statement of a caller may have. COMMIT AND CHAIN, say, stays inside a transaction: a new one. */
const controls = new Set([
  'BEGIN',
  'START TRANSACTION',
  'COMMIT',
  'ROLLBACK',
  'PREPARE TRANSACTION',
  'SAVEPOINT',
  'RELEASE',
])

export function contextFailed(cause: unknown): RlsKitError {
  return new RlsKitError(
    'CONTEXT_FAILED',
    `The tenant could not be set, and the statement was not run: ${cause instanceof Error ? cause.message : String(cause)}`,
    {
      cause,
      advice:
        'Check that the login may become the app role, and that the server is not read-only or stopping.',
    },
  )
}

export function closed(): RlsKitError {
  return new RlsKitError('TRANSACTION_CLOSED', 'The transaction is over: its callback has settled.', {
    advice: 'Await every statement inside the callback, and keep tx inside it.',
  })
}

/**
 * A statement in the form of a batch's item.
 *
 * @throws what a value throws that cannot be turned into text; nothing has been sent then.
 */
export function toItem(statement: string | TenantStatement, values?: unknown[]): BatchItem {
  const own: TenantStatement = typeof statement === 'string' ? { text: statement } : statement
  return {
    text: own.text,
    name: own.name || undefined,
    values: (values ?? own.values)?.map(prepareValue),
    rowMode: own.rowMode,
    types: own.types,
    result: true,
  }
}
