/** The runs that this process carries on, so that shutdown can stop them and wait. */
interface Running {
  readonly stop: AbortController
  readonly settled: Promise<void>
}

const place = Symbol.for('nyx.studio.runs')
type Holder = typeof globalThis & { [place]?: Map<string, Running> }

function running(): Map<string, Running> {
  const holder = globalThis as Holder
  holder[place] ??= new Map()
  return holder[place]
}

/** Starts work that outlives the request that asked for it. Its errors are its own to handle. */
export function background(key: string, work: (signal: AbortSignal) => Promise<void>): void {
  const stop = new AbortController()
  const settled = work(stop.signal)
    .catch((error) => console.error(`run ${key} stopped:`, error))
    .finally(() => running().delete(key))
  running().set(key, { stop, settled })
}

/** Stops all of them and waits for their last write. What was not finished is resumed at the next start. */
export async function stopRuns(): Promise<void> {
  const all = [...running().values()]
  for (const run of all) run.stop.abort(new Error('the server is stopping'))
  await Promise.all(all.map((run) => run.settled))
}
