import type { Inference, Inferred } from './types.ts'

/** What the file needs besides what was found. */
export interface RenderOptions {
  readonly app: string
  readonly owner: string | undefined
  readonly setting: string
}

/** rls.config.ts as text. */
export function render(found: Inference, options: RenderOptions): string {
  const decided = found.tables.filter(({ how }) => how.kind !== 'undecided')
  const open = found.tables.filter(({ how }) => how.kind === 'undecided')
  const width = 4
  const lines = decided.flatMap((entry) => [
    ...entry.remarks.map((remark) => `${' '.repeat(width)}// ${remark}`),
    `${' '.repeat(width)}${key(entry)}: ${body(entry)},`,
  ])
  const undecided = open.flatMap((entry) => [
    `${' '.repeat(width)}// ${key(entry)}: { shared: 'read' }, // ${(entry.how as { why: string }).why}`,
  ])
  const owner = options.owner === undefined ? '' : `, owner: ${text(options.owner)}`
  return `import { defineRls } from '@nyxcore/rls-kit'

// Written by \`rls-kit init\` from a live database. Read it: it says what it could not decide.
export default defineRls({
  tenant: { setting: ${text(options.setting)}, type: ${text(found.type)} },
  roles: { app: ${text(options.app)}${owner} },
  tables: {
${lines.join('\n')}
${undecided.length > 0 ? `\n    // Not decided. Without an entry rls-kit leaves a table alone, and audit reports it where the app role can reach it.\n${undecided.join('\n')}\n` : ''}  },
})
`
}

function body({ how, guard }: Inferred): string {
  const parts: string[] = []
  if (how.kind === 'tenant') {
    parts.push(`tenant: ${text(how.column)}`)
    if (how.readOnly) parts.push("commands: ['select']")
  } else if (how.kind === 'via') {
    const references = how.references === 'id' ? '' : `, references: ${text(how.references)}`
    parts.push(`via: { table: ${text(tableName(how.parent))}, column: ${text(how.column)}${references} }`)
  }
  if (guard.length > 0) {
    parts.push(
      `guard: [${guard.map(({ column, type }) => `{ column: ${text(column)}, type: ${text(type)}, data: 'snapshot' }`).join(', ')}]`,
    )
  }
  return `{ ${parts.join(', ')} }`
}

function key({ table }: Inferred): string {
  const name = tableName(table)
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : text(name)
}

/** `table`, or `schema.table` outside public; parts with a dot or quote in double quotes. */
function tableName(table: { schema: string; name: string }): string {
  const part = (name: string): string => (/[".]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)
  return table.schema === 'public' ? part(table.name) : `${part(table.schema)}.${part(table.name)}`
}

function text(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`
}
