import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { type ErrorInfo, sse } from './index.ts'
import { collect } from './testing/index.ts'

const request = (init?: RequestInit): Request => new Request('http://localhost/', init)

describe('failure', () => {
  it('is one terminal event without the message, and onError gets the error and may name a code', async () => {
    const seen: [unknown, ErrorInfo][] = []
    const failure = new Error('secret')
    const produce = async (): Promise<void> => {
      throw failure
    }
    const onError = (error: unknown, info: ErrorInfo): string => {
      seen.push([error, info])
      return 'quota_exceeded'
    }
    const headers = { 'x-request-id': 'req-7' }
    const events = await collect(sse(request({ headers }), produce, { onError }))
    expect(events).toEqual([{ type: 'nyx.error', data: { code: 'quota_exceeded', requestId: 'req-7' } }])
    expect(seen).toEqual([[failure, { during: 'producer', requestId: 'req-7' }]])
  })

  it('is also that of a producer that is none', async () => {
    const missing = undefined as unknown as () => Promise<void>
    const [event] = await collect(sse(request(), missing, { onError: () => {} }))
    expect(event).toMatchObject({ type: 'nyx.error' })
  })

  it('is told to a handler that is async, and its code stays internal', async () => {
    const onError = (async () => {
      throw new Error('handler')
    }) as unknown as () => void
    const failing = () => Promise.reject(new Error('secret'))
    const [event] = await collect(sse(request(), failing, { onError }))
    expect(event!.data).toMatchObject({ code: 'internal' })
  })

  it('reports what onClose throws or rejects', async () => {
    const onError = vi.fn()
    const bad = [
      () => {
        throw new Error('thrown')
      },
      (async () => {
        throw new Error('rejected')
      }) as unknown as () => void,
    ]
    for (const onClose of bad) await collect(sse(request(), async () => {}, { onClose, onError }))
    await sleep(1)
    expect(onError.mock.calls.map(([error]) => (error as Error).message)).toEqual(['thrown', 'rejected'])
  })

  it('survives a handler that throws, and does not echo a request id that could hurt a log', async () => {
    const headers = { 'x-request-id': '{"evil": true}' }
    const events = await collect(
      sse(request({ headers }), () => Promise.reject(new Error('secret')), {
        onError: () => {
          throw new Error('handler')
        },
      }),
    )
    expect(events).toEqual([
      { type: 'nyx.error', data: { code: 'internal', requestId: expect.stringMatching(/^[\da-f-]{36}$/) } },
    ])
  })

  it('is a process warning where nobody handles it', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    await collect(sse(request(), () => Promise.reject(new Error('secret'))))
    expect(warned).toHaveBeenCalledWith(expect.objectContaining({ message: 'secret' }))
    warned.mockRestore()
  })
})
