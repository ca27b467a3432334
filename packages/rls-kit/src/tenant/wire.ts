import type { EventEmitter } from 'node:events'
import pg from 'pg'
import type { TenantStatement } from './statement.ts'

/** One statement of a batch. */
export interface BatchItem extends TenantStatement {
  /** Its rows are the batch's result. */
  readonly result?: boolean | undefined
  /** A prepared statement to close first, to make room. */
  readonly close?: string | undefined
  /** Its first column must be `t`; anything else makes {@link BatchOutcome.proven} false. */
  readonly proof?: boolean | undefined
}

/** What became of a batch that was sent. */
export interface BatchOutcome {
  /** The transaction status of the server's ReadyForQuery, or undefined where the connection was lost first. */
  readonly status: 'I' | 'T' | 'E' | undefined
  /** The command tags of the statements that were carried out, in order. */
  readonly tags: readonly string[]
  /** The server's or the connection's first error. Statement `tags.length` failed with it. */
  readonly error: unknown
  readonly result: pg.QueryResult | undefined
  /** Every item marked `proof` was carried out and answered true. */
  readonly proven: boolean
}

/** The part of pg's Connection that pg-cursor and its like use. */
interface Wire extends EventEmitter {
  stream: { cork?(): void; uncork?(): void }
  parsedStatements: Record<string, string>
  parse(message: { text: string; name: string | undefined; types: undefined }): void
  bind(message: {
    portal: string
    statement: string | undefined
    values: unknown[]
    binary: boolean
    valueMapper: (value: unknown) => unknown
  }): void
  describe(message: { type: 'P'; name: string }): void
  close(message: { type: 'S'; name: string }): void
  execute(message: { portal: string; rows: undefined }): void
  sendCopyFail(message: string): void
  sync(): void
}

type Parts = {
  handleRowDescription(message: unknown): void
  handleDataRow(message: { fields: (string | null)[] }): void
  handleCommandComplete(message: { text: string }, wire: Wire): void
  _result: pg.QueryResult
  _canceledDueToError: unknown
}
const parts = pg.Query.prototype as unknown as Parts
const { prepareValue } = (pg as unknown as { utils: { prepareValue(value: unknown): unknown } }).utils

/**
 * Several statements in one round trip, in the extended protocol, with **one** Sync at the end. That is what makes
 * it fail closed: when a statement fails, the server skips everything up to the Sync, so a statement is carried
 * out only if all before it were (PostgreSQL documentation, "Extended Query Pipelining"). pg's own pipeline
 * sends a Sync after each statement, which lets the rest run after a failed BEGIN.
 */
class Batch extends pg.Query {
  readonly outcome: Promise<BatchOutcome>
  private readonly items: readonly BatchItem[]
  private readonly values: unknown[][]
  private readonly tags: string[] = []
  private parsed = 0
  private failure: unknown
  private disproved = false
  private settle!: (outcome: BatchOutcome) => void
  private refuse!: (error: unknown) => void
  private finish: ((status: BatchOutcome['status']) => void) | undefined

  constructor(items: readonly BatchItem[]) {
    const main = items.find((item) => item.result)
    // the callback keeps rows in the result and errors off the emitter
    super({ text: ';', rowMode: main?.rowMode, types: main?.types } as never, () => {})
    this.items = items
    this.values = items.map((item) => (item.values ?? []).map((value) => prepareValue(value)))
    this.outcome = new Promise((resolve, reject) => {
      this.settle = resolve
      this.refuse = reject
    })
    Object.assign(this, { submit: this.send })
  }

  /** pg calls this when it is the batch's turn. */
  private send(connection: unknown): null {
    const wire = connection as Wire
    const conflict = this.items.find(
      (item) => item.name !== undefined && (wire.parsedStatements[item.name] ?? item.text) !== item.text,
    )
    if (conflict !== undefined) {
      this.refuse(
        new Error(`The name ${conflict.name} was used for another statement; names must be unique.`),
      )
      wire.sync() // nothing else was sent, and pg waits for an answer
      return null
    }
    const toParse = this.items.filter(
      (item) => item.name === undefined || wire.parsedStatements[item.name] === undefined,
    )
    const onParsed = (): void => {
      const item = toParse[this.parsed++]
      if (item?.name !== undefined) wire.parsedStatements[item.name] = item.text
    }
    const onReady = (message: { status: 'I' | 'T' | 'E' }): void => finish(message.status)
    const onLost = (error?: unknown): void => {
      this.failure ??= error ?? new Error('The connection ended.')
      finish(undefined)
    }
    const finish = (status: BatchOutcome['status']): void => {
      wire
        .off('parseComplete', onParsed)
        .off('readyForQuery', onReady)
        .off('error', onLost)
        .off('end', onLost)
      const own = this as unknown as Parts
      const error = this.failure ?? (own._canceledDueToError || undefined)
      const proven = !this.disproved && this.tags.length === this.items.length
      this.settle({ status, tags: this.tags, error, result: own._result, proven })
    }
    this.finish = finish
    wire.on('parseComplete', onParsed).on('readyForQuery', onReady).on('error', onLost).on('end', onLost)

    wire.stream.cork?.()
    try {
      this.items.forEach((item, index) => {
        if (item.close !== undefined) {
          wire.close({ type: 'S', name: item.close })
          delete wire.parsedStatements[item.close]
        }
        if (toParse.includes(item)) wire.parse({ text: item.text, name: item.name, types: undefined })
        wire.bind({
          portal: '',
          statement: item.name,
          values: this.values[index] as unknown[],
          binary: false,
          valueMapper: (value) => value,
        })
        if (item.result) wire.describe({ type: 'P', name: '' })
        wire.execute({ portal: '', rows: undefined })
      })
      wire.sync()
    } finally {
      wire.stream.uncork?.()
    }
    return null
  }

  private current(): BatchItem | undefined {
    return this.items[this.tags.length]
  }

  handleRowDescription(message: unknown): void {
    parts.handleRowDescription.call(this, message)
  }

  handleDataRow(message: { fields: (string | null)[] }): void {
    const item = this.current()
    if (item?.result) parts.handleDataRow.call(this, message)
    else if (item?.proof && message.fields[0] !== 't') this.disproved = true
  }

  handleCommandComplete(message: { text: string }, wire: Wire): void {
    if (this.current()?.result) parts.handleCommandComplete.call(this, message, wire)
    this.tags.push(message.text)
  }

  handleEmptyQuery(): void {
    this.tags.push('')
  }

  /** Too late to feed it: the connection is out of step from here on, and its outcome says so. */
  handleCopyInResponse(): void {
    this.failure ??= new Error('COPY FROM STDIN cannot run here.')
    this.finish?.(undefined)
  }

  handleError(error: unknown): void {
    this.failure ??= error
    if (this.finish === undefined)
      this.settle(lost(this.failure)) // the client was dead before it could send
    // Not from the server: the socket broke, or pg's query_timeout fired while the server still works.
    else if (!(error instanceof pg.DatabaseError)) this.finish(undefined)
  }

  handleReadyForQuery(): void {}
}

function lost(error: unknown): BatchOutcome {
  return { status: undefined, tags: [], error, result: undefined, proven: false }
}

/**
 * Runs a batch on a client, and answers when the server is ready for the next one or gone. It rejects only where
 * nothing was sent: a value that cannot be turned into text, or a statement's name that is taken.
 */
export async function runBatch(client: pg.ClientBase, items: readonly BatchItem[]): Promise<BatchOutcome> {
  const batch = new Batch(items)
  client.query(batch)
  return batch.outcome
}
