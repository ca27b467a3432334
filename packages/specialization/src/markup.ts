/** A stretch of text in which matches do not count. */
export interface Skipped {
  readonly start: number
  readonly end: number
  readonly reason: 'code' | 'url'
}

// Without one of these there is nothing to find; looking for fixed strings costs next to nothing.
const signs = ['```', '~~~', '://', 'www.', '](', '<', '@']
const spots = /^[ \t]*(?:```|~~~)|https?:\/\/|www\.|\]\(|<[a-z/!]|[\w.+-]{1,64}@[\w-]{1,63}\./gim

/**
 * Fenced code, URLs, link targets, e-mail addresses and tags with their attributes, in order. Linear: each
 * spot is looked at once, and what it opens is left in one step.
 */
export function findSkipped(text: string): readonly Skipped[] {
  const skipped: Skipped[] = []
  if (!signs.some((sign) => text.includes(sign))) return skipped
  const unclosed = new Set<string>()
  spots.lastIndex = 0
  for (let found = spots.exec(text); found !== null; found = spots.exec(text)) {
    const start = found.index
    const sign = found[0]
    let end = -1
    let reason: Skipped['reason'] = 'url'
    if (sign.endsWith('```') || sign.endsWith('~~~')) {
      // A fence that nothing closes is a decoration. Looked for once: what is not behind one is not behind a later one.
      const fence = sign.trim()
      if (unclosed.has(fence)) continue
      const close = text.indexOf(`\n${fence}`, start + sign.length)
      if (close < 0) {
        unclosed.add(fence)
        continue
      }
      end = close + 4
      reason = 'code'
    } else if (sign === '](') {
      end = spotEnd(text, start + 2, /[)\s]/g)
    } else if (sign[0] === '<') {
      end = spotEnd(text, start + 1, /[<>]/g)
      if (text[end] !== '>') continue
      end++
      reason = 'code'
    } else {
      end = spotEnd(text, start, /[\s)\]>"'<]/g)
    }
    skipped.push({ start, end, reason })
    spots.lastIndex = end
  }
  return skipped
}

function spotEnd(text: string, from: number, stop: RegExp): number {
  stop.lastIndex = from
  return stop.exec(text)?.index ?? text.length
}
