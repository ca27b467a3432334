'use client'

import { createTRPCClient, httpLink, TRPCClientError } from '@trpc/client'
import type { AppRouter } from '../server/trpc/router.ts'

/** One call, one request, so that each answer has its own status; as POST, since a long text has no room in a URL. */
export const trpc = createTRPCClient<AppRouter>({
  links: [httpLink({ url: '/api/trpc', methodOverride: 'POST' })],
})

/** What to tell the person: the fields by name, or the message. */
export function messageOf(error: unknown): string {
  if (error instanceof TRPCClientError) return error.message
  return error instanceof Error ? error.message : String(error)
}
