/** An event as a client of the nyxcore wire contract sees it. */
export interface ReceivedEvent {
  readonly type: string
  /** The data parsed as JSON, or as text where it is not JSON. */
  readonly data: unknown
  readonly id?: string
}

/** Reads an event stream piece by piece (WHATWG HTML, section 9.2.6), for tests: small rather than fast. */
export class EventParser {
  readonly #decoder = new TextDecoder()
  #rest = ''

  /** The events that these bytes complete. */
  push(bytes: Uint8Array): ReceivedEvent[] {
    this.#rest += this.#decoder.decode(bytes, { stream: true })
    // A CR at the very end may be half of a CRLF.
    const blocks = this.#rest.split(/(?:\r\n|\n|\r(?!\n|$)){2}/)
    this.#rest = blocks.pop() ?? ''
    return blocks.flatMap((block) => parseBlock(block) ?? [])
  }
}

function parseBlock(block: string): ReceivedEvent | undefined {
  let type = 'message'
  let id: string | undefined
  const data: string[] = []
  for (const line of block.split(/\r\n|\n|\r/)) {
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? []
    if (field === 'event') type = value || 'message'
    else if (field === 'data') data.push(value)
    else if (field === 'id' && !value.includes('\0')) id = value
  }
  if (!data.length) return undefined
  const text = data.join('\n')
  return { type, data: parseJson(text), ...(id === undefined ? {} : { id }) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
