import { createClient, isClientError } from '@nyxcore/client'
import { share } from '@nyxcore/client/tabs'
import { wake } from '@nyxcore/client/wake'
import { api } from '../browser/api.ts'

const client = createClient(api, {})
const streams = new Map<string, { events: unknown[]; end: string | undefined; close(): unknown }>()

function read(name: string, open: () => ReturnType<typeof client.run>): void {
  const stream = open()
  const state = { events: [] as unknown[], end: undefined as string | undefined, close: () => stream.close() }
  streams.set(name, state)
  void (async () => {
    try {
      for await (const event of stream) state.events.push(event.type === 'step' ? event.data.n : event.type)
      state.end = 'done'
    } catch (error) {
      state.end = isClientError(error) ? error.code : String(error)
    }
  })()
}

const page = {
  share(id: string, scope: string, keep: number | null, name = id) {
    const run = share(client.run, { scope, ...(keep === null ? {} : { keep }) })
    read(name, () => run({ params: { id } }))
  },
  wake(id: string, hiddenFor: number) {
    read(id, () => client.run({ params: { id }, wake: wake({ hiddenFor }) }))
  },
  events: (name: string) => streams.get(name)?.events ?? [],
  end: (name: string) => streams.get(name)?.end,
  close: (name: string) => void streams.get(name)?.close(),
}

export type TabsPage = typeof page
Object.assign(globalThis, { page })
