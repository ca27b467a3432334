import type { ClientBase } from 'pg'
import { type ContextStatements, ownStatement, unnamed, withValues } from './context.ts'
import type { LoginFacts } from './login.ts'
import { type BatchItem, type BatchOutcome, prepareValue, runBatch } from './wire.ts'

/**
 * What a session keeps beyond a transaction and cannot be asked for cheaply is taken from it: settings, cursors WITH
 * HOLD, channels it listens on, the last values of sequences. Functions can leave all of that
 * behind without a trace in the statement's text. Measured, the four cost less than one query that looks for them.
 */
const cleaning: readonly [name: string, text: string][] = [
  ['reset', 'reset all'],
  ['close', 'close all'],
  ['unlisten', 'unlisten *'],
  ['discard_sequences', 'discard sequences'],
]

/** RESET ALL takes what a `connect` handler of the pool has SET, too; that is given back. */
const restore =
  'select pg_catalog.set_config(k.name, k.value, false) from unnest($1::text[], $2::text[]) k(name, value)'

/** The driver's own prepared statements stay, and those of SQL go. */
const deallocate = `do $rls_kit$ declare n text; begin
  for n in select s.name from pg_catalog.pg_prepared_statements s where s.from_sql loop
    execute pg_catalog.format('deallocate %I', n);
  end loop; end $rls_kit$`

/**
 * How one connection is left: what follows COMMIT or ROLLBACK in the same round trip, and what to do where that did not
 * prove it clean. A `shared` session, as PGlite has but one, is only asked: what others have set there and listen on is
 * not ours to end.
 */
export class Leaving {
  private readonly quick: BatchItem
  private readonly full: BatchItem
  private readonly cleaning: readonly BatchItem[]
  private readonly shared: boolean
  /** A session that has had a temporary table keeps the schema for them, and has to be asked whether it is empty. */
  private hadTemporary = false

  constructor(
    context: ContextStatements,
    facts: Pick<LoginFacts, 'searchPath' | 'session'>,
    { prepare, shared }: { prepare: boolean; shared: boolean },
  ) {
    const own = prepare ? (item: BatchItem): BatchItem => item : unnamed
    this.quick = own(context.proof(facts.searchPath))
    this.full = own(context.fullProof(facts.searchPath))
    this.shared = shared
    const items = cleaning.map(([name, text]) => own(ownStatement(name, text)))
    const names = Object.keys(facts.session)
    const values = [names, Object.values(facts.session)].map(prepareValue)
    if (names.length > 0) items.push(withValues(own(ownStatement('restore', restore)), values))
    this.cleaning = shared ? [] : items
  }

  /** @param prepares whether a statement of the transaction may have used PREPARE. */
  batch(prepares: boolean): readonly BatchItem[] {
    return [this.hadTemporary ? this.full : this.quick, ...this.rest(prepares)]
  }

  /** Whether the connection is idle and clean after a batch that ended with {@link batch}. */
  isClean(client: ClientBase, outcome: BatchOutcome, prepares: boolean): boolean | Promise<boolean> {
    if (outcome.status !== 'I') return false
    return outcome.proven || this.clean(client, outcome, prepares)
  }

  private async clean(client: ClientBase, outcome: BatchOutcome, prepares: boolean): Promise<boolean> {
    const failed = outcome.error !== undefined // COMMIT did, so nothing after it was carried out
    if (!failed && !outcome.uncertain && !this.hadTemporary) return false
    // Behind a pooler the session outlives a connection that is thrown away: so temporary tables go in any case.
    const discard = this.shared ? [] : [{ text: 'discard temp' }]
    const again = await runBatch(client, [this.full, ...discard, ...this.rest(prepares)])
    this.hadTemporary ||= outcome.uncertain
    return again.proven && again.status === 'I' && (failed || outcome.uncertain)
  }

  private rest(prepares: boolean): readonly BatchItem[] {
    return prepares && !this.shared ? [...this.cleaning, { text: deallocate }] : this.cleaning
  }
}
