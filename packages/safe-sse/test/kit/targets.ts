import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { launch, runToEnd } from './launch.ts'
import type { Launcher } from './trial.ts'

const require = createRequire(import.meta.url)
const file = (name: string): string => fileURLToPath(new URL(`../targets/${name}`, import.meta.url))

/** A runtime's command and the arguments that come before a script. */
type Runtime = readonly [command: string, ...args: string[]]

const node: Runtime = [process.execPath, '--conditions=source']
// The packages bun and deno are wrappers; the binaries come in a package for each platform.
export const bun: Runtime = [binary('bun', `@oven/bun-${process.platform}-${process.arch}/bin/bun`)]
const libc = process.platform === 'linux' ? '-glibc' : ''
export const deno: Runtime = [
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

const app = file('next-app')
const nextBin = require.resolve('next/dist/bin/next')
let serial = 0
let built: Promise<string> | undefined

/** `next start` runs what one `next build` of this process made. */
function next(command: 'start' | 'dev', facts: Launcher['facts'] = {}): Launcher {
  const name = `Next ${command}`
  const telemetry = {
    NEXT_TELEMETRY_DISABLED: '1',
    NEXT_MANUAL_SIG_HANDLE: 'true',
    // What `next dev` gives its server after a signal; else 100 ms.
    NEXT_EXIT_TIMEOUT_MS: '5000',
  }
  return {
    name,
    facts,
    tried: [20],
    start: async () => {
      if (command === 'start') built ??= runToEnd(process.execPath, [nextBin, 'build', app], 120_000)
      await built
      const launched = await launch(process.execPath, [nextBin, command, app, '-p', '0', '-H', '127.0.0.1'], {
        listens: /Local:\s+http:\/\/[^:]+:(\d+)/,
        env: command === 'dev' ? { ...telemetry, TEST_DIST_DIR: `.next/dev-${serial++}` } : telemetry,
      })
      // The first request compiles the route, and must not take a mode's time.
      await fetch(`http://127.0.0.1:${launched.port}/faults`)
      return { name, ...launched }
    },
    solo: (check) => runToEnd(node[0], [...node.slice(1), file('solo.ts'), check]),
  }
}

/** workerd's facts hold with and without `enable_request_signal`; the process and its signals are the platform's. */
function workerd(variant: 'signal' | 'waitUntil', facts: Launcher['facts'] = {}): Launcher {
  const name = `workerd ${variant}`
  return {
    name,
    facts: {
      16: 'workerd frames responses itself, and answers HTTP/1.0 in chunks whatever a Worker does',
      19: 'an isolate gets no shutdown signal: the platform ends or moves it',
      20: 'a Worker has no process to keep alive',
      21: 'workerd goes on writing to a client that half-closed, as TCP allows, and says nothing of it',
      23: 'a Worker is one bundle, evaluated once an isolate',
      24: 'workerd tells of a client that left by a failed write alone, so the first write comes before it knows',
      ...facts,
    },
    tried: [16, 21, 24],
    start: async () => ({
      name,
      endsWithClient: variant === 'signal',
      ...(await launch(node[0], [...node.slice(1), file('workerd-host.ts'), variant])),
    }),
    // There is no second process; what the check asks is in the facts, or was asked of the server.
    solo: (check) => Promise.resolve(`${check} ok`),
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
  next('start'),
  next('dev', { 20: 'next dev watches files with timers of its own, and stays whatever a stream does' }),
  on(bun, 'Bun', 'bun.ts'),
  { ...on(deno, 'Deno', 'deno.ts'), holdsConnections: true },
  workerd('signal'),
  workerd('waitUntil'),
]

/** Other libraries, held to what a user sees and not to our names and options. */
export const peerLaunchers: readonly Launcher[] = [
  'raw ReadableStream',
  'better-sse Node',
  'better-sse Fetch',
  'hono streamSSE',
  'h3',
  '@fastify/sse',
].map((name) => ({
  name,
  facts: {
    23: 'asked of ours only: the peers keep nothing for the process',
  },
  start: async () => ({
    name,
    peer: true,
    ...(await launch(node[0], [...node.slice(1), file('../peers/serve.ts'), name])),
  }),
  solo: (check) => Promise.resolve(`${check} ok`),
}))
