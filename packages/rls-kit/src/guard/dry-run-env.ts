type Environment = Readonly<Record<string, string | undefined>>

/**
 * The environment in which a command finds the copy in place of the database: DATABASE_URL, every other variable that
 * holds a URL of the same database (with the parameters that it has, such as Prisma's `schema`), and PGDATABASE with
 * the rest of what libpq reads. Pure.
 */
export function copyEnvironment(
  env: Environment,
  original: string,
  copy: string,
): Record<string, string | undefined> {
  const changed: Record<string, string | undefined> = { ...env, DATABASE_URL: copy }
  const [from, to] = [new URL(original), new URL(copy)]
  for (const [name, value] of Object.entries(env)) {
    const url = value === undefined ? undefined : postgresUrl(value)
    if (url === undefined || databaseOf(url) !== databaseOf(from)) continue
    const there = new URL(to)
    if (url.search !== '') there.search = url.search
    changed[name] = there.href
  }
  changed.PGDATABASE = databaseOf(to)
  if (to.hostname !== '') changed.PGHOST = decodeURIComponent(to.hostname).replace(/^\[(.*)\]$/, '$1')
  if (to.port !== '') changed.PGPORT = to.port
  if (to.username !== '') changed.PGUSER = decodeURIComponent(to.username)
  if (to.password !== '') changed.PGPASSWORD = decodeURIComponent(to.password)
  return changed
}

function postgresUrl(text: string): URL | undefined {
  if (!/^postgres(ql)?:\/\//.test(text)) return undefined
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

/** libpq's rule: without a name it is the user's. */
function databaseOf(url: URL): string {
  return decodeURIComponent(url.pathname.slice(1)) || decodeURIComponent(url.username)
}
