import type { ServerResponse } from 'node:http'
import { type NodeRequest, type NodeResponse, sseNode } from '../../src/node.ts'
import { lab, route } from './ours.ts'

/** Answers any request of the suite with `sseNode`. */
export async function answer(req: NodeRequest, res: NodeResponse): Promise<void> {
  const url = new URL(req.url ?? '/', 'http://localhost')
  const told = await lab.control(url)
  const found = told ? undefined : await route(url)
  if (found) {
    await sseNode(req, res, found.produce, found.options)
    return
  }
  const body = told ? JSON.stringify(told) : 'no such scenario'
  ;(res as ServerResponse).writeHead(told ? 200 : 404, { 'content-type': 'application/json' }).end(body)
}
