/** One replacement in one file as a unified diff, with three lines of context around it. */
export function unifiedDiff(
  path: string,
  text: string,
  edit: { readonly start: number; readonly end: number; readonly text: string },
): string {
  const before = text.split('\n')
  const after = (text.slice(0, edit.start) + edit.text + text.slice(edit.end)).split('\n')
  const first = text.slice(0, edit.start).split('\n').length - 1
  const removed = text.slice(edit.start, edit.end).split('\n').length
  const added = edit.text.split('\n').length
  const from = Math.max(0, first - 3)
  const context = before.slice(from, first)
  const tail = before.slice(first + removed, first + removed + 3)
  const size = (changed: number): number => context.length + changed + tail.length
  return [
    `--- a/${path}`,
    `+++ b/${path}`,
    `@@ -${from + 1},${size(removed)} +${from + 1},${size(added)} @@`,
    ...context.map((line) => ` ${line}`),
    ...before.slice(first, first + removed).map((line) => `-${line}`),
    ...after.slice(first, first + added).map((line) => `+${line}`),
    ...tail.map((line) => ` ${line}`),
    '',
  ].join('\n')
}
