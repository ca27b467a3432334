import { ApiError } from './api-error.ts'

/** Refuses a request that another site's page makes a browser send. Programs send no Origin, and no cookie unasked. */
export function requireSameOrigin(request: Request): void {
  const origin = request.headers.get('origin')
  if (origin !== null && hostOf(origin) !== request.headers.get('host')) {
    throw new ApiError(403, 'a request from another site is refused')
  }
}

/** The host of an origin; undefined for `null`, which a sandboxed frame sends, and for anything that is no URL. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}
