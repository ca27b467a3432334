import type { EventEmitter } from 'node:events'
import pg from 'pg'
import { encodeBatch, type Outgoing, type Value } from './encode.ts'
import type { TenantStatement } from './statement.ts'

/** One statement of a batch. */
export interface BatchItem extends Outgoing {
  /**
   * Its first column must be `t`; anything else makes {@link BatchOutcome.proven} false. So does its second, but then
   * it is {@link BatchOutcome.uncertain} only.
   */
  readonly proof?: boolean | undefined
  readonly rowMode?: TenantStatement['rowMode']
  readonly types?: TenantStatement['types']
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
  utils: { prepareValue(value: unknown): Value }
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
  private readonly items: readonly BatchItem[]
  private readonly settle: (outcome: BatchOutcome) => void
  private readonly refuse: (error: unknown) => void
  private readonly tags: string[] = []
  private failure: unknown
  private disproved = false
  private doubted = false
  private answered = false
  private finished = false
  /** Whether the server was told to parse anything. */
  private parses = false
  private wire: Wire | undefined

  constructor(
    items: readonly BatchItem[],
    settle: (outcome: BatchOutcome) => void,
    refuse: (error: unknown) => void,
  ) {
    // the callback keeps rows in the result and errors off the emitter
    super(';', ignore)
    this.items = items
    this.settle = settle
    this.refuse = refuse
    for (const { result, rowMode, types } of items) {
      if (!result || (rowMode === undefined && types === undefined)) continue
      const own = this as unknown as Parts
      own._rowMode = rowMode
      own._result = new Result(rowMode, types)
    }
  }

  static {
    // pg calls this when it is the batch's turn; the types have it as a property, which a method cannot override
    Object.assign(Batch.prototype, { submit: Batch.prototype.send })
  }

  private send(connection: unknown): null {
    const wire = connection as Wire
    const { parsedStatements } = wire
    this.wire = wire
    for (const { name, text } of this.items) {
      const known = name === undefined ? undefined : parsedStatements[name]
      if (known === undefined) this.parses = true
      else if (known !== text) {
        this.refuse(new Error(`The name ${name} was used for another statement; names must be unique.`))
        wire.sync() // nothing else was sent, and pg waits for an answer
        return null
      }
    }
    carry(wire, this)
    const bytes = encodeBatch(this.items, parsedStatements)
    for (const { close } of this.items) if (close !== undefined) delete parsedStatements[close]
    if (wire.stream.writable) wire.stream.write(bytes)
    return null
  }

  private finish(status: BatchOutcome['status']): void {
    if (this.finished) return
    this.finished = true
    const { wire, tags, items } = this
    const slot = wire && carried.get(wire)
    if (slot?.batch === this) slot.batch = undefined
    // What was carried out was parsed. A name that failed is parsed again next time, after a Close.
    for (let index = 0; wire && this.parses && index < tags.length; index++) {
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

function ignore(): void {}

/** A value as `pg` sends it. Throws what the value throws, where it cannot be turned into text. */
export function prepareValue(value: unknown): Value {
  return typeof value === 'string' ? value : utils.prepareValue(value)
}

/**
 * Runs a batch on a client, and answers when the server is ready for the next one or gone. It rejects only where
 * nothing was sent, as where a statement's name is taken.
 */
export function runBatch(client: pg.ClientBase, items: readonly BatchItem[]): Promise<BatchOutcome> {
  return new Promise((resolve, reject) => {
    client.query(new Batch(items, resolve, reject))
  })
}
