/** What an EventSource dispatches: the name, the data and the id that counts at that moment. */
export type Dispatched = readonly [type: string, data: string, lastEventId: string]

/** Bytes of a body and what the specification makes of them. */
export interface StreamCase {
  readonly name: string
  readonly bytes: string | readonly number[]
  readonly events: readonly Dispatched[]
  /** The last `retry` that counts. */
  readonly retry?: number
  /** The last event id when the body ends. */
  readonly lastEventId?: string
}

const BOM = [0xef, 0xbb, 0xbf]
const bytes = (...parts: (string | readonly number[])[]): number[] =>
  parts.flatMap((part) => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : part))

/**
 * The rules of WHATWG HTML 9.2.5 and 9.2.6 as bodies. The behaviours are those that the Web Platform Tests
 * (eventsource/) and LaunchDarkly's SSE contract tests look at; the bodies are our own.
 */
export const streams: readonly StreamCase[] = [
  // line ends
  { name: 'LF', bytes: 'data: a\n\n', events: [['message', 'a', '']] },
  { name: 'CRLF', bytes: 'data: a\r\n\r\n', events: [['message', 'a', '']] },
  { name: 'CR', bytes: 'data: a\r\r', events: [['message', 'a', '']] },
  {
    name: 'mixed line ends',
    bytes: 'data: a\rdata: b\r\ndata: c\n\r\n',
    events: [['message', 'a\nb\nc', '']],
  },
  {
    name: 'LF then CR is two line ends',
    bytes: 'data: a\n\rdata: b\n\n',
    events: [
      ['message', 'a', ''],
      ['message', 'b', ''],
    ],
  },
  { name: 'CRLF is one line end', bytes: 'data: a\r\ndata: b\r\n\r\n', events: [['message', 'a\nb', '']] },
  {
    name: 'other Unicode line separators are none',
    bytes: 'data: a\u2028b\u0085c\u000bd\u000ce\n\n',
    events: [['message', 'a\u2028b\u0085c\u000bd\u000ce', '']],
  },
  {
    name: 'many blank lines',
    bytes: '\n\n\n\ndata: a\n\n\n\n\ndata: b\n\n\n',
    events: [
      ['message', 'a', ''],
      ['message', 'b', ''],
    ],
  },
  // byte order mark
  {
    name: 'a byte order mark at the start',
    bytes: bytes(BOM, 'data: a\n\n'),
    events: [['message', 'a', '']],
  },
  {
    name: 'only one byte order mark is dropped',
    bytes: bytes(BOM, BOM, 'data: a\n\ndata: b\n\n'),
    events: [['message', 'b', '']],
  },
  {
    name: 'a byte order mark later on belongs to its line',
    bytes: bytes('data: a\n\n', BOM, 'data: b\n\n'),
    events: [['message', 'a', '']],
  },
  {
    name: 'a byte order mark inside data',
    bytes: 'data: a\ufeffb\n\n',
    events: [['message', 'a\ufeffb', '']],
  },
  {
    name: 'the characters that the mark looks like in Latin-1 are none',
    bytes: '\u00ef\u00bb\u00bfdata: a\n\ndata: b\n\n',
    events: [['message', 'b', '']],
  },
  {
    name: 'a byte order mark at the start and one in front of the data',
    bytes: bytes(BOM, 'data: ', BOM, 'a\n\n'),
    events: [['message', '\ufeffa', '']],
  },
  {
    name: 'a byte order mark before a comment, a named event and empty data',
    bytes: bytes(BOM, ': hello\nevent: x\nid: 1\ndata:\n\n'),
    events: [['x', '', '1']],
  },
  { name: 'a byte order mark and nothing else', bytes: BOM, events: [] },
  { name: 'half a byte order mark', bytes: BOM.slice(0, 2), events: [] },
  {
    name: 'two bytes of a mark that is none',
    bytes: bytes(BOM.slice(0, 2), 'data: a\n\ndata: b\n\n'),
    events: [['message', 'b', '']],
  },
  { name: 'UTF-16 is not read', bytes: [0xfe, 0xff, 0, 0x64, 0, 0x61, 0, 0x0a, 0, 0x0a], events: [] },
  // UTF-8
  {
    name: 'characters of two, three and four bytes',
    bytes: 'data: é語🙂\n\n',
    events: [['message', 'é語🙂', '']],
  },
  {
    name: 'a broken sequence becomes U+FFFD',
    bytes: bytes('data: a', [0xff], 'b', [0xc3], '\n\n'),
    events: [['message', 'a\ufffdb\ufffd', '']],
  },
  {
    name: 'an overlong sequence and a surrogate become U+FFFD',
    bytes: bytes('data: ', [0xc0, 0xaf], [0xed, 0xa0, 0x80], '\n\n'),
    events: [['message', '\ufffd\ufffd\ufffd\ufffd\ufffd', '']],
  },
  {
    name: 'an emoji made of several code points',
    bytes: 'data: 👩‍👩‍👧\n\n',
    events: [['message', '👩‍👩‍👧', '']],
  },
  // data
  {
    name: 'one space after the colon goes',
    bytes: 'data:a\n\ndata: b\n\ndata:  c\n\n',
    events: [
      ['message', 'a', ''],
      ['message', 'b', ''],
      ['message', ' c', ''],
    ],
  },
  { name: 'a tab after the colon stays', bytes: 'data:\ta\n\n', events: [['message', '\ta', '']] },
  { name: 'trailing spaces stay', bytes: 'data: a  \n\n', events: [['message', 'a  ', '']] },
  {
    name: 'data of several lines',
    bytes: 'data: a\ndata: b\ndata: c\n\n',
    events: [['message', 'a\nb\nc', '']],
  },
  { name: 'empty data', bytes: 'data:\n\n', events: [['message', '', '']] },
  { name: 'data without a colon is empty data', bytes: 'data\n\n', events: [['message', '', '']] },
  {
    name: 'two empty data lines are one line break',
    bytes: 'data\ndata\n\n',
    events: [['message', '\n', '']],
  },
  {
    name: 'empty lines inside data',
    bytes: 'data: a\ndata\ndata: b\n\n',
    events: [['message', 'a\n\nb', '']],
  },
  { name: 'an empty last line stays', bytes: 'data: a\ndata:\n\n', events: [['message', 'a\n', '']] },
  { name: 'colons inside data', bytes: 'data: a:b: c\n\n', events: [['message', 'a:b: c', '']] },
  { name: 'data that begins with a colon', bytes: 'data::\n\n', events: [['message', ':', '']] },
  { name: 'NUL in data stays', bytes: 'data: a\0b\n\n', events: [['message', 'a\0b', '']] },
  {
    name: 'a block without data dispatches nothing',
    bytes: 'event: a\n\ndata: b\n\n',
    events: [['message', 'b', '']],
  },
  {
    name: 'fields of one block apart from each other',
    bytes: 'data: a\nevent: x\ndata: b\n\n',
    events: [['x', 'a\nb', '']],
  },
  {
    name: 'a long line',
    bytes: `data: ${'x'.repeat(100_000)}\n\n`,
    events: [['message', 'x'.repeat(100_000), '']],
  },
  {
    name: 'many lines',
    bytes: `${'data: y\n'.repeat(5_000)}\n`,
    events: [['message', Array(5_000).fill('y').join('\n'), '']],
  },
  {
    name: 'unknown fields, comments, and data without a colon between events',
    bytes: 'data:a\ndata: b\n\n:\nnofield:c\n\nnofield:c\nData:d\n\ndata\n\ndata:e\n\n',
    events: [
      ['message', 'a\nb', ''],
      ['message', '', ''],
      ['message', 'e', ''],
    ],
  },
  {
    name: 'a hundred events in one chunk, in order',
    bytes: Array.from({ length: 100 }, (_, n) => `data: ${n}\n\n`).join(''),
    events: Array.from({ length: 100 }, (_, n) => ['message', `${n}`, ''] as const),
  },
  // field names
  {
    name: 'field names are literal',
    bytes: 'Data: a\nDATA: b\n data: c\ndata : d\n\ndata: e\n\n',
    events: [['message', 'e', '']],
  },
  {
    name: 'unknown fields are ignored',
    bytes: 'foo: 1\nfoo\ndatas: 2\ndata: a\nxdata: 3\n\n',
    events: [['message', 'a', '']],
  },
  {
    name: 'a NUL in a field name makes it unknown',
    bytes: 'data\0: a\ndata: b\n\n',
    events: [['message', 'b', '']],
  },
  {
    name: 'a line of only a space is an unknown field',
    bytes: 'data: a\n \ndata: b\n\n',
    events: [['message', 'a\nb', '']],
  },
  {
    name: 'prefixes of field names are unknown',
    bytes: 'dat: a\nd: b\ne: c\ni: d\nr: e\ndata: f\n\n',
    events: [['message', 'f', '']],
  },
  // comments
  { name: 'a comment', bytes: ':\n: hello\n:hello\ndata: a\n:data: b\n\n', events: [['message', 'a', '']] },
  { name: 'a block of comments dispatches nothing', bytes: ': a\n\n: b\n\n', events: [] },
  { name: 'a long comment', bytes: `:${'x'.repeat(70_000)}\ndata: a\n\n`, events: [['message', 'a', '']] },
  {
    name: 'a comment between the lines of an event',
    bytes: 'event: x\n: c\ndata: a\n: c\nid: 1\n\n',
    events: [['x', 'a', '1']],
  },
  // event
  { name: 'a named event', bytes: 'event: x\ndata: a\n\n', events: [['x', 'a', '']] },
  {
    name: 'the name does not outlive its block',
    bytes: 'event: x\ndata: a\n\ndata: b\n\n',
    events: [
      ['x', 'a', ''],
      ['message', 'b', ''],
    ],
  },
  { name: 'the last name counts', bytes: 'event: x\nevent: y\ndata: a\n\n', events: [['y', 'a', '']] },
  {
    name: 'an empty name is message',
    bytes: 'event:\ndata: a\n\nevent: x\nevent\ndata: b\n\n',
    events: [
      ['message', 'a', ''],
      ['message', 'b', ''],
    ],
  },
  { name: 'a name after the data', bytes: 'data: a\nevent: x\n\n', events: [['x', 'a', '']] },
  {
    name: 'a name with spaces and colons',
    bytes: 'event:  a: b \ndata: c\n\n',
    events: [[' a: b ', 'c', '']],
  },
  {
    name: 'the name of a block without data is forgotten',
    bytes: 'event: x\n\ndata: a\n\n',
    events: [['message', 'a', '']],
  },
  {
    name: 'names that every object knows',
    bytes: 'event: constructor\ndata: a\n\nevent: __proto__\ndata: b\n\n',
    events: [
      ['constructor', 'a', ''],
      ['__proto__', 'b', ''],
    ],
  },
  { name: 'a name outside ASCII', bytes: 'event: größe\ndata: a\n\n', events: [['größe', 'a', '']] },
  // id
  { name: 'an id', bytes: 'id: 1\ndata: a\n\n', events: [['message', 'a', '1']], lastEventId: '1' },
  {
    name: 'an id counts on',
    bytes: 'id: 1\ndata: a\n\ndata: b\n\n',
    events: [
      ['message', 'a', '1'],
      ['message', 'b', '1'],
    ],
    lastEventId: '1',
  },
  {
    name: 'an empty id resets',
    bytes: 'id: 1\ndata: a\n\nid\ndata: b\n\n',
    events: [
      ['message', 'a', '1'],
      ['message', 'b', ''],
    ],
    lastEventId: '',
  },
  {
    name: 'an empty id with a colon resets',
    bytes: 'id: 1\ndata: a\n\nid:\ndata: b\n\n',
    events: [
      ['message', 'a', '1'],
      ['message', 'b', ''],
    ],
    lastEventId: '',
  },
  {
    name: 'an id with NUL is ignored',
    bytes: 'id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n',
    events: [
      ['message', 'a', '1'],
      ['message', 'b', '1'],
    ],
    lastEventId: '1',
  },
  {
    name: 'the last id of a block counts',
    bytes: 'id: 1\nid: 2\ndata: a\n\n',
    events: [['message', 'a', '2']],
    lastEventId: '2',
  },
  {
    name: 'an id after the data',
    bytes: 'data: a\nid: 1\n\n',
    events: [['message', 'a', '1']],
    lastEventId: '1',
  },
  {
    name: 'an id without data counts',
    bytes: 'id: 1\n\ndata: a\n\n',
    events: [['message', 'a', '1']],
    lastEventId: '1',
  },
  {
    name: 'an id of an unfinished block does not count',
    bytes: 'id: 1\ndata: a\n\nid: 2\ndata: b\n',
    events: [['message', 'a', '1']],
    lastEventId: '1',
  },
  {
    name: 'an id changes, counts on, and is reset',
    bytes: 'id: 1\ndata: a\n\nid: 2\ndata: b\n\ndata: c\n\nid: \ndata: d\n\ndata: e\n\n',
    events: [
      ['message', 'a', '1'],
      ['message', 'b', '2'],
      ['message', 'c', '2'],
      ['message', 'd', ''],
      ['message', 'e', ''],
    ],
    lastEventId: '',
  },
  {
    name: 'an id of nothing but NUL is ignored',
    bytes: 'id: 1\nid: \0\ndata: a\n\n',
    events: [['message', 'a', '1']],
    lastEventId: '1',
  },
  {
    name: 'an id outside Latin-1',
    bytes: 'id: 語…\ndata: a\n\n',
    events: [['message', 'a', '語…']],
    lastEventId: '語…',
  },
  {
    name: 'one space goes from an id, no more',
    bytes: 'id:  1 \ndata: a\n\n',
    events: [['message', 'a', ' 1 ']],
    lastEventId: ' 1 ',
  },
  // retry
  { name: 'a retry', bytes: 'retry: 1500\n\n', events: [], retry: 1500 },
  {
    name: 'a retry counts at its line, before its block ends',
    bytes: 'retry: 1500\n',
    events: [],
    retry: 1500,
  },
  { name: 'a retry with leading zeros', bytes: 'retry:0200\n\n', events: [], retry: 200 },
  {
    name: 'a retry that is no number is ignored',
    bytes:
      'retry: 1000\nretry: x\nretry: 1x\nretry: 1.5\nretry: -1\nretry: +2\nretry: 1e3\nretry:  7\nretry\nretry:\n\n',
    events: [],
    retry: 1000,
  },
  {
    name: 'a retry in other digits is ignored',
    bytes: 'retry: 1000\nretry: ١٢\n\n',
    events: [],
    retry: 1000,
  },
  { name: 'a retry beside data', bytes: 'retry: 5\ndata: a\n\n', events: [['message', 'a', '']], retry: 5 },
  { name: 'the last retry counts', bytes: 'retry: 1\n\nretry: 2\n\n', events: [], retry: 2 },
  {
    name: 'a huge retry is read as a number',
    bytes: 'retry: 99999999999\n\n',
    events: [],
    retry: 99_999_999_999,
  },
  // the end
  { name: 'an empty body', bytes: '', events: [] },
  {
    name: 'an event without its blank line is dropped',
    bytes: 'data: a\n\ndata: b\n',
    events: [['message', 'a', '']],
  },
  { name: 'a line without its end is dropped', bytes: 'data: a\n\ndata: b', events: [['message', 'a', '']] },
  { name: 'a CR as the last byte ends the line', bytes: 'data: a\r\n\r', events: [['message', 'a', '']] },
  {
    name: 'half a character at the end is dropped',
    bytes: bytes('data: a\n\ndata: ', [0xe8, 0xaa]),
    events: [['message', 'a', '']],
  },
  {
    name: 'a block without data is no event at the end',
    bytes: 'data: a\n\nid: 3\n',
    events: [['message', 'a', '']],
    lastEventId: '',
  },
]
