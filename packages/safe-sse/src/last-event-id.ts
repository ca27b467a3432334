/**
 * The cursor in a `Last-Event-ID` header. Browsers send it as UTF-8 bytes, and servers read header bytes
 * as Latin-1 (Fetch's byte strings), so an id outside ASCII arrives one character a byte.
 */
export function decodeLastEventId(header: string | null | undefined): string | undefined {
  try {
    // `escape` writes a Latin-1 character as its byte, and one above 255, which only a platform that has decoded
    // already can give, in a way that is refused here, as bytes are that are no UTF-8.
    return header ? decodeURIComponent(escape(header)) : undefined
  } catch {
    return header!
  }
}
