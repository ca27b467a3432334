import { describe, expect, it, vi } from 'vitest'
import { createSafeController, encodeEvent, type SafeController } from './index.ts'

function open(signal?: AbortSignal): {
  safe: SafeController
  reader: ReadableStreamDefaultReader<Uint8Array>
} {
  let safe!: SafeController
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      safe = createSafeController(controller, { signal })
    },
    cancel: (reason) => safe.cancel(reason),
  })
  return { safe, reader: body.getReader() }
}

describe('createSafeController', () => {
  it('enqueues text and bytes', async () => {
    const { safe, reader } = open()
    expect(safe.safeEnqueue('a')).toBe(true)
    expect(safe.safeEnqueue(encodeEvent({ type: 'b', data: 1 }))).toBe(true)
    safe.safeClose()
    const read = async (): Promise<string> => new TextDecoder().decode((await reader.read()).value)
    expect([await read(), await read()]).toEqual(['a', 'event: b\ndata: 1\n\n'])
    expect((await reader.read()).done).toBe(true)
  })

  it.each([
    ['cancel', 'client-left', async ({ reader }: ReturnType<typeof open>) => reader.cancel()],
    ['close', 'closed', async ({ safe }: ReturnType<typeof open>) => safe.safeClose()],
    [
      'error',
      'failed',
      async ({ safe, reader }: ReturnType<typeof open>) => {
        reader.closed.catch(() => {})
        safe.safeError(new Error('broken'))
      },
    ],
  ])('after %s nothing throws, and cleanup ran once', async (_, reason, end) => {
    const opened = open()
    const cleanup = vi.fn()
    opened.safe.onClose(cleanup)
    await end(opened)
    const { safe } = opened
    expect(safe.safeEnqueue('late')).toBe(false)
    safe.safeClose()
    safe.safeError(new Error('late'))
    safe.cancel()
    expect(cleanup.mock.calls).toEqual([[reason]])
    expect(safe.signal.aborted).toBe(true)
    const late = vi.fn()
    safe.onClose(late)
    expect(late).toHaveBeenCalledWith(reason)
  })

  it('ends with the request, before or after', async () => {
    expect(open(AbortSignal.abort()).safe.safeEnqueue('a')).toBe(false)
    const abort = new AbortController()
    const { safe, reader } = open(abort.signal)
    abort.abort()
    expect(safe.safeEnqueue('a')).toBe(false)
    expect((await reader.read()).done).toBe(true)
  })

  it('survives a controller that was closed behind its back', () => {
    const broken = {
      enqueue: () => {
        throw new TypeError('closed')
      },
      close: () => {},
      error: () => {},
    }
    const safe = createSafeController(broken)
    expect(safe.safeEnqueue('a')).toBe(false)
    expect(safe.signal.aborted).toBe(true)
  })

  it('lets go of the request signal when it ends', () => {
    const { signal } = new AbortController()
    const removed = vi.spyOn(signal, 'removeEventListener')
    open(signal).safe.safeClose()
    expect(removed).toHaveBeenCalledTimes(1)
  })

  it('reports a cleanup that throws, and runs the others', () => {
    const onError = vi.fn()
    const safe = createSafeController({ enqueue() {}, close() {}, error() {} }, { onError })
    const other = vi.fn()
    safe.onClose(other)
    safe.onClose(() => {
      throw new Error('bad cleanup')
    })
    safe.safeClose()
    expect(other).toHaveBeenCalledTimes(1)
    expect(onError).toHaveBeenCalledWith(expect.objectContaining({ message: 'bad cleanup' }))
  })
})
