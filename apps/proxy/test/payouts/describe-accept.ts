import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { derivedKey, payoutIdOf } from '../../src/payouts/model/correlation.ts'
import type { Accepted } from '../../src/payouts/store/payout-store.ts'
import { haveLane, moveTo } from './have-lane.ts'
import { newHash, newPayout, PI, roomyCaps } from './new-payout.ts'
import type { OpenPayoutStore } from './open-payout-store.ts'

/** What `ClientPayouts` promises. */
export function describeAccept(open: OpenPayoutStore) {
  describe('accepting', () => {
    test('a new request is kept with its fields and an event', async () => {
      const { store } = await open()
      const request = newPayout({ metadata: { z: 1, a: { b: null } }, memo: 'Grüße 🌊' })

      const accepted = await store.accept(request)

      expect(accepted).toMatchObject({
        kind: 'inserted',
        payout: {
          id: payoutIdOf(request.clientId, request.idempotencyKey!),
          clientId: request.clientId,
          idempotencyKey: request.idempotencyKey,
          requestHash: request.requestHash,
          uid: request.uid,
          amount: request.amount,
          memo: 'Grüße 🌊',
          state: 'received',
          cancelRequested: false,
          piId: null,
          txid: null,
          attempts: 0,
          expiryReads: 0,
          lastPayment: null,
        },
      })
      const payout = payoutOf(accepted)
      expect(JSON.stringify(payout.metadata)).toBe('{"z":1,"a":{"b":null}}')
      expect(payout.createdAt).toEqual(expect.any(Date))
      expect(await store.find(payout.id)).toEqual(payout)
      expect(await store.history(payout.id)).toEqual([
        {
          payoutId: payout.id,
          at: expect.any(Date),
          from: null,
          to: 'received',
          evidence: expect.objectContaining({
            client_id: request.clientId,
            key_id: request.keyId,
            request_id: request.requestId,
          }),
        },
      ])
    })

    test('a repeated key joins the first payout, also when nothing new is let in', async () => {
      const { store } = await open()
      const request = newPayout()
      const first = payoutOf(await store.accept(request))

      const caps = { perPayout: 0n, perClientDay: 0n, globalDay: 0n, openPerClient: 0 }
      const again = await store.accept({ ...request, isOpen: false, caps })

      expect(again).toEqual({ kind: 'joined', payout: first })
    })

    test('a key with another request is refused', async () => {
      const { store } = await open()
      const request = newPayout()
      await store.accept(request)
      expect(await store.accept({ ...request, requestHash: newHash() })).toEqual({
        kind: 'key_reused',
      })
    })

    test('P7: the same key of another client is another payout', async () => {
      const { store } = await open()
      const request = newPayout()
      const first = payoutOf(await store.accept(request))
      const other = await store.accept({ ...request, clientId: randomUUID() })
      expect(other).toMatchObject({ kind: 'inserted' })
      expect(payoutOf(other).id).not.toBe(first.id)
    })

    test('P36: of 50 identical requests at once one is inserted and 49 join it', async () => {
      const { store } = await open()
      const request = newPayout()
      const all = await Promise.all(Array.from({ length: 50 }, () => store.accept(request)))
      expect(all.filter(({ kind }) => kind === 'inserted')).toHaveLength(1)
      expect(all.filter(({ kind }) => kind === 'joined')).toHaveLength(49)
      expect(new Set(all.map((each) => payoutOf(each).id)).size).toBe(1)
      expect(await store.history(payoutOf(all[0]!).id)).toHaveLength(1)
    })

    test('nothing is inserted while closed', async () => {
      const { store } = await open()
      const request = newPayout({ isOpen: false })
      expect(await store.accept(request)).toEqual({ kind: 'closed' })
      expect(await store.listOpen(request.clientId, { limit: 100, after: null })).toEqual([])
    })
  })

  describe('requests without a key', () => {
    test('P36: of 50 identical ones at once one is inserted under a derived key', async () => {
      const { store } = await open()
      const request = newPayout({ idempotencyKey: null })
      const all = await Promise.all(Array.from({ length: 50 }, () => store.accept(request)))
      expect(all.filter(({ kind }) => kind === 'inserted')).toHaveLength(1)
      const { clientId, requestHash } = request
      const key = derivedKey(requestHash, 0)
      expect(new Set(all.map((each) => payoutOf(each).id))).toEqual(
        new Set([payoutIdOf(clientId, key)]),
      )
      expect(payoutOf(all[0]!).idempotencyKey).toBe(key)
    })

    test('after the window the same request is the next payout', async () => {
      const { store, advance } = await open()
      const request = newPayout({ idempotencyKey: null, windowMs: 60_000 })
      const { lease } = await haveLane(store)
      const first = payoutOf(await store.accept(request))
      await moveTo(store, lease, first, 'completed')
      await advance(30_000)
      expect(await store.accept(request)).toMatchObject({ kind: 'joined' })
      await advance(31_000)

      const next = await store.accept(request)

      expect(next).toMatchObject({
        kind: 'inserted',
        payout: { idempotencyKey: derivedKey(request.requestHash, 1) },
      })
      expect(await store.accept(request)).toEqual({ kind: 'joined', payout: payoutOf(next) })
    })

    test.each(['received', 'creating', 'signed', 'paid', 'held'] as const)(
      'P36: after the window it still joins a payout that is %s: the caller wants its end',
      async (state) => {
        const { store, advance } = await open()
        const request = newPayout({ idempotencyKey: null, windowMs: 60_000 })
        const { lease } = await haveLane(store)
        const first = payoutOf(await store.accept(request))
        if (state !== 'received') await moveTo(store, lease, first, state)
        await advance(3_600_000)

        const again = await store.accept(request)

        expect(again).toMatchObject({ kind: 'joined', payout: { id: first.id, state } })
      },
    )

    test('a window of 0 joins nothing', async () => {
      const { store } = await open()
      const request = newPayout({ idempotencyKey: null, windowMs: 0 })
      for (const n of [0, 1, 2]) {
        expect(await store.accept(request)).toMatchObject({
          kind: 'inserted',
          payout: { idempotencyKey: derivedKey(request.requestHash, n) },
        })
      }
    })

    test('what was cancelled or has failed is not joined', async () => {
      const { store } = await open()
      const request = newPayout({ idempotencyKey: null })
      const { lease } = await haveLane(store)
      for (const final of ['cancelled', 'failed'] as const) {
        const payout = payoutOf(await store.accept(request))
        await moveTo(store, lease, payout, final)
      }
      expect(await store.accept(request)).toMatchObject({
        kind: 'inserted',
        payout: { idempotencyKey: derivedKey(request.requestHash, 2) },
      })
    })

    test('another request, and a given key with the same request, are joined by none of them', async () => {
      const { store } = await open()
      const request = newPayout({ idempotencyKey: null })
      await store.accept(request)
      const others = [{ requestHash: newHash() }, { idempotencyKey: 'order-1' }]
      for (const other of [...others, { clientId: randomUUID() }]) {
        expect(await store.accept({ ...request, ...other })).toMatchObject({ kind: 'inserted' })
      }
    })
  })

  describe('limits', () => {
    test('P16: 100 requests at once never sum above the cap of a client', async () => {
      const { store } = await open()
      const clientId = randomUUID()
      const caps = { ...roomyCaps, perClientDay: 10n * PI }
      const all = await Promise.all(
        Array.from({ length: 100 }, () =>
          store.accept(newPayout({ clientId, caps, amount: 3n * PI })),
        ),
      )
      expect(all.filter(({ kind }) => kind === 'inserted')).toHaveLength(3)
      expect(all.filter((each) => isLimited(each, 'per_client_day'))).toHaveLength(97)
      const one = newPayout({ clientId, caps, amount: PI })
      expect(await store.accept(one)).toMatchObject({ kind: 'inserted' })
    })

    test('P16: 100 requests of many clients at once never sum above the global cap', async () => {
      const { store } = await open()
      const caps = { ...roomyCaps, globalDay: 10n * PI }
      const all = await Promise.all(
        Array.from({ length: 100 }, () => store.accept(newPayout({ caps, amount: 3n * PI }))),
      )
      expect(all.filter(({ kind }) => kind === 'inserted')).toHaveLength(3)
      expect(all.filter((each) => isLimited(each, 'global_day'))).toHaveLength(97)
    })

    test('P16: the cap rolls: what is older than a day, cancelled or failed does not count', async () => {
      const { store, advance } = await open()
      const clientId = randomUUID()
      const caps = { ...roomyCaps, perClientDay: 3n * PI }
      const wish = { clientId, caps }
      const { lease } = await haveLane(store)
      const first = payoutOf(await store.accept(newPayout(wish)))
      expect(await store.accept(newPayout(wish))).toMatchObject({ kind: 'limited' })
      await moveTo(store, lease, first, 'cancelled')
      const second = payoutOf(await store.accept(newPayout(wish)))
      await moveTo(store, lease, second, 'failed')
      const third = await store.accept(newPayout(wish))
      expect(third).toMatchObject({ kind: 'inserted' })
      await moveTo(store, lease, payoutOf(third), 'completed')
      await advance(23 * 3_600_000)
      expect(await store.accept(newPayout(wish))).toMatchObject({ kind: 'limited' })
      await advance(3_660_000)
      expect(await store.accept(newPayout(wish))).toMatchObject({ kind: 'inserted' })
    })

    test('P16: what is older than a day and in work counts: it may leave the wallet today', async () => {
      const { store, advance } = await open()
      const clientId = randomUUID()
      const wish = { clientId, caps: { ...roomyCaps, perClientDay: 3n * PI } }
      const { lease } = await haveLane(store)
      const first = payoutOf(await store.accept(newPayout(wish)))
      await advance(25 * 3_600_000)
      expect(await store.accept(newPayout(wish))).toMatchObject({ limit: 'per_client_day' })
      await moveTo(store, lease, first, 'completed')
      expect(await store.accept(newPayout(wish))).toMatchObject({ kind: 'inserted' })
    })

    test('P16: one that is above the cap of a single payout is refused, its key is free', async () => {
      const { store } = await open()
      const request = newPayout({ caps: { ...roomyCaps, perPayout: PI }, amount: PI + 1n })
      expect(await store.accept(request)).toEqual({ kind: 'over_cap' })
      const { clientId, idempotencyKey, caps } = request
      const smaller = newPayout({ clientId, idempotencyKey, caps, amount: PI })
      expect(await store.accept(smaller)).toMatchObject({ kind: 'inserted' })
    })

    test('P27: a client has at most so many open payouts, however many requests come at once', async () => {
      const { store } = await open()
      const clientId = randomUUID()
      const caps = { ...roomyCaps, openPerClient: 5 }
      const all = await Promise.all(
        Array.from({ length: 40 }, () => store.accept(newPayout({ clientId, caps }))),
      )
      expect(all.filter(({ kind }) => kind === 'inserted')).toHaveLength(5)
      expect(all.filter((each) => isLimited(each, 'open_per_client'))).toHaveLength(35)
      expect(await store.accept(newPayout({ caps }))).toMatchObject({ kind: 'inserted' })
    })

    test('P27: a final payout is not open any more', async () => {
      const { store } = await open()
      const wish = { clientId: randomUUID(), caps: { ...roomyCaps, openPerClient: 1 } }
      const { lease } = await haveLane(store)
      const first = payoutOf(await store.accept(newPayout(wish)))
      expect(await store.accept(newPayout(wish))).toMatchObject({ kind: 'limited' })
      await moveTo(store, lease, first, 'failed')
      expect(await store.accept(newPayout(wish))).toMatchObject({ kind: 'inserted' })
    })
  })
}

function isLimited(accepted: Accepted, limit: string): boolean {
  return accepted.kind === 'limited' && accepted.limit === limit
}

function payoutOf(accepted: Accepted) {
  if (!('payout' in accepted)) throw new Error(`No payout: ${accepted.kind}`)
  return accepted.payout
}
