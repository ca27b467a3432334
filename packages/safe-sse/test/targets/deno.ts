import { announce } from '../kit/faults.ts'
import { handle } from '../kit/ours.ts'

declare const Deno: {
  serve(
    options: { port: number; hostname: string; onListen: (address: { port: number }) => void },
    handler: (request: Request) => Promise<Response>,
  ): { unref(): void }
}

const server = Deno.serve(
  {
    port: 0,
    hostname: '127.0.0.1',
    onListen: ({ port }) => announce(port, undefined, () => server.unref()),
  },
  (request) => handle(request),
)
