import { randomUUID } from 'node:crypto'
import { flatten, parseExpression } from '../audit/expression.ts'
import type { ColumnRow, TypeRow } from '../audit/snapshot/types.ts'

/** What a value is made for. */
export interface ValueRequest {
  readonly column: Pick<ColumnRow, 'type' | 'typeOid' | 'typmod'>
  readonly types: ReadonlyMap<number, TypeRow>
  /** Text of check constraints and partition bounds that concern the column. */
  readonly checks: readonly string[]
  /** Text that tells the tenant apart. */
  readonly marker: string
  /** Which row: varies enums, booleans and literals. */
  readonly index: number
  /** Raised after each unique violation. */
  readonly salt: number
}

/** Texts that a column's input function may accept, likely ones first; empty where the type is not known. */
export function candidates(request: ValueRequest): string[] {
  const { column, types, index } = request
  const type = types.get(column.typeOid)
  if (type?.kind === 'e') return rotate(type.labels, index)
  if (type?.kind === 'd') {
    const base = { type: type.baseType ?? 'text', typeOid: type.base, typmod: type.baseTypmod }
    const own = type.checks.map((check) => check.definition)
    return candidates({ ...request, column: base, checks: [...request.checks, ...own] })
  }
  const values = ofBase(request, column.type)
  const max = /^(?:character(?: varying)?|bit(?: varying)?)\((\d+)\)/.exec(column.type)?.[1]
  const fitted = max === undefined ? values : values.map((value) => value.slice(0, Number(max)))
  return [...new Set(fitted)]
}

function ofBase(request: ValueRequest, written: string): string[] {
  const { marker, index, salt, checks } = request
  if (written.endsWith('[]')) {
    const inner = ofBase(request, written.slice(0, -2))[0]
    return inner === undefined ? ['{}'] : [`{"${inner.replaceAll(/["\\]/g, '\\$&')}"}`, '{}']
  }
  const literals = checks.flatMap((check) => [...flatten(parseExpression(check))])
  const numbers = literals
    .filter((node) => node.kind === 'number' || (node.kind === 'string' && /^-?\d+(\.\d+)?$/.test(node.text)))
    .map((node) => Number(node.text))
  const strings = literals.filter((node) => node.kind === 'string').map((node) => node.text)
  const dates = strings.filter((text) => /^\d{4}-\d\d-\d\d/.test(text))
  const name = written
    .replace(/\(.*\)/, '')
    .replace(/^.*\./, '')
    .replaceAll('"', '')
  const dims = /\((\d+)\)/.exec(written)?.[1]
  switch (name) {
    case 'uuid':
      return [randomUUID()]
    case 'text':
    case 'character varying':
    case 'character':
    case 'bpchar':
    case 'citext':
    case 'name': {
      const plain = strings.filter((text) => !/[\\^$*+?[\](){}|]/.test(text))
      const word = `${marker}${index}${salt === 0 ? '' : `x${salt}`}`
      const likely = [
        word,
        `${word}@example.test`,
        `https://example.test/${word}`,
        `/${word}`,
        `${word}-a`,
        word.toUpperCase(),
      ]
      return [
        ...(plain.length > 1 ? rotate(plain, index) : plain.slice(0, 0)),
        ...likely,
        ...plain,
        'a',
        'ab',
        'A',
        'AB',
        'ABC',
        'en',
        '1',
        '+15550100100',
        '#a1b2c3',
        '1.0.0',
        '2001-02-03',
        '{}',
        '10.0.0.1',
        'a'.repeat(32),
      ]
    }
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'numeric':
    case 'real':
    case 'double precision':
    case 'money': {
      const near = numbers.flatMap((number) => [number, number + 1, number - 1])
      const fresh = salt === 0 ? index + 1 : index + 1 + salt * 7
      return [fresh, ...near, salt * 131 + index + 10, 0, 1, 50, 100, 1000, 2001, -1, 0.5].map(String)
    }
    case 'boolean':
      return index % 2 === 0 ? ['false', 'true'] : ['true', 'false']
    case 'date':
      return [
        ...dates,
        `2001-02-${String(3 + ((index + salt) % 25)).padStart(2, '0')}`,
        '2100-01-01',
        '1970-01-01',
      ]
    case 'timestamp without time zone':
    case 'timestamp with time zone':
    case 'timestamp':
      return [
        ...dates,
        `2001-02-03 04:05:${String((index + salt) % 60).padStart(2, '0')}`,
        '2100-01-01',
        '1970-01-01',
      ]
    case 'time without time zone':
    case 'time with time zone':
      return [`04:05:${String((index + salt) % 60).padStart(2, '0')}`]
    case 'interval':
      return ['1 day', '00:00:01']
    case 'json':
    case 'jsonb':
      return [`{"nyx": "${marker}${index}"}`, '{}', '[]', `"${marker}"`, '1']
    case 'bytea':
      return [`\\x${Buffer.from(marker).toString('hex')}`]
    case 'inet':
      return [`10.0.${index}.${salt % 250}`]
    case 'cidr':
      return [`10.0.${index}.0/24`]
    case 'macaddr':
      return ['08:00:2b:01:02:03']
    case 'macaddr8':
      return ['08:00:2b:01:02:03:04:05']
    case 'point':
      return ['(1,1)']
    case 'box':
    case 'lseg':
      return ['(1,1),(0,0)']
    case 'path':
    case 'polygon':
      return ['((0,0),(1,1),(1,0))']
    case 'circle':
      return ['<(0,0),1>']
    case 'line':
      return ['{1,1,1}']
    case 'tsvector':
    case 'tsquery':
    case 'ltree':
      return [marker]
    case 'xml':
      return [`<a>${marker}</a>`]
    case 'hstore':
      return [`nyx=>${marker}`]
    case 'bit':
      return ['0'.repeat(Number(dims ?? 1))]
    case 'bit varying':
      return ['1']
    case 'oid':
    case 'xid':
      return ['1']
    case 'vector':
    case 'halfvec':
      return [
        `[${Array.from({ length: Number(dims ?? 3) }, (_, at) => ((at + index) % 7) / 10 + 0.1).join(',')}]`,
      ]
    case 'sparsevec':
      return [`{1:0.5}/${dims ?? 3}`]
    case 'int4range':
    case 'int8range':
    case 'numrange':
      return [`[${salt * 3 + index},${salt * 3 + index + 1})`, 'empty']
    case 'daterange':
    case 'tsrange':
    case 'tstzrange':
      return [`[2001-02-0${1 + (index % 5)},2001-02-0${2 + (index % 5)})`, 'empty']
    default:
      return []
  }
}

function rotate<T>(values: readonly T[], by: number): T[] {
  return values.map((_, at) => values[(at + by) % values.length] as T)
}
