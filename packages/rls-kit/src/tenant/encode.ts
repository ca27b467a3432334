/** One statement of a batch, ready to be sent. */
export interface Outgoing {
  readonly name: string
  readonly text: string
  /** As `pg` prepares them: text, bytes, or null. */
  readonly values: readonly (string | Uint8Array | null)[]
  /** The server has to parse it first. */
  readonly parse: boolean
  /** Ask for its columns. */
  readonly describe: boolean
  /** A prepared statement to close first. */
  readonly close: string | undefined
  /** What {@link encodeExecution} made of it before; then only that is sent. */
  readonly encoded: Uint8Array | undefined
}

const ascii = (text: string): number => text.charCodeAt(0)
const codes = {
  parse: ascii('P'),
  bind: ascii('B'),
  describe: ascii('D'),
  execute: ascii('E'),
  close: ascii('C'),
  sync: ascii('S'),
  statement: ascii('S'),
  portal: ascii('P'),
}

/** Bytes that grow. Short texts are copied by hand, which costs a fraction of a call into the runtime. */
class Writer {
  private bytes = Buffer.allocUnsafe(1_024)
  private at = 0

  private room(more: number): void {
    if (this.at + more <= this.bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.at + more))
    this.bytes.copy(larger, 0, 0, this.at)
    this.bytes = larger
  }

  byte(value: number): void {
    this.room(1)
    this.bytes[this.at++] = value
  }

  int16(value: number): void {
    this.room(2)
    this.bytes[this.at++] = value >>> 8
    this.bytes[this.at++] = value
  }

  int32(value: number): void {
    this.room(4)
    this.at = this.bytes.writeInt32BE(value, this.at)
  }

  raw(value: Uint8Array): void {
    this.room(value.length)
    this.bytes.set(value, this.at)
    this.at += value.length
  }

  utf8(text: string): void {
    this.room(text.length * 3)
    const start = this.at
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index)
      if (code > 0x7f || index === 64) {
        this.at = start + this.bytes.write(text, start)
        return
      }
      this.bytes[this.at++] = code
    }
  }

  cstring(text: string): void {
    this.utf8(text)
    this.byte(0)
  }

  /** Writes what stands behind a length that counts itself. */
  counted(write: () => void, self: number): void {
    const start = this.at
    this.int32(0)
    write()
    this.bytes.writeInt32BE(this.at - start - 4 + self, start)
  }

  done(): Buffer {
    return this.bytes.subarray(0, this.at)
  }
}

/**
 * A batch in the extended protocol, in one piece and with one Sync at its end (PostgreSQL documentation, "Message
 * Formats"). A statement that gets a name is closed first: the server may still have it from a batch that failed.
 */
export function encodeBatch(items: readonly Outgoing[]): Buffer {
  const writer = new Writer()
  for (const item of items) {
    if (item.close !== undefined) close(writer, item.close)
    if (item.parse) {
      if (item.name !== '') close(writer, item.name)
      parse(writer, item)
    }
    if (item.encoded === undefined) execution(writer, item)
    else writer.raw(item.encoded)
  }
  writer.byte(codes.sync)
  writer.int32(4)
  return writer.done()
}

/** Bind and Execute of a statement that has a name and no values. */
export function encodeExecution(name: string): Uint8Array {
  const writer = new Writer()
  execution(writer, { name, values: [], describe: false })
  return Uint8Array.from(writer.done())
}

function close(writer: Writer, name: string): void {
  writer.byte(codes.close)
  writer.counted(() => {
    writer.byte(codes.statement)
    writer.cstring(name)
  }, 4)
}

function parse(writer: Writer, { name, text }: Outgoing): void {
  writer.byte(codes.parse)
  writer.counted(() => {
    writer.cstring(name)
    writer.cstring(text)
    writer.int16(0) // the server infers the types
  }, 4)
}

function execution(writer: Writer, item: Pick<Outgoing, 'name' | 'values' | 'describe'>): void {
  writer.byte(codes.bind)
  writer.counted(() => {
    writer.byte(0) // the unnamed portal
    writer.cstring(item.name)
    writer.int16(item.values.length)
    for (const value of item.values) writer.int16(value === null || typeof value === 'string' ? 0 : 1)
    writer.int16(item.values.length)
    for (const value of item.values) {
      if (value === null) writer.int32(-1)
      else if (typeof value === 'string') writer.counted(() => writer.utf8(value), 0)
      else {
        writer.int32(value.length)
        writer.raw(value)
      }
    }
    writer.int16(1)
    writer.int16(0) // every column as text
  }, 4)
  if (item.describe) {
    writer.byte(codes.describe)
    writer.int32(6)
    writer.byte(codes.portal)
    writer.byte(0)
  }
  writer.byte(codes.execute)
  writer.int32(9)
  writer.byte(0)
  writer.int32(0) // all rows
}
