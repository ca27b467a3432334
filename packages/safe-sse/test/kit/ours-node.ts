import type { ServerResponse } from 'node:http'
import { createSse } from '../../src/index.ts'
import { type NodeRequest, type NodeResponse, sseNode } from '../../src/node.ts'
import { lab, route } from './ours.ts'

/** Answers any request of the suite with `sseNode`. */
export async function answer(req: NodeRequest, res: NodeResponse): Promise<void> {
  const url = new URL(req.url ?? '/', 'http://localhost')
  if (url.pathname === '/drain') void createSse().drain({ retry: 1_000, retryJitter: 100, timeout: 2_000 })
  const told = url.pathname === '/drain' ? {} : lab.control(url)
  const found = route(url)
  if (found && !told) {
    await sseNode(req, res, found.produce, found.options)
    return
  }
  const body = told ? JSON.stringify(told) : 'no such scenario'
  ;(res as ServerResponse).writeHead(told ? 200 : 404, { 'content-type': 'application/json' }).end(body)
}
