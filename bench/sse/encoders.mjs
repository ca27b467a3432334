// Encoding to bytes, against concatenation that checks nothing.
import { encodeEvent } from '@nyxcore/safe-sse'

const count = 40_000
const events = Array.from({ length: 1_000 }, (_, n) => ({
  type: 'step.progress',
  data: { n, text: 'a small event of usual size', done: false },
  id: String(n),
}))
const utf8 = new TextEncoder()

const contenders = {
  concatenation: ({ type, data, id }) =>
    utf8.encode(`id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`),
  'safe-sse': encodeEvent,
}

/** Events a second of each, relative to concatenation; rounds alternate, and the best of each counts. */
export function encoders(rounds = 30) {
  const best = {}
  for (let round = 0; round < rounds; round++) {
    for (const [name, encode] of Object.entries(contenders)) {
      const before = process.cpuUsage()
      let size = 0
      for (let n = 0; n < count; n++) size += encode(events[n % events.length]).length
      const { user, system } = process.cpuUsage(before)
      if (size === 0) throw new Error(name)
      best[name] = Math.min(best[name] ?? Infinity, user + system)
    }
  }
  return Object.fromEntries(Object.entries(best).map(([name, cpu]) => [name, best.concatenation / cpu]))
}
