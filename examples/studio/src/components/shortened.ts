/** The beginning of a long text, for a list; characters outside the BMP are not cut in two. */
export function shortened(text: string, most = 600): string {
  if (text.length <= most) return text
  const cut = text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')
  return `${cut}…`
}
