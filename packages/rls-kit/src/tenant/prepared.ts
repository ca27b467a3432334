import type { ClientBase } from 'pg'
import type { BatchItem } from './wire.ts'

/** How many statements one connection keeps prepared. */
const capacity = 128
/** How long a text may be to be worth keeping. */
const longest = 8_192

/** What a batch should do about one text. */
export interface Preparation {
  /** The name to prepare it under, or undefined where it goes unnamed. */
  readonly name: string | undefined
  /** A statement that makes room: close it on the server first. */
  readonly close: string | undefined
}

/**
 * Decides which texts of one connection are worth preparing: those that come a second time. Planning is most of
 * what a small statement costs, more so under a policy. The least recently used one makes room.
 */
export class PreparedStatements {
  /** In the order of use; the value is the name, or undefined after the first use. */
  private readonly texts = new Map<string, string | undefined>()
  private counter = 0

  prepare(text: string): Preparation {
    if (text.length > longest) return { name: undefined, close: undefined }
    const known = this.texts.has(text)
    const name = this.texts.get(text) ?? (known ? `rls_kit_s${++this.counter}` : undefined)
    this.texts.delete(text)
    this.texts.set(text, name)
    if (this.texts.size <= capacity) return { name, close: undefined }
    const [oldest, close] = this.texts.entries().next().value as [string, string | undefined]
    this.texts.delete(oldest)
    return { name, close }
  }

  /** Forgets a text; answers its name, for the server to forget as well. */
  forget(text: string): string | undefined {
    const name = this.texts.get(text)
    this.texts.delete(text)
    return name
  }
}

const connections = new WeakMap<ClientBase, PreparedStatements>()

/** Those of one connection, whichever tenant pool uses it. */
export function preparedOn(client: ClientBase): PreparedStatements {
  let known = connections.get(client)
  if (known === undefined) {
    known = new PreparedStatements()
    connections.set(client, known)
  }
  return known
}

/** The same item under a name, where it is worth one and has none yet. */
export function withName(item: BatchItem, prepared: PreparedStatements | undefined): BatchItem {
  if (prepared === undefined || item.name !== undefined) return item
  return { ...item, ...prepared.prepare(item.text) }
}

/**
 * A prepared statement whose columns changed under it ("cached plan must not change result type"). The server finds
 * that before it runs anything, so the statement can be sent again without its name.
 */
export function isStalePlan(error: unknown): boolean {
  const { code, routine } = (error ?? {}) as { code?: unknown; routine?: unknown }
  return code === '0A000' && routine === 'RevalidateCachedQuery'
}
