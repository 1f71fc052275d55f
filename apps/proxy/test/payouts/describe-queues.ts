import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Lease } from '../../src/payouts/model/work.ts'
import type { PayoutStore, PickWish } from '../../src/payouts/store/payout-store.ts'
import type { OpenPayoutStore } from './open-payout-store.ts'
import { bookOf, haveLane, havePayout, moveOf, moveTo, restOf, wish } from './have-lane.ts'
import { newTransaction } from './new-payout.ts'

const PI = 10_000_000n
const MINUTE = 60_000

async function picked(store: PayoutStore, lease: Lease, set: Partial<PickWish> = {}) {
  const next = await store.pick(lease, { ...wish, ...set })
  return next.kind === 'work' ? next.work.payout?.id : undefined
}

/** What many waiting payouts do to each other: nothing, unless they wait for the same. */
export function describeQueues(open: OpenPayoutStore) {
  describe('who may begin', () => {
    test('no one while another payout is being prepared, and the next one when it is signed', async () => {
      const { store } = await open()
      const { lease } = await haveLane(store)
      const prepared = await havePayout(store, lease, 'creating')
      const next = await havePayout(store, lease)
      await store.apply(lease, [restOf(prepared)], null)
      expect(await picked(store, lease)).toBeUndefined()
      const created = await moveTo(store, lease, prepared, 'created')
      await store.apply(lease, [restOf(created)], null)
      expect(await picked(store, lease)).toBeUndefined()
      const signed = await moveTo(store, lease, created, 'signed')
      await store.apply(lease, [restOf(signed)], null)
      expect(await picked(store, lease)).toBe(next.id)
    })

    test('one that stands aside keeps no one from beginning', async () => {
      const { store } = await open()
      const { lease } = await haveLane(store)
      const aside = await havePayout(store, lease, 'creating')
      const next = await havePayout(store, lease)
      await store.apply(lease, [restOf(aside, { because: 'refusal', isAside: true })], null)
      expect(await picked(store, lease)).toBe(next.id)
    })

    test('no one while one that was just tried waits for what concerns all', async () => {
      const { store, advance } = await open()
      const { lease } = await haveLane(store)
      const tried = await havePayout(store, lease)
      await havePayout(store, lease)
      const waits = restOf(tried, { because: 'horizon', delayMs: 1_000 })
      await store.apply(lease, [waits], null)
      expect(await picked(store, lease)).toBeUndefined()
      await advance(1_001)
      expect(await picked(store, lease)).toBe(tried.id)
    })

    test('no one while a transaction may be a payout that no one knows', async () => {
      const { store } = await open()
      const { source, lease } = await haveLane(store)
      const { id } = await havePayout(store, lease)
      const transaction = newTransaction(source, { memo: 'HPXg3tVs0Wi2x3At9pYr4ISx4gx9' })
      await store.apply(lease, [bookOf(transaction)], null)
      expect(await picked(store, lease)).toBeUndefined()
      const { hash } = transaction
      await store.apply(lease, [{ type: 'identify', hash, payoutId: null }], null)
      expect(await picked(store, lease)).toBe(id)
    })

    test('what Pi denies concerns payouts of its amount, until it is identified', async () => {
      const { store } = await open()
      const { source, lease } = await haveLane(store)
      const { id, amount } = await havePayout(store, lease)
      const memo = 'HPXg3tVs0Wi2x3At9pYr4ISx4gx9'
      const payment = { destination: source, amount }
      const transaction = newTransaction(source, { memo, payment })
      const { hash } = transaction
      await store.apply(lease, [bookOf(transaction), { type: 'deny', hash }], null)
      expect(await picked(store, lease)).toBeUndefined()
      const other = await havePayout(store, lease, 'received', { amount: amount + 1n })
      expect(await picked(store, lease)).toBe(other.id)
      await store.markForeign(hash)
      expect(await picked(store, lease)).toBe(id)
    })

    test('the others of a user wait for the one that another payment of theirs blocks', async () => {
      const { store } = await open()
      const { lease } = await haveLane(store)
      const uid = randomUUID()
      const head = await havePayout(store, lease, 'creating', { uid })
      const same = []
      for (let i = 0; i < 3; i += 1) same.push(await havePayout(store, lease, 'received', { uid }))
      const other = await havePayout(store, lease)
      const waits = restOf(head, { because: 'user_payment', blockedBy: 'Other', isAside: true })
      await store.apply(lease, [waits], null)
      expect(await picked(store, lease)).toBe(other.id)
      await moveTo(store, lease, other, 'failed')
      expect(await picked(store, lease)).toBeUndefined()
      await moveTo(store, lease, head, 'completed')
      expect(await picked(store, lease)).toBe(same[0]?.id)
    })

    test('a payout that our payment blocks is due when that one has ended', async () => {
      const { store } = await open()
      const { lease } = await haveLane(store)
      const piId = 'HPXg3tVs0Wi2x3At9pYr4ISx4gx9'
      const first = await havePayout(store, lease, 'paid', { set: { piId } })
      await store.apply(lease, [restOf(first)], null)
      const second = await havePayout(store, lease, 'creating')
      const waits = restOf(second, { because: 'app_payment', blockedBy: piId })
      await store.apply(lease, [waits], null)
      expect(await picked(store, lease)).toBeUndefined()
      await moveTo(store, lease, { ...first, state: 'paid' }, 'completed')
      expect(await picked(store, lease)).toBe(second.id)
    })

    test('a revoked key, an empty wallet: what waits for it is passed over, however much it is', async () => {
      const { store } = await open()
      const { lease } = await haveLane(store)
      const clientId = randomUUID()
      for (let i = 0; i < 3; i += 1)
        await havePayout(store, lease, 'received', { clientId, amount: 5n * PI })
      const small = await havePayout(store, lease, 'received', { clientId, amount: PI })
      const seen = { type: 'see_balance', available: 2n * PI, fee: wish.fee } as const
      await store.apply(lease, [seen], null)
      expect(await picked(store, lease)).toBe(small.id)
      expect(await picked(store, lease, { waitsForMoney: false })).not.toBe(small.id)
      await moveTo(store, lease, small, 'completed')
      expect(await store.pick(lease, wish)).toMatchObject({ kind: 'idle', isPoor: true })
      expect(await store.inspect(lease, { olderThanMs: 0, fee: wish.fee })).toMatchObject({
        uncovered: 3,
      })
      await store.apply(lease, [{ ...seen, available: 6n * PI }], null)
      expect(await picked(store, lease)).toBeDefined()
    })
  })

  describe('who stands aside', () => {
    test('has a turn when the wish allows it, whose time came first', async () => {
      const { store, advance } = await open()
      const { lease } = await haveLane(store)
      const aside = { because: 'refusal', isAside: true } as const
      const late = await havePayout(store, lease, 'paid')
      const early = await havePayout(store, lease, 'creating')
      await store.apply(lease, [restOf(late, { ...aside, delayMs: 2_000 })], null)
      await store.apply(lease, [restOf(early, { ...aside, delayMs: 1_000 })], null)
      expect(await picked(store, lease)).toBeUndefined()
      await advance(2_001)
      const fresh = await havePayout(store, lease, 'cancelling')
      expect(await picked(store, lease)).toBe(early.id)
      expect(await picked(store, lease, { mayTakeAside: false })).toBe(fresh.id)
    })

    test('comes back when its cancel is asked for', async () => {
      const { store } = await open()
      const { lease } = await haveLane(store)
      const { id, clientId } = await havePayout(store, lease, 'received', { amount: 5n * PI })
      await store.apply(lease, [{ type: 'see_balance', available: PI, fee: wish.fee }], null)
      expect(await picked(store, lease)).toBeUndefined()
      await store.requestCancel(id, { clientId, keyId: 'key', requestId: 'r' })
      expect(await picked(store, lease)).toBe(id)
    })

    test('counts its visits by reason', async () => {
      const { store } = await open()
      const { lease } = await haveLane(store)
      const payout = await havePayout(store, lease, 'paid')
      for (const [because, attempts] of [
        ['pi', 1],
        ['pi', 2],
        ['refusal', 1],
      ] as const) {
        const waits = restOf(payout, { because })
        expect(await store.apply(lease, [waits], payout.id)).toMatchObject({
          work: { payout: { waitsFor: because, attempts } },
        })
      }
      const moved = await moveTo(store, lease, payout, 'completed')
      expect(moved).toMatchObject({ waitsFor: null, attempts: 0, isAside: false, blockedBy: null })
    })
  })

  test('while creates are paused nothing is created, until Pi gives a payment again', async () => {
    const { store, advance } = await open()
    const { lease } = await haveLane(store)
    const creating = await havePayout(store, lease, 'creating')
    const pause = { type: 'pause_creates', firstMs: 1_000, mostMs: MINUTE } as const
    await store.apply(lease, [pause], null)
    await store.apply(lease, [pause], null)
    expect(await picked(store, lease)).toBeUndefined()
    await advance(1_500)
    expect(await picked(store, lease)).toBeUndefined()
    await advance(600)
    expect(await picked(store, lease)).toBe(creating.id)
    await store.apply(lease, [pause], null)
    expect(await picked(store, lease)).toBeUndefined()
    await store.requestCancel(creating.id, {
      clientId: creating.clientId,
      keyId: 'key',
      requestId: 'r',
    })
    expect(await picked(store, lease)).toBe(creating.id)
    await store.apply(lease, [moveOf(creating, 'created', {})], null)
    expect((await store.loadLane(lease))?.lane.createFailures).toBe(0)
  })

  test('while creates fail, one that failed before comes after all that were not tried yet', async () => {
    const { store, advance } = await open()
    const { lease } = await haveLane(store)
    const failed = await havePayout(store, lease, 'creating')
    const aside = restOf(failed, { because: 'pi', isAside: true, delayMs: 1 })
    const pause = { type: 'pause_creates', firstMs: 1, mostMs: 60_000 } as const
    await store.apply(lease, [aside, pause], null)
    const next = await havePayout(store, lease)
    await advance(10)
    expect(await picked(store, lease)).toBe(next.id)
    await moveTo(store, lease, next, 'failed')
    expect(await picked(store, lease)).toBe(failed.id)

    const created = await havePayout(store, lease, 'creating')
    await moveTo(store, lease, created, 'created')
    await havePayout(store, lease)
    expect(await picked(store, lease)).toBe(failed.id)
  })

  test('what a payment at Pi kept waiting is due once that is closed', async () => {
    const { store } = await open()
    const { lease } = await haveLane(store)
    const waiting = await havePayout(store, lease, 'creating')
    const waits = { because: 'app_payment', blockedBy: 'Orphan' } as const
    await store.apply(lease, [restOf(waiting, waits)], null)
    await store.apply(lease, [{ type: 'unblock', piId: 'Other' }], null)
    expect(await picked(store, lease)).toBeUndefined()
    await store.apply(lease, [{ type: 'unblock', piId: 'Orphan' }], null)
    expect(await picked(store, lease)).toBe(waiting.id)
  })

  test('the audit finds old payouts that have begun and are not final', async () => {
    const { store, advance } = await open()
    const { lease } = await haveLane(store)
    for (const state of ['received', 'creating', 'held', 'completed'] as const) {
      await havePayout(store, lease, state)
    }
    await advance(300_001)
    await havePayout(store, lease)
    expect(await store.inspect(lease, { olderThanMs: 300_000, fee: 100_000n })).toEqual({
      stuck: 2,
      uncovered: 0,
      contradicted: [],
      unequal: [],
    })
  })
}
