import type { EventStream, StreamEvent } from '../index.ts'

/**
 * Where a stream is.
 *
 * - `idle`: not opened: on the server, or `enabled` is false
 * - `connecting`: no connection stands yet
 * - `open`: a connection stands
 * - `reconnecting`: a connection broke, another one follows
 * - `done`: complete
 * - `error`: it failed for good; `error` says why
 */
export type StreamStatus = 'idle' | 'connecting' | 'open' | 'reconnecting' | 'done' | 'error'

/** What {@link useEventStream} gives of a stream. */
export interface StreamState<E, S = readonly E[]> {
  readonly status: StreamStatus
  /** What the events came to: the last ones (oldest first), or what `reduce` made of them. */
  readonly data: S
  /** The last event. */
  readonly last: E | undefined
  readonly error: unknown
}

/** What a store is told by the connection below the stream. */
export interface StreamSignals {
  readonly onOpen: () => void
  readonly onReconnect: () => void
}

interface Config<E, S> {
  readonly initial: S
  readonly reduce: (state: S, event: E) => S
  readonly onEvent: ((event: E) => void) | undefined
}

/**
 * One opening of a stream as a store for `useSyncExternalStore`. Events that come together are told together, once a
 * microtask, so that a burst renders once.
 */
export class StreamStore<E extends StreamEvent, S> {
  #state: StreamState<E, S>
  #listeners = new Set<() => void>()
  #opening: symbol | undefined
  #told = true
  readonly #config: Config<E, S>

  constructor(config: Config<E, S>) {
    this.#config = config
    this.#state = { status: 'idle', data: config.initial, last: undefined, error: undefined }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly snapshot = (): StreamState<E, S> => this.#state

  /** Opens the stream, with empty data, and reads it to its end; the function returned closes it. */
  start(open: (signals: StreamSignals) => EventStream<E>): () => void {
    const opening = Symbol('opening')
    this.#opening = opening
    this.#set({ status: 'connecting', data: this.#config.initial, last: undefined, error: undefined })
    const tell = (status: StreamStatus) => () => {
      if (this.#opening === opening) this.#set({ status })
    }
    let stream: EventStream<E>
    try {
      stream = open({ onOpen: tell('open'), onReconnect: tell('reconnecting') })
    } catch (error) {
      this.#set({ status: 'error', error })
      return () => {}
    }
    void this.#read(stream, opening)
    return () => {
      tell('idle')()
      this.#opening = undefined
      void Promise.resolve(stream.close()).catch(() => {})
    }
  }

  /** What an older opening still says is of no interest. */
  async #read(stream: EventStream<E>, opening: symbol): Promise<void> {
    const { reduce, onEvent } = this.#config
    try {
      for await (const event of stream) {
        if (this.#opening !== opening) return
        this.#set({ data: reduce(this.#state.data, event), last: event })
        onEvent?.(event)
      }
      if (this.#opening === opening) this.#set({ status: 'done' })
    } catch (error) {
      if (this.#opening === opening) this.#set({ status: 'error', error })
    }
  }

  #set(change: Partial<StreamState<E, S>>): void {
    this.#state = { ...this.#state, ...change }
    if (!this.#told) return
    this.#told = false
    queueMicrotask(() => {
      this.#told = true
      for (const listener of this.#listeners) listener()
    })
  }
}
