/** A value as `pg` prepares it: text, bytes, or null. */
export type Value = string | Uint8Array | null

/** What the server has to be told of one statement of a batch. */
export interface Outgoing {
  readonly text: string
  /** Prepared under this name, where it has one. */
  readonly name?: string | undefined
  readonly values?: readonly Value[] | undefined
  /** Its rows are wanted: ask for its columns. */
  readonly result?: boolean | undefined
  /** A prepared statement to close first, to make room. */
  readonly close?: string | undefined
  /** What {@link encodeExecution} made of it before; then only that is sent. */
  readonly encoded?: Uint8Array | undefined
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

  /** Leaves room for a length; {@link shut} fills it in. */
  open(): number {
    this.int32(0)
    return this.at - 4
  }

  /** @param self the bytes of the length itself that it counts. */
  shut(start: number, self: number): void {
    this.bytes.writeInt32BE(this.at - start - 4 + self, start)
  }

  done(): Buffer {
    return this.bytes.subarray(0, this.at)
  }
}

/**
 * A batch in the extended protocol, in one piece and with one Sync at its end (PostgreSQL documentation, "Message
 * Formats"). A statement that gets a name is closed first: the server may still have it from a batch that failed.
 *
 * @param parsed the texts that the server has, by their names.
 */
export function encodeBatch(
  items: readonly Outgoing[],
  parsed: Readonly<Record<string, string | undefined>>,
): Buffer {
  const writer = new Writer()
  for (const item of items) {
    const { name = '', close: old, encoded } = item
    if (old !== undefined) close(writer, old)
    if (name === '' || parsed[name] === undefined) {
      if (name !== '') close(writer, name)
      parse(writer, name, item.text)
    }
    if (encoded === undefined) execution(writer, name, item.values ?? none, item.result === true)
    else writer.raw(encoded)
  }
  writer.byte(codes.sync)
  writer.int32(4)
  return writer.done()
}

const none: readonly Value[] = []

/** Bind and Execute of a statement that has a name, and always the same values. */
export function encodeExecution(name: string, values: readonly Value[] = none): Uint8Array {
  const writer = new Writer()
  execution(writer, name, values, false)
  return Uint8Array.from(writer.done())
}

function close(writer: Writer, name: string): void {
  writer.byte(codes.close)
  const start = writer.open()
  writer.byte(codes.statement)
  writer.cstring(name)
  writer.shut(start, 4)
}

function parse(writer: Writer, name: string, text: string): void {
  writer.byte(codes.parse)
  const start = writer.open()
  writer.cstring(name)
  writer.cstring(text)
  writer.int16(0) // the server infers the types
  writer.shut(start, 4)
}

function execution(writer: Writer, name: string, values: readonly Value[], describe: boolean): void {
  writer.byte(codes.bind)
  const start = writer.open()
  writer.byte(0) // the unnamed portal
  writer.cstring(name)
  writer.int16(values.length)
  for (const value of values) writer.int16(value === null || typeof value === 'string' ? 0 : 1)
  writer.int16(values.length)
  for (const value of values) {
    if (value === null) writer.int32(-1)
    else if (typeof value === 'string') {
      const at = writer.open()
      writer.utf8(value)
      writer.shut(at, 0)
    } else {
      writer.int32(value.length)
      writer.raw(value)
    }
  }
  writer.int16(1)
  writer.int16(0) // every column as text
  writer.shut(start, 4)
  if (describe) {
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
