import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { payoutStates, type PayoutState, type WorkState } from '../../src/payouts/model/payout.ts'
import type { OpenPayoutStore } from './open-payout-store.ts'
import { haveLane, havePayout, moveOf, restOf, wish } from './have-lane.ts'
import { newEnvelope, newHash } from './new-payout.ts'

const requester = { keyId: 'KEY00000001', requestId: 'request-2' }

/** What cancels, looks up and releases payouts. */
export function describeOperators(open: OpenPayoutStore) {
  describe('finding', () => {
    test("a payout is found by its id, by Pi's id, and among others", async () => {
      const { store } = await open()
      const { lease } = await haveLane(store)
      const piId = newHash().slice(0, 28)
      const payout = await havePayout(store, lease, 'created', { set: { piId } })
      const other = await havePayout(store, lease)

      expect(await store.findByPiId(piId)).toEqual(payout)
      expect(await store.findByPiId('unknown')).toBeUndefined()
      expect(await store.find(randomUUID())).toBeUndefined()
      const found = await store.findMany([payout.id, randomUUID(), other.id])
      expect(new Set(found.map(({ id }) => id))).toEqual(new Set([payout.id, other.id]))
      expect(await store.findMany([])).toEqual([])
    })

    test('the open payouts of a client are listed, oldest first, and those of others are not', async () => {
      const { store, advance } = await open()
      const { lease } = await haveLane(store)
      const clientId = randomUUID()
      const ids = []
      for (const state of ['received', 'paid', 'held', 'completed', 'failed'] as const) {
        ids.push((await havePayout(store, lease, state, { clientId })).id)
        await advance(1_000)
      }
      await havePayout(store, lease)
      const all = await store.listOpen(clientId, { limit: 100, after: null })
      expect(all.map(({ id }) => id)).toEqual(ids.slice(0, 3))
    })

    test('the open payouts of a client come in pages without a gap, however close in time', async () => {
      const { store, advance } = await open()
      const { lease } = await haveLane(store)
      const clientId = randomUUID()
      const listed = async (page: Parameters<typeof store.listOpen>[1]) =>
        (await store.listOpen(clientId, page)).map(({ id }) => id)
      // In the same millisecond, or nearly: a Date does not distinguish them.
      for (let count = 0; count < 6; count += 1)
        await havePayout(store, lease, 'received', { clientId })
      await advance(1_000)
      const closed = await havePayout(store, lease, 'completed', { clientId })
      await advance(1_000)
      const last = await havePayout(store, lease, 'received', { clientId })
      const all = await listed({ limit: 100, after: null })
      expect(all).toHaveLength(7)

      const pages = []
      for (let after: string | null = null; ; after = pages.at(-1)?.at(-1) ?? null) {
        const page = await listed({ limit: 2, after })
        if (page.length === 0) break
        pages.push(page)
      }
      expect(pages.map(({ length }) => length)).toEqual([2, 2, 2, 1])
      expect(pages.flat()).toEqual(all)
      // A payout that has ended since the page before is a place in the list all the same.
      expect(await listed({ limit: 2, after: closed.id })).toEqual([last.id])
      expect(await listed({ limit: 2, after: randomUUID() })).toEqual([])
    })

    test('operators list all payouts, newest first, by state', async () => {
      const { store, advance } = await open()
      const { lease } = await haveLane(store)
      const received = await havePayout(store, lease)
      await advance(1_000)
      const held = await havePayout(store, lease, 'held')
      await advance(1_000)
      const failed = await havePayout(store, lease, 'failed')
      const idsOf = async (filter: Parameters<typeof store.list>[0]) =>
        (await store.list(filter)).map(({ id }) => id)

      expect(await idsOf({ limit: 10 })).toEqual([failed.id, held.id, received.id])
      expect(await idsOf({ limit: 2 })).toEqual([failed.id, held.id])
      expect(await idsOf({ states: ['held', 'received'], limit: 9 })).toEqual([
        held.id,
        received.id,
      ])
      expect(await idsOf({ states: ['completed', 'failed'], limit: 9 })).toEqual([failed.id])
    })

    test('operators find payouts by client, key, user, transaction and age', async () => {
      const { store, advance } = await open()
      const { source, lease } = await haveLane(store)
      const old = await havePayout(store, lease, 'signed')
      const { hash } = newEnvelope(old.id, source)
      const envelope = newEnvelope(old.id, source, { hash })
      await store.apply(lease, [{ type: 'add_envelope', envelope }], null)
      await advance(60_000)
      const young = await havePayout(store, lease, 'paid')
      const find = async (filter: Omit<Parameters<typeof store.list>[0], 'limit'>) =>
        (await store.list({ ...filter, limit: 10 })).map(({ id }) => id)

      for (const { id, clientId, uid, idempotencyKey } of [old, young]) {
        expect(await find({ clientId })).toEqual([id])
        expect(await find({ idempotencyKey: idempotencyKey ?? '' })).toEqual([id])
        expect(await find({ idempotencyKey: idempotencyKey ?? '', clientId })).toEqual([id])
        expect(await find({ uid: uid.toUpperCase() })).toEqual([id])
      }
      expect(await find({ clientId: old.clientId, uid: young.uid })).toEqual([])
      expect(await find({ txid: young.txid ?? '' })).toEqual([young.id])
      expect(await find({ txid: hash })).toEqual([old.id])
      expect(await find({ txid: newHash() })).toEqual([])
      const both = { clientId: old.clientId }
      expect(await find({ ...both, olderThanMs: 60_000 })).toEqual([old.id])
      expect(await find({ ...both, youngerThanMs: 60_000 })).toEqual([])
      expect(await find({ ...both, olderThanMs: 3_600_000 })).toEqual([])
      expect(await find({ ...both, olderThanMs: 1, youngerThanMs: 3_600_000 })).toEqual([old.id])
    })

    test('pages of a list hold each payout once, although more come meanwhile', async () => {
      const { store, advance } = await open()
      const { lease } = await haveLane(store)
      const clientId = randomUUID()
      const all = []
      for (let i = 0; i < 7; i += 1) {
        all.push((await havePayout(store, lease, 'received', { clientId })).id)
      }
      const seen: string[] = []
      for (;;) {
        const page = await store.list({ clientId, limit: 3, after: seen.at(-1) })
        if (page.length === 0) break
        seen.push(...page.map(({ id }) => id))
        await advance(1)
        await havePayout(store, lease, 'received', { clientId })
      }
      expect(seen.length).toBe(7)
      expect(new Set(seen)).toEqual(new Set(all))
      expect(await store.list({ clientId, limit: 3, after: randomUUID() })).toEqual([])
    })
  })

  describe('asking for a cancellation', () => {
    test.each(payoutStates)('in %s it is noted unless nothing can be cancelled', async (state) => {
      const { store } = await open()
      const { lease } = await haveLane(store)
      const payout = await havePayout(store, lease, state)
      const by = { ...requester, clientId: payout.clientId }

      const asked = await store.requestCancel(payout.id, by)
      const again = await store.requestCancel(payout.id, by)

      const isLate = lateStates.has(state)
      expect(asked).toMatchObject({ id: payout.id, state, cancelRequested: !isLate })
      expect(again).toMatchObject({ cancelRequested: !isLate })
      const noted = (await store.history(payout.id)).filter(
        ({ evidence }) => evidence['request_id'] === requester.requestId,
      )
      expect(noted.map(({ from, to }) => [from, to])).toEqual(isLate ? [] : [[state, state]])
    })

    test('it makes a resting payout due at once', async () => {
      const { store } = await open()
      const { lease } = await haveLane(store)
      const payout = await havePayout(store, lease, 'created')
      const rest = restOf({ ...payout, state: 'created' })
      await store.apply(lease, [{ ...rest, delayMs: 3_600_000 }], null)
      expect(await store.pick(lease, wish)).toMatchObject({ kind: 'idle' })

      await store.requestCancel(payout.id, { ...requester, clientId: payout.clientId })

      expect(await store.pick(lease, wish)).toMatchObject({ work: { payout: { id: payout.id } } })
    })

    test('P7: a payout of another client is as unknown as one that does not exist', async () => {
      const { store } = await open()
      const { lease } = await haveLane(store)
      const payout = await havePayout(store, lease)
      const otherClient = { ...requester, clientId: randomUUID() }
      expect(await store.requestCancel(payout.id, otherClient)).toBeUndefined()
      expect(await store.requestCancel(randomUUID(), otherClient)).toBeUndefined()
      expect(await store.find(payout.id)).toEqual(payout)
    })
  })

  describe('operators', () => {
    test('a retry makes a resting payout due and forgets its back-off', async () => {
      const { store } = await open()
      const { lease } = await haveLane(store)
      const payout = await havePayout(store, lease, 'created')
      const rest = restOf({ ...payout, state: 'created' })
      await store.apply(lease, [{ ...rest, delayMs: 3_600_000 }], null)

      expect(await store.retry(payout.id)).toMatchObject({ state: 'created', attempts: 0 })
      expect(await store.pick(lease, wish)).toMatchObject({ work: { payout: { id: payout.id } } })
    })

    test.each(['held', 'completed', 'failed'] as const)(
      'a retry leaves %s alone',
      async (state) => {
        const { store } = await open()
        const { lease } = await haveLane(store)
        const payout = await havePayout(store, lease, state)
        expect(await store.retry(payout.id)).toBeUndefined()
        expect(await store.find(payout.id)).toEqual(payout)
      },
    )

    test.each([
      ['creating', 'retry', 'creating', false],
      ['created', 'retry', 'created', false],
      ['signed', 'retry', 'signed', false],
      ['paid', 'retry', 'paid', false],
      ['received', 'cancel', 'received', true],
      ['creating', 'cancel', 'cancelling', true],
      ['created', 'cancel', 'cancelling', true],
      ['signed', 'cancel', 'signed', true],
      ['cancelling', 'cancel', 'cancelling', true],
    ] as const)('held in %s, a release to %s leads to %s', async (from, decision, to, cancels) => {
      const { store } = await open()
      const { lease } = await haveLane(store)
      const held = await haveHeld(store, lease, from)

      const released = await store.release(held.id, decision)

      expect(released).toMatchObject({
        state: to,
        heldReason: null,
        heldFrom: null,
        cancelRequested: cancels,
      })
      expect(await store.release(held.id, decision)).toBeUndefined()
      expect((await store.history(held.id)).at(-1)).toMatchObject({ from: 'held', to })
    })

    test('what was paid is not cancelled by a release', async () => {
      const { store } = await open()
      const { lease } = await haveLane(store)
      const held = await haveHeld(store, lease, 'paid')
      expect(await store.release(held.id, 'cancel')).toBeUndefined()
      expect(await store.find(held.id)).toEqual(held)
    })
  })
}

const lateStates = new Set<PayoutState>([
  'completed',
  'paid_unconfirmed',
  'cancelled',
  'failed',
  'paid',
])

type Store = Awaited<ReturnType<OpenPayoutStore>>['store']

async function haveHeld(store: Store, lease: Parameters<Store['apply']>[0], heldFrom: WorkState) {
  const payout = await havePayout(store, lease, heldFrom)
  const move = moveOf(payout, 'held', { heldReason: 'payment_uid_differs', heldFrom })
  const applied = await store.apply(lease, [move], payout.id)
  if (applied.kind !== 'applied' || applied.work.payout == null) throw new Error('Not held')
  return applied.work.payout
}
