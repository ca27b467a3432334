import { type Client, isApiError } from '@nyxcore/client'
import { useEventStream } from '@nyxcore/client/react'
import { routeKey, useRoute, useRouteMutation, useRoutePages } from '@nyxcore/client/react/query'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { api } from '../browser/api.ts'

type Props = { readonly client: Client<typeof api> }

function Run({ client, id, enabled }: Props & { readonly id: string; readonly enabled: boolean }) {
  const run = useEventStream(client.run, { params: { id } }, { enabled })
  const sum = useEventStream(
    client.run,
    { params: { id } },
    { enabled, initial: 0, reduce: (total, event) => (event.type === 'step' ? total + event.data.n : total) },
  )
  return (
    <section>
      <output id="status">{run.status}</output>
      <output id="events">{run.data.map(({ type }) => type).join(' ')}</output>
      <output id="last">{run.last?.type}</output>
      <output id="sum">{sum.data}</output>
      <button type="button" id="restart" onClick={run.restart}>
        Restart
      </button>
    </section>
  )
}

function Note({ client, id }: Props & { readonly id: number }) {
  const { data, error, status } = useRoute(client.notes.get, { params: { id } })
  if (error)
    return <p className="note">{isApiError(client.notes.get, error) ? error.data.title : error.code}</p>
  return <p className="note">{status === 'success' ? data.text : status}</p>
}

function Slow({ client }: Props) {
  return <p>{useRoute(client.slow).status}</p>
}

function Notes({ client }: Props) {
  const cache = useQueryClient()
  const { data, hasNextPage, fetchNextPage } = useRoutePages(client.notes.list)
  const add = useRouteMutation(client.notes.add, {
    onSuccess: () => cache.invalidateQueries({ queryKey: routeKey(client.notes.list) }),
  })
  return (
    <section>
      <output id="rows">{data?.pages.flatMap((page) => page.items.map(({ text }) => text)).join(',')}</output>
      {hasNextPage && (
        <button type="button" id="more" onClick={() => fetchNextPage()}>
          More
        </button>
      )}
      <button type="button" id="add" onClick={() => add.mutate({ body: { text: 'new' } })}>
        Add
      </button>
    </section>
  )
}

/** A page that uses each hook. */
export function App({ client }: Props) {
  const [id, setId] = useState('a')
  const [enabled, setEnabled] = useState(true)
  const [shown, setShown] = useState(true)
  const [slow, setSlow] = useState(true)
  return (
    <main>
      {shown && <Run client={client} id={id} enabled={enabled} />}
      <Note client={client} id={1} />
      <Note client={client} id={1} />
      <Note client={client} id={99} />
      <Notes client={client} />
      {slow && <Slow client={client} />}
      <button type="button" id="endless" onClick={() => setId('endless')}>
        Endless
      </button>
      <button type="button" id="toggle" onClick={() => setEnabled(!enabled)}>
        Toggle
      </button>
      <button type="button" id="hide" onClick={() => setShown(false)}>
        Hide
      </button>
      <button type="button" id="hide-slow" onClick={() => setSlow(false)}>
        Hide slow
      </button>
    </main>
  )
}
