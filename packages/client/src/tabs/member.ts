import { ClientError, type EventStream, isClientError, type StreamEvent } from '../index.ts'
import { History } from './history.ts'
import { Inbox } from './inbox.ts'
import { fromPlain, type Message, toPlain } from './messages.ts'

/** What a tab does for one shared stream. */
export interface MemberOptions {
  /** The same in every tab that shares. */
  readonly name: string
  readonly keep: number
  readonly lastEventId: string | undefined
  readonly route: {
    readonly method: string
    readonly path: string
    readonly def: { readonly final?: readonly string[] | undefined }
  }
  readonly signal: AbortSignal | undefined
  readonly onOpen: ((headers: Headers) => void) | undefined
  readonly open: (lastEventId: string | undefined) => EventStream<StreamEvent>
}

type EventMessage = Extract<Message, { kind: 'event' }>

/** Longer than a message takes from one tab to another. */
const SETTLE = 100

/**
 * One tab's part in a shared stream. The tab that gets the lock leads: it holds the connection and tells the others what
 * comes. The browser hands the lock on when a tab goes, however it goes; the next leader resumes after the last event.
 */
export class Member implements EventStream<StreamEvent> {
  readonly #options: MemberOptions
  readonly #me = crypto.randomUUID()
  readonly #inbox = new Inbox<StreamEvent>()
  readonly #history: History<StreamEvent>
  readonly #channel: BroadcastChannel
  readonly #control = new AbortController()
  #stream: EventStream<StreamEvent> | undefined
  #leading: string | undefined
  #following: string | undefined
  #seq = 0
  #early: EventMessage[] = []
  #arrived: string | undefined
  #delivered: string
  /** Ids that came under earlier leaders: only those are twice. */
  #old = new Set<string>()
  #ids = new Set<string>()

  constructor(options: MemberOptions) {
    this.#options = options
    this.#arrived = options.lastEventId
    this.#delivered = options.lastEventId ?? ''
    this.#history = new History(options.keep)
    this.#channel = new BroadcastChannel(options.name)
    this.#channel.addEventListener('message', ({ data }) => this.#hear(data as Message))
    const { signal } = options
    const abort = (): void => this.#finish(new ClientError('ABORTED', 'aborted', { cause: signal?.reason }))
    signal?.addEventListener('abort', abort, { signal: this.#control.signal })
    if (signal?.aborted) abort()
    else void this.#run()
  }

  async #run(): Promise<void> {
    this.#greet()
    try {
      await navigator.locks.request(this.#options.name, { signal: this.#control.signal }, () => this.#lead())
    } catch (error) {
      if (!this.#control.signal.aborted) this.#finish(error)
    }
  }

  async #lead(): Promise<void> {
    // What the last leader said may still be on its way.
    if (this.#following !== undefined) await settle()
    if (this.#inbox.ended) return
    const epoch = crypto.randomUUID()
    this.#leading = epoch
    this.#renew()
    this.#seq = 0
    this.#tell({ kind: 'lead', epoch })
    let error: ClientError | undefined
    try {
      this.#refuseToRepeat()
      const stream = this.#options.open(this.#arrived)
      this.#stream = stream
      for await (const event of stream) {
        // Told first: what cannot be told is no event for this tab either.
        this.#tell({ kind: 'event', epoch, seq: ++this.#seq, event })
        this.#take(event)
      }
    } catch (cause) {
      const { method, path } = this.#options.route
      error = isClientError(cause)
        ? cause
        : new ClientError('INVALID_EVENT', `${method} ${path}: an event cannot be shared`, { cause })
    }
    if (this.#control.signal.aborted) return
    this.#tell({ kind: 'end', epoch, error: error && toPlain(error) })
    // The lock goes on only when the others know that there is nothing left to lead.
    await settle()
    this.#finish(error)
  }

  /** A stream that cannot be resumed would send all of it a second time. */
  #refuseToRepeat(): void {
    const { method, path, def } = this.#options.route
    if (this.#arrived === undefined && !this.#history.empty && def.final?.length) {
      throw new ClientError(
        'STREAM_INTERRUPTED',
        `${method} ${path}: the tab that held the stream has gone, and its events have no ids to resume from`,
      )
    }
  }

  #hear(message: Message): void {
    if (message.kind === 'hello') this.#answer(message)
    else if (this.#leading === undefined) this.#follow(message)
  }

  #follow(message: Exclude<Message, { kind: 'hello' }>): void {
    switch (message.kind) {
      case 'lead':
        this.#greet()
        break
      case 'replay':
        if (message.to === this.#me && message.epoch !== this.#following) this.#catchUp(message)
        break
      case 'event':
        // Before the replay is there, what is new has to wait for what is old.
        if (message.epoch !== this.#following) this.#early.push(message)
        else if (message.seq > this.#seq) {
          this.#seq = message.seq
          this.#take(message.event)
        }
        break
      case 'end':
        if (message.epoch === this.#following) {
          this.#finish(message.error && fromPlain(message.error, this.#options.route))
        }
    }
  }

  #catchUp({ epoch, seq, events }: Extract<Message, { kind: 'replay' }>): void {
    this.#renew()
    this.#following = epoch
    this.#seq = seq
    this.#options.onOpen?.(new Headers())
    for (const event of events) this.#take(event)
    const early = this.#early
    this.#early = []
    for (const message of early) this.#follow(message)
  }

  #answer({ from, after, fresh }: Extract<Message, { kind: 'hello' }>): void {
    if (this.#leading === undefined) return
    const { events, complete } =
      fresh || after !== undefined ? this.#history.after(after) : { events: [], complete: true }
    const gap = { type: 'nyx.gap', data: { requested: after ?? null, oldest: this.#history.oldest } }
    this.#tell({
      kind: 'replay',
      to: from,
      epoch: this.#leading,
      seq: this.#seq,
      events: complete ? events : [gap, ...events],
    })
  }

  #greet(): void {
    this.#tell({ kind: 'hello', from: this.#me, after: this.#arrived, fresh: this.#history.empty })
  }

  #renew(): void {
    this.#old = new Set(this.#ids)
    this.#early = this.#early.filter(({ epoch }) => epoch !== this.#following)
  }

  #take(event: StreamEvent): void {
    const { id } = event
    if (id) {
      if (this.#old.has(id)) return
      this.#arrived = id
      this.#ids.add(id)
      if (this.#ids.size > 1024) this.#ids.delete(this.#ids.values().next().value as string)
    }
    this.#history.add(event)
    this.#inbox.push(event)
  }

  #tell(message: Message): void {
    if (!this.#control.signal.aborted) this.#channel.postMessage(message)
  }

  #finish(error?: unknown): void {
    this.#inbox.end(error !== undefined, error)
    this.#control.abort()
    this.#channel.close()
    Promise.resolve(this.#stream?.close()).catch(() => {})
  }

  async next(): Promise<IteratorResult<StreamEvent, undefined>> {
    const result = await this.#inbox.next()
    if (!result.done && result.value.id) this.#delivered = result.value.id
    return result
  }

  async forEach(callback: (event: StreamEvent) => unknown): Promise<void> {
    for await (const event of this) await callback(event)
  }

  async close(): Promise<void> {
    this.#inbox.drop()
    this.#finish()
  }

  async return(): Promise<IteratorResult<StreamEvent, undefined>> {
    await this.close()
    return { done: true, value: undefined }
  }

  get lastEventId(): string {
    return this.#delivered
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, SETTLE))
}
