/**
 * The cursor in a `Last-Event-ID` header. Browsers send it as UTF-8 bytes, and servers read header bytes
 * as Latin-1 (Fetch's byte strings), so an id outside ASCII arrives one character a byte.
 */
export function decodeLastEventId(header: string | null | undefined): string | undefined {
  if (!header) return undefined
  // ASCII is the same in both; a character above 255 means that the platform has decoded it already.
  if (!/^[\0-\xff]*[\x80-\xff][\0-\xff]*$/.test(header)) return header
  try {
    const bytes = Uint8Array.from(header, (char) => char.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return header
  }
}
