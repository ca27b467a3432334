'use client'

import { createTRPCClient, httpLink, TRPCClientError } from '@trpc/client'
import type { AppRouter } from '../server/trpc/router.ts'

/** One call, one request: so that each answer has its own status. */
export const trpc = createTRPCClient<AppRouter>({ links: [httpLink({ url: '/api/trpc' })] })

/** What to tell the person: the fields by name, or the message. */
export function messageOf(error: unknown): string {
  if (error instanceof TRPCClientError) return error.message
  return error instanceof Error ? error.message : String(error)
}
