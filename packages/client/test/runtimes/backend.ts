import { json, type Served, serve, startEvents } from '../serve.ts'

/** The server that the cases talk to; open to every origin, since browsers load them from a page of their own. */
export async function backend(page = ''): Promise<Served & { report: Promise<string> }> {
  const seen = new Map<string, number>()
  const open = new Map<string, number>()
  let tell: (text: string) => void
  const report = new Promise<string>((resolve) => {
    tell = resolve
  })
  const served = await serve((req, res) => {
    const [, kind, key = ''] = (req.url ?? '').split(/[/?]/)
    const n = (seen.get(`${kind}/${key}`) ?? 0) + 1
    seen.set(`${kind}/${key}`, n)
    const { body } = served.requests.at(-1)!
    if (kind === '')
      return res
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<!doctype html><title>cases</title><script type="module" src="/cases.js"></script>')
    if (kind === 'cases.js') return res.writeHead(200, { 'content-type': 'text/javascript' }).end(page)
    if (kind === 'report') {
      tell(body)
      return res.writeHead(204).end()
    }
    if (kind === 'echo') {
      const { text } = JSON.parse(body)
      return text === 'taken' ? json(res, 409, { field: 'text' }) : json(res, 200, { text })
    }
    if (kind === 'flaky') return json(res, n === 1 ? 503 : 200, { n })
    if (kind === 'secret') return json(res, req.headers.authorization === 'Bearer new' ? 200 : 401, { n: 7 })
    if (kind === 'hang') return
    if (kind === 'list')
      return json(
        res,
        200,
        req.url!.includes('after=') ? { rows: [3, 4], next: null } : { rows: [1, 2], next: '2' },
      )
    if (kind === 'open') return json(res, 200, { open: open.get(key) ?? 0 })
    startEvents(res)
    const event = (id: string, name: string, data: number) =>
      `id: ${id}\nevent: ${name}\ndata: {"n":${data}}\n\n`
    if (kind === 'live') {
      open.set(key, (open.get(key) ?? 0) + 1)
      res.on('close', () => open.set(key, open.get(key)! - 1))
      return res.write(event(`${n}`, 'step', n))
    }
    const last = Buffer.from(String(req.headers['last-event-id'] ?? ''), 'latin1').toString()
    if (n === 1) {
      res.write(event('1', 'step', 1) + event('2é語', 'step', 2))
      // Time enough to be read on a busy machine: what a reset overtakes is lost to a browser.
      return setTimeout(() => res.destroy(), 300)
    }
    return res.end(last === '2é語' ? event('3', 'step', 3) + event('4', 'done', 4) : event('x', 'done', 0))
  })
  return Object.assign(served, { report })
}
