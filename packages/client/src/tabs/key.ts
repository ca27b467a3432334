/** Arguments as text that is the same for the same values: fields in order, functions and signals left out. */
export function keyOf(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) => {
      if (typeof inner === 'function' || inner instanceof AbortSignal) return undefined
      if (typeof inner === 'bigint') return `${inner}n`
      if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner
      return Object.fromEntries(
        Object.entries(inner)
          .filter(([, field]) => field !== undefined)
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      )
    }) ?? ''
  )
}
