import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { ask, type Client, type RawClient } from '../client.ts'
import { cleanedOnce, controlOf, has, type Mode, noFaults, solo, Trial } from '../trial.ts'

/** What depends on the transport, the process and the module system. */
export const platformModes: readonly Mode[] = [
  {
    id: 16,
    title: 'HTTP/1.0 without chunked framing',
    async test(target) {
      const trial = new Trial(target, 'succeeding', { version: '1.0' })
      const first = ({ events }: Client): boolean => events.some(({ event }) => event === 'first')
      await trial.client.until('the end', (client) => (target.peer ? first(client) : client.closed))
      assert.doesNotMatch(trial.client.head!, /transfer-encoding/i, 'answered in chunks')
      assert.ok(first(trial.client), `no event: ${(trial.client as RawClient).bytes.toString().slice(0, 60)}`)
      assert.match(
        (trial.client as RawClient).bytes.toString(),
        /\r\n\r\n(:|event|id|data|retry)/,
        'the body is no chunk',
      )
    },
  },
  {
    id: 17,
    title: 'headers leave before the first event',
    async test(target) {
      const trial = new Trial(target, 'live')
      await trial.client.until('headers', ({ head }) => head !== undefined, 3_000)
      assert.match(trial.client.head!, /content-type: text\/event-stream/i)
      if (!target.peer) assert.match(trial.client.head!, /cache-control: no-cache, no-transform/i)
      if (!target.peer) assert.match(trial.client.head!, /x-accel-buffering: no/i)
      assert.ok(!trial.client.events.some(({ event }) => event === 'news'))
      await trial.go()
      await trial.client.until('the event', ({ events }) => events.some(({ event }) => event === 'news'))
      trial.client.destroy()
    },
  },
  {
    id: 18,
    title: 'compression does not hold events back',
    async test(target) {
      const trial = new Trial(target, 'live', { headers: { 'Accept-Encoding': 'gzip' } })
      await trial.client.until('headers', ({ head }) => head !== undefined, 3_000)
      await trial.go()
      await trial.client.until('the event, readable', ({ events }) => events.length === 1, 3_000)
      trial.client.destroy()
    },
  },
  {
    id: 19,
    title: 'server shutdown: a last retry, a clean end, bounded',
    async test(_target, launcher) {
      const own = await launcher.start()
      try {
        const trials = Array.from({ length: 20 }, () => new Trial(own, 'parked'))
        for (const { client } of trials) await client.until('first event', ({ events }) => events.length > 0)
        // Twice, as from a terminal whose parent process passes it on.
        const exit = own.stop('SIGTERM')
        void own.stop('SIGTERM')
        const late = sleep(4_000).then(() => 'hangs')
        assert.notEqual(await Promise.race([exit, late]), 'hangs', 'the process ends in bounded time')
        for (const { client } of trials) {
          await client.until('a clean end', ({ body }) => body.complete, 1_000)
          assert.ok(
            client.events.some(({ retry }) => retry !== undefined),
            'a last retry',
          )
        }
      } finally {
        await own.stop('SIGKILL')
      }
    },
  },
  {
    id: 20,
    title: 'timers never keep the process alive',
    async test(_target, launcher) {
      // Without a connection that would keep the process for itself.
      if (launcher.holdsConnections) return solo(launcher, 'exits')
      const own = await launcher.start()
      try {
        // Heartbeat, stall deadline and age are armed; the client stays, and its socket counts no more.
        const trial = new Trial(own, 'waiting')
        await trial.client.until('first event', ({ events }) => events.length > 0)
        await ask(controlOf(own), '/unref').catch(() => {})
        const late = sleep(5_000).then(() => 'stays')
        assert.notEqual(await Promise.race([own.ended, late]), 'stays', 'the process ends by itself')
      } finally {
        await own.stop('SIGKILL')
      }
    },
  },
  {
    id: 21,
    title: 'half-close (FIN) is a disconnect',
    async test(target) {
      const trial = new Trial(target, 'parked')
      await trial.client.until('first event', ({ events }) => events.length > 0)
      trial.client.halfClose()
      await cleanedOnce(trial)
      trial.client.destroy()
    },
  },
  {
    id: 22,
    title: 'half-open: undrained-write deadline and max age',
    async test(target) {
      const old = new Trial(target, 'aging')
      await old.client.until('clean end', ({ body }) => body.complete, 4_000)
      const beats = old.client.text.split(/\n\n/).filter((block) => block.startsWith(':')).length
      assert.ok(beats > 2, `${beats} heartbeats`)
      const probe = await cleanedOnce(old)
      assert.ok(target.peer || has(probe, 'closed:max-age'), `${probe.marks}`)
      const stuck = new Trial(target, 'stalling')
      stuck.client.pause()
      await cleanedOnce(stuck)
      stuck.client.destroy()
    },
  },
  {
    id: 23,
    title: 'a double import shares one state',
    async test(_target, launcher) {
      const own = await launcher.start()
      try {
        const trial = new Trial(own, 'parked')
        await trial.client.until('first event', ({ events }) => events.length > 0)
        // Another copy of the module, in the same process, sees the stream of the first and ends it.
        const copy = await ask<{ same: boolean; connections: number }>(controlOf(own), '/copy')
        assert.deepEqual(copy, { same: false, connections: 1 })
        await trial.client.until('a clean end', ({ body }) => body.complete, 3_000)
        assert.ok(
          trial.client.events.some(({ retry }) => retry === 5),
          'the retry of the other copy',
        )
      } finally {
        await own.stop('SIGKILL')
      }
    },
  },
  {
    id: 24,
    title: 'aborted on entry, or never read: the producer never starts',
    async test(target, launcher) {
      const trial = new Trial(target, 'belated')
      await trial.until('the handler', (probe) => has(probe, 'handling'))
      trial.client.destroy()
      await sleep(200)
      await trial.go()
      await sleep(300)
      assert.equal((await trial.probe()).started, 0, 'the producer started')
      await noFaults(target)
      if (!target.peer) await solo(launcher, 'unread')
    },
  },
  {
    id: 27,
    title: 'lone surrogates are never broken UTF-8',
    async test(target) {
      const trial = new Trial(target, 'surrogates')
      await trial.client.until('done', ({ events }) => events.some(({ event }) => event === 'done'))
      const text = new TextDecoder('utf-8', { fatal: true }).decode(trial.client.body.bytes)
      const { data } = trial.client.events.find(({ event }) => event === 'text')!
      assert.ok(text.includes(data))
      assert.match(JSON.parse(data) as string, /^a[\ud800\ufffd]b$/)
    },
  },
]
