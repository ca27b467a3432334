import type { Queryable } from '../types.ts'

/** What `pg` calls back while a COPY runs; its own Query drops the data. */
interface Connection {
  query(text: string): void
  sync?(): void
  sendCopyFromChunk(chunk: Uint8Array): void
  endCopyFrom(): void
  sendCopyFail(message: string): void
}

/** Runs one COPY over a `pg` client. Answers undefined where the session is no `pg` client. */
function copy(session: Queryable, text: string, input: string | undefined): Promise<string | undefined> {
  if (!('connection' in session)) return Promise.resolve(undefined)
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let failure: unknown
    const query = {
      submit(connection: Connection): void {
        connection.query(text)
      },
      handleCopyData(message: { chunk: Buffer }): void {
        chunks.push(Buffer.from(message.chunk))
      },
      handleCopyInResponse(connection: Connection): void {
        if (input === undefined) connection.sendCopyFail('nothing to send')
        else {
          connection.sendCopyFromChunk(Buffer.from(input))
          connection.endCopyFrom()
        }
      },
      handleRowDescription(): void {},
      handleDataRow(): void {},
      handleCommandComplete(): void {},
      handleEmptyQuery(): void {},
      handlePortalSuspended(): void {},
      handleError(error: unknown): void {
        failure = error
        reject(error)
      },
      handleReadyForQuery(): void {
        if (failure === undefined) resolve(Buffer.concat(chunks).toString('utf8'))
      },
    }
    ;(session as unknown as { query(submittable: unknown): void }).query(query)
  })
}

/** COPY ... TO STDOUT. */
export function copyOut(session: Queryable, text: string): Promise<string | undefined> {
  return copy(session, text, undefined)
}

/** COPY ... FROM STDIN with one row in text format. Answers false where the session is no `pg` client. */
export async function copyIn(
  session: Queryable,
  text: string,
  row: readonly (string | null)[],
): Promise<boolean> {
  const line = row.map((value) => (value === null ? '\\N' : escapeCopy(value))).join('\t')
  return (await copy(session, text, `${line}\n`)) !== undefined
}

const escapeCopy = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
