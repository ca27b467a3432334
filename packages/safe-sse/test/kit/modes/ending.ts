import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '../client.ts'
import { cleanedOnce, has, type Mode, noFaults, Trial } from '../trial.ts'

/** Producers and servers that end, fail or send what would break the format. */
export const producerModes: readonly Mode[] = [
  {
    id: 10,
    title: 'producer throws after headers',
    async test(target) {
      const failed = new Trial(target, 'failing')
      await failed.client.until('the end', ({ body, closed }) => body.complete || closed)
      const fine = new Trial(target, 'succeeding')
      await fine.client.until('the end', ({ body, closed }) => body.complete || closed)
      assert.doesNotMatch(failed.client.text, /hunter2/, 'the message stays in the server')
      const how = (client: Client): string =>
        `${client.events.map(({ event }) => event)} ${client.body.complete}`
      assert.notEqual(how(failed.client), how(fine.client), 'a client can tell failure from success')
      if (target.peer) return
      const last = failed.client.events.at(-1)!
      assert.equal(last.event, 'nyx.error')
      assert.deepEqual(Object.keys(JSON.parse(last.data) as object), ['code', 'requestId'])
      const probe = await cleanedOnce(failed)
      assert.ok(has(probe, 'error:password=hunter2'), 'onError gets the error')
      await noFaults(target)
    },
  },
  {
    id: 11,
    title: 'a cleanup throws',
    async test(target) {
      const trial = new Trial(target, 'badCleanup')
      const probe = await cleanedOnce(trial)
      assert.ok(has(probe, 'first cleanup'), 'the others still run')
      assert.ok(target.peer || has(probe, 'error:cleanup failed'), 'the error is reported')
      await noFaults(target)
    },
  },
  {
    id: 12,
    title: 'server-side close: cleanup once',
    async test(target) {
      const trial = new Trial(target, 'closing')
      await trial.client.until('clean end', ({ body, closed }) => body.complete || closed)
      await cleanedOnce(trial)
    },
  },
  {
    id: 13,
    title: 'cancel and abort together: one transition',
    async test(target) {
      const trial = new Trial(target, 'parked')
      await trial.client.until('first event', ({ events }) => events.length > 0)
      trial.client.reset()
      const probe = await cleanedOnce(trial)
      const ends = probe.marks.filter((mark) => mark.startsWith('closed:'))
      assert.ok(target.peer || ends.length === 1, `${probe.marks}`)
      await noFaults(target)
    },
  },
  {
    id: 14,
    title: 'CR, LF, NUL in id or event',
    async test(target) {
      const trial = new Trial(target, 'forging')
      await trial.client.until('done', ({ events }) => events.some(({ event }) => event === 'done'))
      const { events, text } = trial.client
      assert.ok(!events.some(({ event, data }) => event === 'forged' || data === 'forged'), `forged: ${text}`)
      if (!target.peer) assert.doesNotMatch(text, /\0/)
      const ok = events.find(({ event }) => event === 'ok')
      assert.ok(ok?.data.includes('forged'), 'the data itself is delivered')
      if (target.peer) return
      const lines = events.find(({ event }) => event === 'text')?.data
      assert.equal(lines, 'x\n\nevent: forged\ndata: forged\n\ny', 'text keeps its lines')
      const { marks } = await trial.probe()
      for (const field of ['event', 'eventCR', 'id', 'idCR', 'idNUL']) {
        assert.ok(marks.includes(`${field}:threw SseError`), `${field} is refused: ${marks}`)
      }
    },
  },
  {
    id: 15,
    title: 'HEAD does not start the producer',
    async test(target) {
      const trial = new Trial(target, 'succeeding', {
        method: 'HEAD',
        headers: target.http2 ? {} : { Connection: 'close' },
      })
      await trial.client.until('headers', ({ head }) => head !== undefined)
      assert.equal(trial.client.status, 200)
      assert.match(trial.client.head!, /content-type: text\/event-stream/i)
      await sleep(100)
      assert.equal((await trial.probe()).started, 0, 'the producer started')
      assert.equal(trial.client.body.bytes.length, 0)
    },
  },
]
