import { existsSync } from 'node:fs'
import { describe, it } from 'vitest'

/** Services that a suite may need, how to find each, and how a person gets it. */
const services = {
  postgres: {
    find: () => process.env.DATABASE_URL,
    advice: 'DATABASE_URL of a PostgreSQL 18 with pgvector, as a superuser',
  },
  redis: { find: () => process.env.REDIS_URL, advice: 'REDIS_URL of a Redis server' },
  pgbouncer: {
    find: () => firstExisting(process.env.PGBOUNCER_PATH, '/usr/sbin/pgbouncer', '/usr/bin/pgbouncer'),
    advice: "Debian's package pgbouncer, or PGBOUNCER_PATH",
  },
  chromium: {
    find: () => firstExisting(process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'),
    advice: "Debian's package chromium, or CHROMIUM_PATH",
  },
  firefox: {
    find: () => firstExisting(process.env.FIREFOX_PATH, '/usr/bin/firefox-esr', '/usr/bin/firefox'),
    advice: "Debian's package firefox-esr, or FIREFOX_PATH",
  },
  personas: {
    find: () => firstExisting(new URL('../../../shared/data/personas', import.meta.url).pathname),
    advice: 'the folder ../shared/data/personas beside the project',
  },
} satisfies Record<string, { find: () => string | undefined; advice: string }>

export type ServiceName = keyof typeof services

function firstExisting(...paths: (string | undefined)[]): string | undefined {
  return paths.find((path) => path !== undefined && existsSync(path))
}

/** Where a service is (a URL or a path), or undefined where this machine has none. */
export function findService(name: ServiceName): string | undefined {
  return services[name].find() || undefined
}

/**
 * A suite that needs a service. Without it the suite is skipped with a line that names the service;
 * with CI=true it fails instead, so that in CI nothing is silently left out.
 */
export function describeWith(name: ServiceName, title: string, suite: (where: string) => void): void {
  const where = findService(name)
  if (where !== undefined) {
    describe(title, () => suite(where))
  } else if (process.env.CI === 'true') {
    describe(title, () => {
      it(`needs ${name}`, () => {
        throw new Error(`${name} is missing, and CI skips nothing. It needs ${services[name].advice}.`)
      })
    })
  } else {
    describe.skip(`${title} (skipped: needs ${services[name].advice})`, () => {
      it('is skipped', () => {})
    })
  }
}
