import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { launch, runToEnd } from './launch.ts'
import type { Launcher } from './modes.ts'

const require = createRequire(import.meta.url)
const file = (name: string): string => fileURLToPath(new URL(`../targets/${name}`, import.meta.url))

/** A runtime's command and the arguments that come before a script. */
type Runtime = readonly [command: string, ...args: string[]]

const node: Runtime = [process.execPath, '--conditions=source']
// The packages bun and deno are wrappers; the binaries come in a package for each platform.
const bun: Runtime = [binary('bun', `@oven/bun-${process.platform}-${process.arch}/bin/bun`)]
const libc = process.platform === 'linux' ? '-glibc' : ''
const deno: Runtime = [
  binary('deno', `@deno/${process.platform}-${process.arch}${libc}/deno`),
  'run',
  '-A',
  '--no-check',
  '-q',
]

function binary(wrapper: string, path: string): string {
  return join(dirname(require.resolve(`${wrapper}/package.json`)), '..', path)
}

function on(
  [command, ...args]: Runtime,
  name: string,
  script: string,
  facts: Launcher['facts'] = {},
  http2 = false,
): Launcher {
  return {
    name,
    facts,
    start: async () => ({ name, http2, ...(await launch(command, [...args, file(script)])) }),
    solo: (check) => runToEnd(command, [...args, file('solo.ts'), check]),
  }
}

/** Every runtime and adapter: a new one is a line here and a file beside. */
export const launchers: readonly Launcher[] = [
  on(node, 'node:http', 'node-http.ts'),
  on(
    node,
    'node:http2',
    'node-http2.ts',
    {
      16: 'HTTP/2 has its own framing and no version 1.0',
      21: 'HTTP/2 has no half-close of a connection; GET ends its own half at once',
    },
    true,
  ),
  on(node, 'Express 5', 'express.ts'),
  on(node, 'Fastify 5', 'fastify.ts'),
  on(node, 'Koa 3', 'koa.ts'),
  on(node, 'Web on Node', 'node-web.ts'),
  on(node, 'Hono', 'hono.ts'),
  on(bun, 'Bun', 'bun.ts'),
  on(deno, 'Deno', 'deno.ts'),
]
