import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { ask } from '../client.ts'
import { cleanedOnce, controlOf, has, type Mode, noFaults, settled, Trial } from '../trial.ts'

/** Clients that leave, stay away or do not read, and producers that send all the same. */
export const clientModes: readonly Mode[] = [
  {
    id: 1,
    title: 'abort before the first write',
    async test(target) {
      const trial = new Trial(target, 'gated')
      await trial.until('producer starts', (probe) => probe.started === 1)
      trial.client.destroy()
      await trial.until('cleanup before any write', (probe) => probe.cleanups > 0)
      if (target.endsWithClient) return void (await cleanedOnce(trial))
      await trial.go()
      const probe = await trial.until('third send', ({ marks }) =>
        marks.some((mark) => mark.startsWith('third')),
      )
      assert.ok(has(probe, 'send:false'), `send answers false: ${probe.marks}`)
      await cleanedOnce(trial)
      await noFaults(target)
    },
  },
  {
    id: 2,
    title: 'abort while the producer awaits',
    async test(target) {
      const trial = new Trial(target, 'parked')
      await trial.client.until('first event', ({ events }) => events.length > 0)
      trial.client.destroy()
      if (!target.peer) await trial.until('signal', (probe) => has(probe, 'signal'), 3_000)
      await cleanedOnce(trial)
    },
  },
  {
    id: 3,
    title: 'send after close',
    async test(target) {
      const trial = new Trial(target, 'closing')
      const probe = await trial.until('send', ({ marks }) => marks.some((mark) => mark.startsWith('send')))
      assert.ok(has(probe, 'send:false'), `send answers false: ${probe.marks}`)
      await noFaults(target)
    },
  },
  {
    id: 4,
    title: 'double close',
    async test(target) {
      const trial = new Trial(target, 'closing')
      const probe = await trial.until('send', ({ marks }) => marks.some((mark) => mark.startsWith('send')))
      assert.ok(!probe.marks.some((mark) => /^close:(threw|rejected)/.test(mark)), `${probe.marks}`)
      await trial.client.until('clean end', ({ body, closed }) => body.complete || closed)
      await noFaults(target)
    },
  },
  {
    id: 5,
    title: 'RST in the middle of a write',
    async test(target) {
      const trial = new Trial(target, 'paced')
      await trial.client.until('bytes', ({ received }) => received > 500_000)
      trial.client.reset()
      await cleanedOnce(trial)
      await noFaults(target)
    },
  },
  {
    id: 6,
    title: 'disconnect with writes queued',
    async test(target) {
      const trial = new Trial(target, 'burst')
      await trial.client.until('bytes', ({ received }) => received > 500)
      trial.client.destroy()
      const probe = await cleanedOnce(trial)
      await sleep(200)
      assert.ok(!has(probe, 'threw'))
      await noFaults(target)
    },
  },
  {
    id: 7,
    title: 'a pending send at disconnect settles false',
    async test(target) {
      const trial = new Trial(target, 'paced')
      trial.client.pause()
      await settled(trial)
      trial.client.destroy()
      await trial.until('pending send settles', (probe) => has(probe, 'send:false'))
      await cleanedOnce(trial)
    },
  },
  {
    id: 8,
    title: 'slow reader, sends not awaited: bounded memory',
    async test(target) {
      const { memory: before } = await ask<{ memory: number }>(controlOf(target), '/faults')
      const trial = new Trial(target, 'flood')
      trial.client.pause()
      const probe = await trial.until('100 MB sent', (seen) => has(seen, 'flooded'), 20_000)
      const { memory: after } = await ask<{ memory: number }>(controlOf(target), '/faults')
      trial.client.destroy()
      assert.ok(
        has(probe, 'send:false') || has(probe, 'closed:overflow'),
        `all 100 MB were accepted: ${probe.marks}`,
      )
      const grown = Math.round((after - before) / 2 ** 20)
      assert.ok(grown < 80, `memory grew by ${grown} MB`)
      await cleanedOnce(trial)
    },
  },
  {
    id: 9,
    title: 'slow reader, sends awaited: waits, with a deadline',
    async test(target) {
      const trial = new Trial(target, 'stalling')
      trial.client.pause()
      const probe = await trial.until('the deadline', (seen) => has(seen, 'send:false'), 8_000)
      assert.ok(target.peer || has(probe, 'closed:stalled'), `${probe.marks}`)
      await cleanedOnce(trial)
      trial.client.destroy()
    },
  },
]
