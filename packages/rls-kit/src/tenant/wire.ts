import type { EventEmitter } from 'node:events'
import pg from 'pg'
import { encodeBatch, type Outgoing } from './encode.ts'
import type { TenantStatement } from './statement.ts'

/** One statement of a batch. */
export interface BatchItem extends TenantStatement {
  /** Its rows are the batch's result. */
  readonly result?: boolean | undefined
  /** A prepared statement to close first, to make room. */
  readonly close?: string | undefined
  /**
   * Its first column must be `t`; anything else makes {@link BatchOutcome.proven} false. So does its second, but then
   * it is {@link BatchOutcome.uncertain} only.
   */
  readonly proof?: boolean | undefined
  /** Its Bind and Execute, where they are always the same. */
  readonly encoded?: Uint8Array | undefined
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
  /** Every item was carried out, and those marked `proof` answered true. */
  readonly proven: boolean
  /** All that is missing for `proven` is the second column of an item marked `proof`. */
  readonly uncertain: boolean
}

/** The part of pg's Connection that pg-cursor and its like use. */
interface Wire extends EventEmitter {
  stream: { writable: boolean; write(bytes: Uint8Array): unknown }
  parsedStatements: Record<string, string>
  sync(): void
}

type Parts = {
  handleRowDescription(message: unknown): void
  handleDataRow(message: { fields: (string | null)[] }): void
  handleCommandComplete(message: { text: string }, wire: Wire): void
  callback(): void
  _rowMode: unknown
  _result: pg.QueryResult
  _canceledDueToError: unknown
}
const parts = pg.Query.prototype as unknown as Parts
const { Result, utils } = pg as unknown as {
  Result: new (rowMode: unknown, types: unknown) => pg.QueryResult
  utils: { prepareValue(value: unknown): string | Uint8Array | null }
}

/** The batch that each connection is carrying out, for the listeners that it keeps as long as it lives. */
const carried = new WeakMap<Wire, { batch: Batch | undefined }>()

function carry(wire: Wire, batch: Batch): void {
  const known = carried.get(wire)
  if (known !== undefined) {
    known.batch = batch
    return
  }
  const slot: { batch: Batch | undefined } = { batch }
  carried.set(wire, slot)
  const lost = (error?: unknown): void => slot.batch?.lose(error ?? new Error('The connection ended.'))
  wire.on('readyForQuery', (message: { status: 'I' | 'T' | 'E' }) => slot.batch?.ready(message.status))
  wire.on('error', lost).on('end', lost)
}

/**
 * Several statements in one round trip, in the extended protocol, with **one** Sync at the end. That is what makes
 * it fail closed: when a statement fails, the server skips everything up to the Sync, so a statement is carried
 * out only if all before it were (PostgreSQL documentation, "Extended Query Pipelining"). pg's own pipeline
 * sends a Sync after each statement, which lets the rest run after a failed BEGIN.
 */
class Batch extends pg.Query {
  readonly outcome: Promise<BatchOutcome>
  private readonly items: readonly BatchItem[]
  private readonly values: Outgoing['values'][]
  private readonly tags: string[] = []
  private failure: unknown
  private disproved = false
  private doubted = false
  private answered = false
  private finished = false
  private settle!: (outcome: BatchOutcome) => void
  private refuse!: (error: unknown) => void
  private wire: Wire | undefined

  constructor(items: readonly BatchItem[]) {
    // the callback keeps rows in the result and errors off the emitter
    super(';', ignore)
    const main = items.find((item) => item.result)
    if (main?.rowMode !== undefined || main?.types !== undefined) {
      const own = this as unknown as Parts
      own._rowMode = main.rowMode
      own._result = new Result(main.rowMode, main.types)
    }
    this.items = items
    this.values = items.map((item) =>
      item.values === undefined ? none : item.values.map((value) => utils.prepareValue(value)),
    )
    this.outcome = new Promise((resolve, reject) => {
      this.settle = resolve
      this.refuse = reject
    })
    Object.assign(this, { submit: this.send })
  }

  /** pg calls this when it is the batch's turn. */
  private send(connection: unknown): null {
    const wire = connection as Wire
    this.wire = wire
    const outgoing: Outgoing[] = []
    for (const [index, { name = '', text, close, result, encoded }] of this.items.entries()) {
      const known = name === '' ? undefined : wire.parsedStatements[name]
      if (known !== undefined && known !== text) {
        this.refuse(new Error(`The name ${name} was used for another statement; names must be unique.`))
        wire.sync() // nothing else was sent, and pg waits for an answer
        return null
      }
      const values = this.values[index] as Outgoing['values']
      const parse = known === undefined
      outgoing.push({ name, text, values, parse, describe: result === true, close, encoded })
    }
    carry(wire, this)
    for (const { close } of outgoing) if (close !== undefined) delete wire.parsedStatements[close]
    if (wire.stream.writable) wire.stream.write(encodeBatch(outgoing))
    return null
  }

  private finish(status: BatchOutcome['status']): void {
    if (this.finished) return
    this.finished = true
    const { wire, tags, items } = this
    const slot = wire && carried.get(wire)
    if (slot?.batch === this) slot.batch = undefined
    // What was carried out was parsed. A name that failed is parsed again next time, after a Close.
    for (let index = 0; wire && index < tags.length; index++) {
      const { name, text } = items[index] as BatchItem
      if (name !== undefined) wire.parsedStatements[name] = text
    }
    const own = this as unknown as Parts
    own.callback() // where the pool has a query_timeout, pg's own stops it
    const error = this.failure ?? (own._canceledDueToError || undefined)
    const sound = !this.disproved && tags.length === items.length
    const proven = sound && !this.doubted
    this.settle({ status, tags, error, result: own._result, proven, uncertain: sound && this.doubted })
  }

  /** The server is ready for the next batch. Other queries of the connection have answers, too. */
  ready(status: 'I' | 'T' | 'E'): void {
    if (this.answered) this.finish(status)
  }

  lose(error: unknown): void {
    this.failure ??= error
    this.finish(undefined)
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
    else if (item?.proof) {
      if (message.fields[0] !== 't') this.disproved = true
      if (message.fields[1] === 'f') this.doubted = true
    }
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
    this.lose(new Error('COPY FROM STDIN cannot run here.'))
  }

  handleError(error: unknown): void {
    this.failure ??= error
    if (this.wire !== undefined && error instanceof pg.DatabaseError)
      this.answered = true // pg takes the batch off the connection at the first error
    // Not from the server: it was never sent, the socket broke, or pg's query_timeout fired.
    else this.finish(undefined)
  }

  handleReadyForQuery(): void {
    this.answered = true
  }
}

const none: Outgoing['values'] = []

function ignore(): void {}

/**
 * Runs a batch on a client, and answers when the server is ready for the next one or gone. It rejects only where
 * nothing was sent: a value that cannot be turned into text, or a statement's name that is taken.
 */
export async function runBatch(client: pg.ClientBase, items: readonly BatchItem[]): Promise<BatchOutcome> {
  const batch = new Batch(items)
  client.query(batch)
  return batch.outcome
}
