import type { Extraction, Match } from '../types.ts'

const COLORS = [32, 36, 35]
const REJECTED = 90

/** The text with the matches of each answer in its colour and rejected ones in grey. */
export function paint(text: string, { specializations, rejected }: Extraction): string {
  const spans = [
    ...specializations.flatMap(({ matches }, rank) =>
      matches.map((match) => ({ match, style: `1;${COLORS[rank % 3]}` })),
    ),
    ...rejected.map(({ match }) => ({ match, style: `9;${REJECTED}` })),
  ].sort((a, b) => a.match.start - b.match.start)
  let out = ''
  let at = 0
  for (const { match, style } of spans) {
    if (match.start < at) continue
    out += `${text.slice(at, match.start)}\x1b[${style}m${match.surface}\x1b[0m`
    at = match.end
  }
  return out + text.slice(at)
}

/** Why each answer was given, a line a keyword: what it weighs, and where it stands. */
export function explain({ specializations, rejected }: Extraction, color: boolean): string {
  const lines: string[] = []
  specializations.forEach(({ slug, label, score, confidence, count, matches }, rank) => {
    const name = color ? `\x1b[1;${COLORS[rank % 3]}m${slug}\x1b[0m` : slug
    lines.push(
      `${name}  ${label}: score ${score.toFixed(1)}, confidence ${confidence.toFixed(2)}, ${count} ${count === 1 ? 'match' : 'matches'}`,
    )
    for (const [keyword, found] of group(matches)) lines.push(`  ${place(keyword, found)}`)
  })
  if (specializations.length === 0) lines.push('no domain')
  for (const { slug, match, reason } of rejected) {
    const line = `  not counted for ${slug}: "${match.surface}" at ${match.start} (${reason})`
    lines.push(color ? `\x1b[${REJECTED}m${line}\x1b[0m` : line)
  }
  return lines.join('\n')
}

function place(keyword: string, found: readonly Match[]): string {
  const surfaces = [...new Set(found.map(({ surface }) => surface))]
    .map((surface) => JSON.stringify(surface))
    .join(', ')
  const weights = Math.max(...found.map(({ weight }) => weight))
  return `${keyword}  x${found.length}, weight ${weights.toFixed(1)}: ${surfaces} at ${found.map(({ start }) => start).join(', ')}`
}

function group(matches: readonly Match[]): Map<string, Match[]> {
  const groups = new Map<string, Match[]>()
  for (const match of matches) groups.set(match.keyword, [...(groups.get(match.keyword) ?? []), match])
  return groups
}
