import { type NextRequest, NextResponse } from 'next/server'

/** Refuses a path whose escapes are no UTF-8 text: further inside, Next would answer it with 500. */
export function proxy(request: NextRequest): NextResponse {
  try {
    decodeURIComponent(request.nextUrl.pathname)
  } catch {
    return NextResponse.json({ error: 'the path is not UTF-8 text' }, { status: 400 })
  }
  return NextResponse.next()
}
