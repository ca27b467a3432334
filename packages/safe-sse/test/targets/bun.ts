import { announce } from '../kit/faults.ts'
import { handle } from '../kit/ours.ts'

declare const Bun: {
  serve(options: { port: number; hostname: string; fetch: (request: Request) => Promise<Response> }): {
    port: number
    unref(): void
  }
}

const server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: (request) => handle(request) })
announce(server.port, undefined, () => server.unref())
