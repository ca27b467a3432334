/** The middle of a list. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}

/**
 * Runs each contestant in small batches, one after the other and in a new order each round, so that a slow spell of
 * the machine hits all alike. Answers the median of the batches' time per call in microseconds, and the median over the
 * rounds of each one's ratio to the first. The `warmUp` rounds before (default 2) are not counted: until V8 has compiled
 * what it calls, a contestant pays for being new, and most the one that shares its code with no other.
 */
export async function interleaved<K extends string>(
  contestants: Record<K, (n: number) => Promise<unknown>>,
  { rounds, perBatch, warmUp = 2 }: { rounds: number; perBatch: number; warmUp?: number },
): Promise<Record<K, { micros: number; ratio: number }>> {
  const names = Object.keys(contestants) as K[]
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>
  for (let round = -warmUp; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(turn + round + names.length * warmUp) % names.length]!
      const started = process.hrtime.bigint()
      for (let call = 0; call < perBatch; call++) await contestants[name](round * perBatch + call)
      const micros = Number(process.hrtime.bigint() - started) / 1_000 / perBatch
      if (round >= 0) times[name].push(micros)
    }
  }
  const base = times[names[0]!]
  return Object.fromEntries(
    names.map((name) => [
      name,
      {
        micros: median(times[name]),
        ratio: median(times[name].map((micros, round) => micros / base[round]!)),
      },
    ]),
  ) as Record<K, { micros: number; ratio: number }>
}
