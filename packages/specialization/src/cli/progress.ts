import type { WriteStream } from 'node:tty'

/** A bar on a terminal's last line; silent where stderr is no terminal. */
export interface Progress {
  update(done: number): void
  clear(): void
}

const WIDTH = 24
const EVERY_MS = 100

/** Shows how much of `total` is done, once it has taken half a second. */
export function createProgress(
  out: Pick<WriteStream, 'write'> & { isTTY?: boolean | undefined },
  total: number | undefined,
  now: () => number = Date.now,
): Progress {
  let next = now() + 5 * EVERY_MS
  let shown = false
  return {
    update(done) {
      if (out.isTTY !== true || now() < next) return
      next = now() + EVERY_MS
      shown = true
      out.write(`\r\x1b[K${bar(done, total)}`)
    },
    clear() {
      if (shown) out.write('\r\x1b[K')
      shown = false
    },
  }
}

/** `[######------]  50 % of 1.2 MB`, or what was read so far where the total is not known. */
export function bar(done: number, total: number | undefined): string {
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
  if (total === undefined || total === 0) return `${megabytes(done)} read`
  const share = Math.min(1, done / total)
  const full = Math.round(share * WIDTH)
  return `[${'#'.repeat(full)}${'-'.repeat(WIDTH - full)}] ${String(Math.round(share * 100)).padStart(3)} % of ${megabytes(total)}`
}
