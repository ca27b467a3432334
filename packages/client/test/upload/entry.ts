import { createClient } from '@nyxcore/client'
import { type UploadProgress, uploadFetch, withProgress } from '@nyxcore/client/upload'
import { api } from '../browser/api.ts'

const client = createClient(api, { fetch: uploadFetch(), retry: { attempts: 1 } })
const blob = (bytes: number): Blob => new Blob([new Uint8Array(bytes)])

/** What the test calls from outside: each sends something and tells what it saw. */
const page = {
  async put(bytes: number) {
    const seen: UploadProgress[] = []
    const body = withProgress(blob(bytes), (progress) => seen.push(progress))
    const result = await client.files.put.safe({ params: { name: 'a b.bin' }, body: body as never })
    return {
      seen,
      ok: result.ok,
      status: result.status,
      data: result.data,
      id: result.ok && result.headers.get('x-request-id'),
    }
  },
  async form(bytes: number) {
    const seen: UploadProgress[] = []
    const form = new FormData()
    form.set('file', new File([blob(bytes)], 'f.bin'))
    return {
      data: await client.files.form({ body: withProgress(form, (progress) => seen.push(progress)) }),
      seen,
    }
  },
  async two() {
    const file = blob(50_000)
    const seen: string[] = []
    await Promise.all(
      ['a', 'b'].map((name) =>
        client.files.put({ params: { name }, body: withProgress(file, () => seen.push(name)) as never }),
      ),
    )
    return [...new Set(seen)].sort()
  },
  async refuse() {
    const result = await client.files.refuse.safe({ body: withProgress(blob(10), () => {}) as never })
    return {
      ok: result.ok,
      code: result.ok ? undefined : result.error.code,
      message: result.ok ? '' : result.error.message,
    }
  },
  async abort() {
    const control = new AbortController()
    setTimeout(() => control.abort(), 100)
    const body = withProgress(blob(10), () => {})
    const error = await client.files.hang({ body: body as never, signal: control.signal }).catch((e) => e)
    return error.code
  },
  async timeout() {
    const body = withProgress(blob(10), () => {})
    const error = await client.files.hang({ body: body as never, timeout: 200 }).catch((e) => e)
    return error.code
  },
  async lost() {
    const nowhere = createClient(api, {
      baseUrl: 'http://localhost:9',
      fetch: uploadFetch(),
      retry: { attempts: 1 },
    })
    const body = withProgress(blob(10), () => {})
    const error = await nowhere.files.put({ params: { name: 'x' }, body: body as never }).catch((e) => e)
    return error.code
  },
  async plain() {
    return client.files.put({ params: { name: 'x' }, body: blob(7) as never })
  },
}

export type UploadPage = typeof page
Object.assign(globalThis, { page })
