import { RlsKitError } from '../errors.ts'
import { contextStatements } from '../tenant/context.ts'
import { checkLogin, readLogin } from '../tenant/login.ts'
import { checkStatement } from '../tenant/statement.ts'
import type { ContextOptions, TenantId } from '../tenant/types.ts'
import type { RlsDefinition } from '../types.ts'

/** What `$withTenant` takes: the user, and what Prisma's interactive transactions take. */
export interface PrismaTenantOptions extends ContextOptions {
  isolationLevel?: 'ReadCommitted' | 'RepeatableRead' | 'Serializable' | undefined
  /** Milliseconds to wait for a connection. Default: Prisma's 2,000. */
  maxWait?: number | undefined
  /** Milliseconds for the transaction. Default: Prisma's 5,000. */
  timeout?: number | undefined
}

/** What {@link rlsExtension} adds to a Prisma client. */
export interface RlsExtension {
  readonly name: 'rls-kit'
  readonly client: {
    /** A client each of whose operations runs in a transaction of its own as one tenant. */
    $forTenant<T>(this: T, tenant: TenantId, options?: ContextOptions): T
    /** Runs `work` in one transaction as one tenant. */
    $withTenant<T, R>(
      this: T,
      tenant: TenantId,
      work: (tx: T) => Promise<R>,
      options?: PrismaTenantOptions,
    ): Promise<R>
  }
}

/** The part of a Prisma client that the extension calls. */
interface Client {
  $extends(extension: unknown): Client
  $transaction(work: unknown, options?: unknown): Promise<unknown>
  $queryRawUnsafe(sql: string, ...values: unknown[]): Promise<unknown>
}

interface Operation {
  operation: string
  args: unknown
  query(args: unknown): unknown
}

/**
 * A Prisma client extension: the tenant is set in the same transaction as each operation, before it.
 *
 * Prisma owns the connections, so the login is checked once a client and not once a connection, and the guarantees of
 * the tenant pool about lost connections are Prisma's here. On a tenant's client `$transaction` is refused: it would
 * not be one transaction.
 *
 * @throws the client's methods throw {@link RlsKitError} `TENANT_INVALID`, `UNSAFE_LOGIN`, `NOT_ISOLATED` and
 * `STATEMENT_REFUSED`.
 * @example
 * ```ts
 * import { defineRls } from '@nyxcore/rls-kit'
 * import { rlsExtension } from '@nyxcore/rls-kit/prisma'
 *
 * const rls = defineRls({ tenant: { type: 'uuid' }, roles: { app: 'nyx_app' }, tables: { notes: { tenant: 'tenant_id' } } })
 * const extension = rlsExtension(rls)
 * // const prisma = new PrismaClient({ adapter }).$extends(extension)
 * // await prisma.$forTenant(session.tenantId).note.findMany()
 * // await prisma.$withTenant(session.tenantId, (tx) => tx.note.create({ data }), { user: session.userId })
 * ```
 */
export function rlsExtension(rls: RlsDefinition): RlsExtension {
  const context = contextStatements(rls)
  const settings = [rls.tenant.setting, rls.tenant.userSetting]
  const checked = new WeakMap<object, Promise<void>>()

  const enter = (client: Client, tenant: TenantId, options: ContextOptions): Promise<unknown> => {
    const { text, values } = context.enter(tenant, options)
    return client.$queryRawUnsafe(text, ...(values ?? []))
  }
  const check = (client: Client): Promise<void> => {
    let done = checked.get(client)
    if (done === undefined) {
      const session = {
        query: async (text: string, values: unknown[] = []) => ({
          rows: (await client.$queryRawUnsafe(text, ...values)) as Record<string, unknown>[],
        }),
      }
      done = readLogin(session, rls).then((facts) => checkLogin(facts, rls, false))
      checked.set(client, done)
      done.catch(() => checked.delete(client)) // the next call looks again
    }
    return done
  }

  return {
    name: 'rls-kit',
    client: {
      $forTenant<T>(this: T, tenant: TenantId, options: ContextOptions = {}): T {
        const client = this as unknown as Client
        context.enter(tenant, options) // a malformed id is an error here, not at the first query
        return client.$extends({
          client: {
            $transaction(): never {
              throw refused(
                '$transaction on a tenant’s client',
                'Use $withTenant for several operations in one transaction.',
              )
            },
          },
          query: {
            async $allOperations({ operation, args, query }: Operation): Promise<unknown> {
              checkRaw(operation, args, settings)
              await check(client)
              const [, result] = (await client.$transaction([
                enter(client, tenant, options),
                query(args),
              ])) as unknown[]
              return result
            },
          },
        }) as unknown as T
      },
      async $withTenant<T, R>(
        this: T,
        tenant: TenantId,
        work: (tx: T) => Promise<R>,
        { user, ...options }: PrismaTenantOptions = {},
      ): Promise<R> {
        const client = this as unknown as Client
        context.enter(tenant, { user })
        await check(client)
        const guarded = client.$extends({
          query: {
            $allOperations({ operation, args, query }: Operation): unknown {
              checkRaw(operation, args, settings)
              return query(args)
            },
          },
        })
        return (await guarded.$transaction(async (tx: Client) => {
          await enter(tx, tenant, { user })
          return work(tx as unknown as T)
        }, options)) as R
      },
    },
  }
}

/** Raw SQL goes through the simple protocol where it has no values, and then may hold several statements. */
function checkRaw(operation: string, args: unknown, settings: readonly string[]): void {
  if (!/^\$(query|execute)Raw/.test(operation)) return
  const text = rawText(args)
  checkStatement(text, settings)
  if (text.trimEnd().replace(/;$/, '').includes(';')) {
    throw refused(
      'Raw SQL with a semicolon inside',
      'Run one statement a call, and pass texts as parameters.',
    )
  }
}

function rawText(args: unknown): string {
  if (Array.isArray(args)) return String(args[0])
  const sql = args as { strings?: readonly string[]; sql?: string }
  return sql.strings?.join('$1') ?? sql.sql ?? String(args)
}

function refused(what: string, advice: string): RlsKitError {
  return new RlsKitError('STATEMENT_REFUSED', `${what} cannot run as a tenant.`, { advice })
}
