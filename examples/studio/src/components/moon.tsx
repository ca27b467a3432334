import type { ReactNode } from 'react'

export function Moon(): ReactNode {
  return (
    <svg className="moon" viewBox="0 0 32 32" width="30" height="30" aria-hidden="true">
      <path
        d="M21.500 21A9.400 9.400 0 0 1 12 6.600 10 10 0 1 0 25.400 19.600 9.400 9.400 0 0 1 21.500 21z"
        fill="currentColor"
      />
      <circle cx="22.500" cy="9.500" r="1.700" fill="currentColor" />
    </svg>
  )
}
