import { createClient } from '@nyxcore/client'
import { api } from '../src/api/contract.ts'

export const aurora = {
  id: 'a0000000-0000-4000-8000-000000000001',
  ada: 'a0000000-0000-4000-8000-000000000011',
  ben: 'a0000000-0000-4000-8000-000000000012',
  chloe: 'a0000000-0000-4000-8000-000000000013',
  telescope: 'a0000000-0000-4000-8000-000000000021',
  lighthouse: 'a0000000-0000-4000-8000-000000000022',
}
export const borealis = {
  id: 'b0000000-0000-4000-8000-000000000001',
  dmitri: 'b0000000-0000-4000-8000-000000000011',
  emi: 'b0000000-0000-4000-8000-000000000012',
  vault: 'b0000000-0000-4000-8000-000000000021',
  compass: 'b0000000-0000-4000-8000-000000000022',
}

/** What tRPC answers, flat. */
export interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at what is there
  readonly data: any
  readonly message: string | undefined
  readonly fields: Record<string, string> | undefined
}

/** A signed-in user's view of a running studio. */
export class Visitor {
  readonly url: string
  readonly cookie: string

  constructor(url: string, cookie: string) {
    this.url = url
    this.cookie = cookie
  }

  static async signIn(url: string, tenant: string, user: string): Promise<Visitor> {
    const response = await fetch(`${url}/api/session`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ user: `${tenant}/${user}` }),
    })
    const cookie = response.headers.get('set-cookie')?.split(';')[0]
    if (response.status !== 303 || cookie === undefined)
      throw new Error(`sign-in answered ${response.status}`)
    return new Visitor(url, cookie)
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.url + path, { redirect: 'manual', headers: { cookie: this.cookie, ...headers } })
  }

  async call(procedure: string, input: unknown): Promise<Answer> {
    return this.raw(procedure, JSON.stringify(input))
  }

  async raw(procedure: string, body: string | Uint8Array<ArrayBuffer>): Promise<Answer> {
    const response = await fetch(`${this.url}/api/trpc/${procedure}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(this.cookie ? { cookie: this.cookie } : {}) },
      body,
    })
    return flat(response)
  }

  async query(procedure: string, input?: unknown): Promise<Answer> {
    const search = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`
    return flat(await this.get(`/api/trpc/${procedure}${search}`))
  }

  /** The typed client of the studio's event streams, with this user's cookie. */
  client() {
    return createClient(api, { baseUrl: this.url, headers: { cookie: this.cookie } })
  }
}

async function flat(response: Response): Promise<Answer> {
  const body = await response.json()
  return {
    status: response.status,
    data: body.result?.data,
    message: body.error?.message ?? body.error,
    fields: body.error?.data?.fields ?? body.fields,
  }
}
