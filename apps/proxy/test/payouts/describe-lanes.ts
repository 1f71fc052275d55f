import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { pickOrder, type Payout } from '../../src/payouts/model/payout.ts'
import type { Lease } from '../../src/payouts/model/work.ts'
import type { PayoutStore } from '../../src/payouts/store/payout-store.ts'
import type { OpenPayoutStore } from './open-payout-store.ts'
import { haveLane, havePayout, moveOf, moveTo, restOf, takeLane, wish } from './have-lane.ts'
import { newEnvelope, newWallet } from './new-payout.ts'

/** Leases, and which payout comes next. */
export function describeLanes(open: OpenPayoutStore) {
  describe('leases', () => {
    test('of two owners the second gets no lease while the first has one', async () => {
      const { store } = await open()
      const { source, lease } = await haveLane(store)
      expect(lease.epoch).toBe(1n)
      expect(await takeLane(store, source)).toBeUndefined()
      expect(await takeLane(store, source, { owner: lease.owner })).toEqual(lease)
    })

    test('a lane that was never opened has no lease', async () => {
      const { store } = await open()
      expect(await takeLane(store, newWallet())).toBeUndefined()
    })

    const start = { cursor: '7', quarantineMs: 0 }
    test('opening a lane again changes nothing', async () => {
      const { store } = await open()
      const source = newWallet()
      expect(await store.startLaneAt(source, { ...start, bookedSequence: 5n })).toBe(true)
      await store.openLane(source, 60_000)
      const { lease } = await haveLane(store, source)
      expect((await store.loadLane(lease))?.lane).toEqual({
        source,
        epoch: 1n,
        cursor: '7',
        bookedSequence: 5n,
        tip: null,
        quarantineLeftMs: 0,
        quarantineReason: 'operator',
        stop: null,
        isAdopting: false,
        available: null,
        createFailures: 0,
      })
    })

    test('a lease that ran out is taken with the next epoch, and its old owner can do nothing more', async () => {
      const { store, advance } = await open()
      const { source, lease } = await haveLane(store)
      const payout = await havePayout(store, lease)
      await advance(60_001)

      const next = await takeLane(store, source)

      expect(next?.epoch).toBe(lease.epoch + 1n)
      expect(await store.renewLane(lease, 60_000)).toBe(false)
      expect(await store.pick(lease, wish)).toEqual({ kind: 'stale' })
      expect(await store.loadLane(lease)).toBeUndefined()
      const changes = [moveOf(payout, 'creating')]
      expect(await store.apply(lease, changes, payout.id)).toEqual({ kind: 'stale' })
      await store.releaseLane(lease)
      expect(await takeLane(store, source)).toBeUndefined()
      expect(await store.find(payout.id)).toMatchObject({ state: 'received' })
    })

    test('a renewed lease runs on, also one that had run out and was not taken', async () => {
      const { store, advance } = await open()
      const { source, lease } = await haveLane(store)
      await advance(59_000)
      expect(await store.renewLane(lease, 60_000)).toBe(true)
      await advance(59_000)
      expect(await takeLane(store, source)).toBeUndefined()
      await advance(2_000)
      expect(await store.renewLane(lease, 60_000)).toBe(true)
      expect(await takeLane(store, source)).toBeUndefined()
    })

    test('a released lane is taken at once', async () => {
      const { store } = await open()
      const { source, lease } = await haveLane(store)
      await store.releaseLane(lease)
      expect((await takeLane(store, source))?.epoch).toBe(lease.epoch + 1n)
    })

    test('of 20 owners at once one gets the lease', async () => {
      const { store } = await open()
      const source = newWallet()
      await store.openLane(source, 0)
      const leases = await Promise.all(Array.from({ length: 20 }, () => takeLane(store, source)))
      expect(leases.filter((lease) => lease != null)).toHaveLength(1)
    })

    test('lanes of two wallets know nothing of each other', async () => {
      const { store } = await open()
      const one = await haveLane(store)
      const two = await haveLane(store)
      expect(await store.pick(one.lease, wish)).toMatchObject({ kind: 'idle' })
      expect(await store.pick({ ...one.lease, source: two.source }, wish)).toEqual({
        kind: 'stale',
      })
    })
  })

  describe('the quarantine', () => {
    test('it lasts as long as an operator says, is never shortened, and survives owners', async () => {
      const { store, advance } = await open()
      const { source, lease } = await haveLane(store)
      const left = async (holder: Lease) =>
        (await store.loadLane(holder))?.lane.quarantineLeftMs ?? Number.NaN

      await store.quarantine(source, 120_000)
      await store.quarantine(source, 1_000)
      expect(await left(lease)).toBeGreaterThan(110_000)
      expect(await left(lease)).toBeLessThanOrEqual(120_000)

      await advance(60_000)
      await store.releaseLane(lease)
      const next = await takeLane(store, source)
      expect(await left(next!)).toBeGreaterThan(50_000)
      expect(await left(next!)).toBeLessThanOrEqual(60_000)
      await advance(60_001)
      expect(await left(next!)).toBe(0)
    })

    test('a wallet that is new to the database begins with one', async () => {
      const { store } = await open()
      const source = newWallet()
      await store.openLane(source, 60_000)
      const lease = await takeLane(store, source, { quarantineMs: 0 })
      const left = async () => (await store.loadLane(lease!))?.lane.quarantineLeftMs
      expect(await left()).toBeGreaterThan(50_000)
      await store.apply(lease!, [{ type: 'end_quarantine' }], null)
      expect(await left()).toBe(0)
    })

    test('only the quarantine of a new wallet ends early', async () => {
      const { store } = await open()
      const source = newWallet()
      await store.openLane(source, 60_000)
      await store.quarantine(source, 90_000)
      const lease = await takeLane(store, source)
      await store.apply(lease!, [{ type: 'end_quarantine' }], null)
      expect((await store.loadLane(lease!))?.lane.quarantineLeftMs).toBeGreaterThan(80_000)
    })

    test('an operator can begin one for a wallet that the database does not know', async () => {
      const { store } = await open()
      const source = newWallet()
      await store.quarantine(source, 60_000)
      const lease = await takeLane(store, source)
      expect((await store.loadLane(lease!))?.lane.quarantineLeftMs).toBeGreaterThan(50_000)
    })
  })

  describe('picking', () => {
    test('R9: what is furthest comes first, and the oldest of one state', async () => {
      const { store, advance } = await open()
      const { lease } = await haveLane(store)
      const expected = []
      for (const state of pickOrder.toReversed()) {
        for (const _ of ['older', 'younger']) {
          expected.push(await havePayout(store, lease, state))
          await advance(1_000)
        }
      }
      for (const state of ['held', 'completed', 'cancelled'] as const) {
        await havePayout(store, lease, state)
      }
      expected.sort((a, b) => pickOrder.indexOf(workOf(a)) - pickOrder.indexOf(workOf(b)))
      expect(await pickAll(store, lease)).toEqual(expected.map(({ id }) => id))
    })

    test('P27: received payouts of clients take turns', async () => {
      const { store, advance } = await open()
      const { lease } = await haveLane(store)
      const [flood, modest] = [randomUUID(), randomUUID()]
      const order: string[] = []
      for (let count = 0; count < 4; count += 1)
        await havePayout(store, lease, 'received', { clientId: flood })
      await advance(1_000)
      for (let count = 0; count < 2; count += 1)
        await havePayout(store, lease, 'received', { clientId: modest })

      for (let count = 0; count < 6; count += 1) {
        const picked = await pickedPayout(store, lease)
        order.push(picked.clientId)
        await moveTo(store, lease, picked, 'failed')
        await advance(1_000)
      }

      expect(order).toEqual([flood, modest, flood, modest, flood, flood])
    })

    test('P27: a payout that had a turn goes on before the older requests that had theirs later', async () => {
      const { store, advance } = await open()
      const { lease } = await haveLane(store)
      const older = await havePayout(store, lease)
      await advance(1_000)
      const younger = await havePayout(store, lease)
      await moveTo(store, lease, younger, 'creating')
      await advance(1_000)
      await moveTo(store, lease, older, 'creating')

      expect(await pickAll(store, lease)).toEqual([younger.id, older.id])
    })

    test('a payout that rests is not picked before its time', async () => {
      const { store, advance } = await open()
      const { lease } = await haveLane(store)
      const payout = await havePayout(store, lease, 'paid')
      const rest = restOf({ ...payout, state: 'paid' })
      await store.apply(lease, [{ ...rest, delayMs: 30_000 }], null)

      const idle = await store.pick(lease, wish)
      expect(idle.kind === 'idle' && idle.waitMs).toBeGreaterThan(20_000)
      expect(idle.kind === 'idle' && idle.waitMs).toBeLessThanOrEqual(30_000)
      await advance(30_001)
      expect((await pickedPayout(store, lease)).id).toBe(payout.id)
    })

    test('with nothing open there is nothing to wait for', async () => {
      const { store } = await open()
      const { lease } = await haveLane(store)
      await havePayout(store, lease, 'completed')
      expect(await store.pick(lease, wish)).toEqual({ kind: 'idle', waitMs: null, isPoor: false })
    })

    test('R2: beside a live envelope of another payout no created one is picked', async () => {
      const { store } = await open()
      const { source, lease } = await haveLane(store)
      const first = await havePayout(store, lease, 'created')
      const second = await havePayout(store, lease, 'created')
      const signed = { type: 'add_envelope', envelope: newEnvelope(first.id, source) } as const
      const rest = restOf({ ...first, state: 'signed' })
      const changes = [moveOf(first, 'signed'), signed, { ...rest, delayMs: 60_000 }]
      await store.apply(lease, changes, first.id)

      const idle = await store.pick(lease, wish)
      expect(idle.kind === 'idle' && idle.waitMs).toBeGreaterThan(50_000)

      const other = await haveLane(store)
      expect((await pickedPayout(store, other.lease)).id).toBe(second.id)
    })
  })

  test('R5: what another wallet signed waits for that wallet', async () => {
    const { store } = await open()
    const { source, lease } = await haveLane(store)
    const payout = await havePayout(store, lease, 'created')
    const envelope = newEnvelope(payout.id, source)
    const signed = [moveOf(payout, 'signed'), { type: 'add_envelope', envelope } as const]
    await store.apply(lease, signed, null)
    const other = await haveLane(store)

    expect(await store.pick(other.lease, wish)).toEqual({
      kind: 'idle',
      waitMs: null,
      isPoor: false,
    })
    expect((await pickedPayout(store, lease)).id).toBe(payout.id)

    const { hash } = envelope
    const dead = { type: 'settle_envelope', hash, status: 'dead', evidence: {} } as const
    await store.apply(lease, [dead], null)
    expect((await pickedPayout(store, other.lease)).id).toBe(payout.id)
  })
}

function workOf({ state }: Payout) {
  const work = pickOrder.find((each) => each === state)
  if (work == null) throw new Error(`${state} is not a state of work`)
  return work
}

async function pickedPayout(store: PayoutStore, lease: Lease): Promise<Payout> {
  const picked = await store.pick(lease, wish)
  if (picked.kind !== 'work' || picked.work.payout == null) throw new Error('Nothing was picked')
  return picked.work.payout
}

/** Ends what is picked until nothing is left; returns the ids in their order. */
async function pickAll(store: PayoutStore, lease: Lease): Promise<string[]> {
  const ids: string[] = []
  while ((await store.pick(lease, wish)).kind === 'work') {
    const payout = await pickedPayout(store, lease)
    ids.push(payout.id)
    await moveTo(store, lease, payout, 'failed')
  }
  return ids
}
