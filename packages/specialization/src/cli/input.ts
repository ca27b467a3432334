import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { LabelledRow } from '../refine/evaluate.ts'
import { CliFailure, messageOf } from './failure.ts'

/** Where lines come from, and how many bytes there are if that is known. */
export interface Source {
  readonly name: string
  readonly stream: Readable
  readonly bytes: number | undefined
}

/** A file, or stdin for `-`. */
export async function openSource(path: string, stdin: Readable): Promise<Source> {
  if (path === '-') return { name: 'stdin', stream: stdin, bytes: undefined }
  const info = await stat(path).catch((error: unknown) => {
    throw new CliFailure(`cannot read ${path}: ${messageOf(error)}`)
  })
  if (!info.isFile()) throw new CliFailure(`cannot read ${path}: it is not a file`)
  return { name: path, stream: createReadStream(path), bytes: info.size }
}

/** All of a source as text. Bytes that are not UTF-8 become U+FFFD. */
export async function readAll(source: Source): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  try {
    for await (const chunk of source.stream) {
      text += typeof chunk === 'string' ? chunk : decoder.decode(chunk as Uint8Array, { stream: true })
    }
  } catch (error) {
    throw new CliFailure(`cannot read ${source.name}: ${messageOf(error)}`, { cause: error })
  }
  return text + decoder.decode()
}

/** A line that is not blank, with its number from 1 and the bytes read so far. */
export interface Line {
  readonly number: number
  readonly text: string
  readonly read: number
}

/** The lines of a source, one by one. */
export async function* readLines(source: Source): AsyncGenerator<Line> {
  let number = 0
  let read = 0
  const lines = createInterface({ input: source.stream, crlfDelay: Number.POSITIVE_INFINITY })
  try {
    for await (const line of lines) {
      number++
      read += Buffer.byteLength(line) + 1
      const text = number === 1 ? line.replace(/^\ufeff/, '') : line
      if (text.trim() !== '') yield { number, text, read }
    }
  } catch (error) {
    throw new CliFailure(`cannot read ${source.name}: ${messageOf(error)}`, { cause: error })
  }
}

/** A line of JSONL as a row, or what is wrong with it. `labels` may be left out unless they are needed. */
export function parseRow(line: string, needLabels: boolean): LabelledRow | string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (error) {
    return `not JSON: ${messageOf(error)}`
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'not a JSON object'
  const { id, text, labels, label, lang } = value as Record<string, unknown>
  if (typeof text !== 'string') return '"text" is missing or not a string'
  const list = labels ?? (label === undefined ? undefined : [label])
  if (list === undefined && needLabels) return '"labels" is missing (an empty list says: no domain)'
  if (list !== undefined && !(Array.isArray(list) && list.every((item) => typeof item === 'string'))) {
    return '"labels" is not a list of strings'
  }
  return {
    text,
    labels: (list as string[] | undefined) ?? [],
    id: id === undefined ? undefined : String(id),
    lang: typeof lang === 'string' ? lang : undefined,
  }
}
