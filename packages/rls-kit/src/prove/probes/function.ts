import { callable, describeFunction, looseSearchPath } from '../../audit/functions.ts'
import type { FunctionRow } from '../../audit/snapshot/types.ts'
import { displayName, qualified, quoteIdent, quoteLiteral } from '../../sql.ts'
import { attempt, become, isPrivilege, reasonOf, type Stage, unbecome } from '../stage.ts'
import { allVersionsOfB } from '../untouched.ts'
import { candidates } from '../values.ts'
import { onlyReads } from './only-reads.ts'
import { teller } from './read.ts'

/** Functions that the app role may call. */
export function callables(stage: Stage): FunctionRow[] {
  return stage.context.snapshot.functions.filter(
    (fn) => fn.extension === null && callable(fn) && stage.context.heldBy(fn.acl).has('EXECUTE'),
  )
}

/** Sets of arguments, the telling ones first: keys and texts of tenant B's, patterns that match everything. */
export function argumentSets(stage: Stage, fn: FunctionRow): string[][] | undefined {
  const { b } = stage.sides
  const types = new Map(stage.context.snapshot.types.map((type) => [type.oid, type]))
  const byName = new Map(stage.context.snapshot.types.map((type) => [type.name, type]))
  const uuids = [...b.marks].filter((mark) => /^[0-9a-f-]{36}$/.test(mark))
  const lists = fn.args.slice(0, Math.max(fn.required, 0)).map((name) => {
    if (name === 'uuid') return [b.tenant, ...uuids].slice(0, 24)
    if (/^(text|character varying|name)$/.test(name)) return ['', '%', b.marker, b.tenant, '.*']
    if (name === 'uuid[]') return [`{${[b.tenant, ...uuids].slice(0, 24).join(',')}}`]
    if (/^(text|character varying)\[\]$/.test(name)) return [`{${b.marker},${b.tenant},%}`, '{}']
    const type = byName.get(name)
    if (type?.kind === 'e') return type.labels
    const column = { type: name, typeOid: type?.oid ?? 0, typmod: -1 }
    return candidates({ column, types, checks: [], marker: b.marker, index: 0, salt: 0 }).slice(0, 4)
  })
  if (lists.some((list) => list.length === 0)) return undefined
  const count = Math.max(1, ...lists.map((list) => list.length))
  return Array.from({ length: Math.min(count, 24) }, (_, at) =>
    lists.map((list) => list[at % list.length] as string),
  )
}

/** One call as SQL that answers text. */
export function callSql(fn: FunctionRow, args: readonly string[]): string {
  const spread = (at: number): string => (fn.variadic && at === fn.args.length - 1 ? 'variadic ' : '')
  const list = args.map((text, at) => `${spread(at)}${quoteLiteral(text)}::${fn.args[at]}`).join(', ')
  return fn.kind === 'p'
    ? `call ${qualified(fn)}(${list})`
    : `select f::text as answer from ${qualified(fn)}(${list}) as f`
}

/** Calls a function with several arguments and looks for tenant B's texts in what it answers. */
export async function probeFunction(stage: Stage, fn: FunctionRow): Promise<void> {
  const tell = teller(stage, describeFunction(fn), 'function')
  const volatile = fn.volatility === 'v' || fn.kind === 'p'
  const allowed = stage.allowVolatile.has(displayName(fn))
  if (volatile && !allowed && !onlyReads(stage, fn)) {
    tell(
      'call',
      'unproven',
      `it is volatile, so its effects may outlive a rollback; allow it with --allow ${displayName(fn)}`,
    )
    return
  }
  const sets = argumentSets(stage, fn)
  if (sets === undefined) {
    tell('call', 'unproven', `no value is known for an argument of type ${fn.args.join(', ')}`)
    return
  }
  let worked = 0
  let failure = ''
  for (const args of sets) {
    const done = await attempt(stage, 'login', async (session) => {
      const before = volatile ? await allVersionsOfB(stage) : ''
      await become(stage, 'a')
      if (volatile && !allowed) await session.query('set local transaction_read_only = on')
      const { rows } = await session.query(callSql(fn, args))
      const text = JSON.stringify(rows)
      const found = [...stage.sides.b.marks].find(
        (mark) => text.includes(mark) && !args.some((arg) => arg !== '' && mark.includes(arg)),
      )
      await unbecome(stage)
      return found !== undefined
        ? 'reads'
        : volatile && before !== (await allVersionsOfB(stage))
          ? 'writes'
          : 'nothing'
    })
    if (!done.ok) {
      if (isPrivilege(done)) {
        tell('call', 'denied', reasonOf(done))
        return
      }
      failure = reasonOf(done)
      continue
    }
    worked++
    if (done.value !== 'nothing') {
      tell(
        'call',
        'leak',
        `called with (${args.join(', ')}) it ${done.value === 'reads' ? "answers with tenant B's rows" : "changes tenant B's rows"}`,
      )
      return
    }
  }
  if (worked === 0) tell('call', 'unproven', `every call failed: ${failure}`)
  else tell('call', 'held', `${worked} calls answered nothing of tenant B's`)
}

/**
 * A SECURITY DEFINER function whose names the caller can shadow: tenant B's session leaves a temporary table behind
 * under each name that the body does not qualify, and tenant A then calls the function in the same session.
 */
export async function probeShadow(stage: Stage, fn: FunctionRow): Promise<void> {
  if (!fn.securityDefiner || fn.volatility === 'v' || looseSearchPath(stage.context, fn) === undefined) return
  const tell = teller(stage, describeFunction(fn), 'function')
  const sets = argumentSets(stage, fn)
  if (sets === undefined) return
  const names = new Set(
    [
      ...fn.source.matchAll(/\b(?:from|join)\s+("[^"]+"|[\w$]+)(?!\s*[.(\w$"])/gi),
      ...fn.source.matchAll(/\b(?:from|join)\s+("[^"]+"|[\w$]+)(?=\s)(?!\s*[.(])/gi),
    ].map((match) => (match[1] as string).replace(/^"(.*)"$/, '$1')),
  )
  for (const relation of stage.context.snapshot.relations) {
    if (!names.has(relation.name) || !'rpvmf'.includes(relation.kind)) continue
    const done = await attempt(stage, 'b', async (session) => {
      await session.query(
        `create temporary table ${quoteIdent(relation.name)} as select * from ${qualified(relation)}`,
      )
      await unbecome(stage)
      await become(stage, 'a')
      for (const args of sets) {
        const { rows } = await session.query(callSql(fn, args))
        const text = JSON.stringify(rows)
        if ([...stage.sides.b.marks].some((mark) => text.includes(mark) && !args.includes(mark))) return true
      }
      return false
    })
    if (done.ok && done.value) {
      tell(
        'shadow',
        'leak',
        `a temporary table ${relation.name} of tenant B's session makes it answer tenant A with tenant B's rows`,
      )
      return
    }
  }
  tell('shadow', 'held', 'no temporary table changed what it answers')
}
