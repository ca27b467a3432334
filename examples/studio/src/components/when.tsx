import type { ReactNode } from 'react'

/** A moment as UTC, the same on server and page. */
export function When({ at }: { at: Date }): ReactNode {
  const iso = new Date(at).toISOString()
  return <time dateTime={iso}>{`${iso.slice(0, 10)} ${iso.slice(11, 16)}`}</time>
}
