import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Change } from '../../src/payouts/model/changes.ts'
import type { OpenPayoutStore } from './open-payout-store.ts'
import { haveLane, havePayout, moveOf, restOf, wish } from './have-lane.ts'
import { newEnvelope, newHash, newPayment, newWallet, PI, RECIPIENT } from './new-payout.ts'

/** What `apply` does to payouts and envelopes. */
export function describeChanges(open: OpenPayoutStore) {
  describe('moves', () => {
    test('a move writes the state, its fields and an event, and forgets the back-off', async () => {
      const { store } = await open()
      const { lease } = await haveLane(store)
      const payout = await havePayout(store, lease)
      const lastPayment = newPayment({ amount: 1e-7, metadata: { b: 1, a: 2 } })
      const rest = restOf({ ...payout, state: 'received' })
      await store.apply(lease, [{ ...rest, delayMs: 1 }], null)
      const set = {
        piId: lastPayment.identifier,
        toAddress: RECIPIENT,
        network: 'Pi Testnet',
        lastPayment,
      } as const

      const applied = await store.apply(lease, [moveOf(payout, 'created', set)], payout.id)

      expect(applied).toMatchObject({
        kind: 'applied',
        work: { payout: { ...set, state: 'created', attempts: 0 }, envelopes: [], booked: [] },
      })
      const found = await store.find(payout.id)
      expect(JSON.stringify(found?.lastPayment)).toBe(JSON.stringify(lastPayment))
      expect((await store.history(payout.id)).at(-1)).toMatchObject({
        from: 'received',
        to: 'created',
        evidence: { because: 'a test' },
      })
    })

    test('R8: a move from another state than the payout has is stale', async () => {
      const { store } = await open()
      const { lease } = await haveLane(store)
      const payout = await havePayout(store, lease, 'created')
      const wrong = moveOf({ ...payout, state: 'creating' }, 'paid', { txid: newHash() })
      expect(await store.apply(lease, [wrong], payout.id)).toEqual({ kind: 'stale' })
      expect(await store.find(payout.id)).toEqual(payout)
    })

    test('when one change is stale none is applied', async () => {
      const { store } = await open()
      const { lease } = await haveLane(store)
      const one = await havePayout(store, lease)
      const two = await havePayout(store, lease)
      const changes = [moveOf(one, 'creating'), moveOf({ ...two, state: 'paid' }, 'completed')]
      expect(await store.apply(lease, changes, one.id)).toEqual({ kind: 'stale' })
      expect(await store.find(one.id)).toEqual(one)
      expect(await store.history(one.id)).toHaveLength(1)
    })

    test("two payouts never have the same of Pi's payments", async () => {
      const { store } = await open()
      const { lease } = await haveLane(store)
      const piId = newHash().slice(0, 28)
      await havePayout(store, lease, 'created', { set: { piId } })
      const other = await havePayout(store, lease)
      const changes = [moveOf(other, 'created', { piId })]
      expect(await store.apply(lease, changes, other.id)).toEqual({ kind: 'taken' })
    })

    test('a rest counts visits and writes no event', async () => {
      const { store } = await open()
      const { lease } = await haveLane(store)
      const payout = await havePayout(store, lease, 'signed')
      const rest = restOf(payout, { set: { submitCode: 'tx_bad_seq', expiryReads: 2 } })
      for (const attempts of [1, 2]) {
        expect(await store.apply(lease, [rest], payout.id)).toMatchObject({
          work: { payout: { attempts, submitCode: 'tx_bad_seq', expiryReads: 2 } },
        })
      }
      expect(await store.history(payout.id)).toHaveLength(2)
      expect(await store.apply(lease, [{ ...rest, from: 'paid' }], payout.id)).toEqual({
        kind: 'stale',
      })
    })
  })

  describe('envelopes', () => {
    test('they are kept as they were signed, oldest first', async () => {
      const { store, advance } = await open()
      const { source, lease } = await haveLane(store)
      const payout = await havePayout(store, lease, 'signed')
      const first = newEnvelope(payout.id, source)
      const second = newEnvelope(payout.id, source, { fee: 200_000n, maxTime: 1_800_000_060 })
      for (const envelope of [first, second]) {
        await store.apply(lease, [{ type: 'add_envelope', envelope }], payout.id)
        await advance(1_000)
      }
      expect(await store.envelopes(payout.id)).toEqual([first, second])
      expect(await store.loadLane(lease)).toMatchObject({ payout: null, envelopes: [] })
    })

    test.each([
      ['another sequence', { sequence: 102n }],
      ['another wallet', { source: newWallet() }],
    ])('R2: a second live envelope with %s is refused', async (_, wish) => {
      const { store } = await open()
      const { source, lease } = await haveLane(store)
      const payout = await havePayout(store, lease, 'signed')
      const first = newEnvelope(payout.id, source)
      await store.apply(lease, [{ type: 'add_envelope', envelope: first }], payout.id)

      const second = newEnvelope(payout.id, source, wish)
      const changes: Change[] = [{ type: 'add_envelope', envelope: second }]
      expect(await store.apply(lease, changes, payout.id)).toEqual({ kind: 'stale' })

      const evidence = { because: 'expired' }
      const dead = { type: 'settle_envelope', hash: first.hash, status: 'dead', evidence } as const
      expect(await store.apply(lease, [dead, ...changes], payout.id)).toMatchObject({
        kind: 'applied',
        work: { envelopes: [{ status: 'dead', evidence }, { hash: second.hash }] },
      })
    })

    test('R2: another payout cannot have a live envelope from the same wallet', async () => {
      const { store } = await open()
      const { source, lease } = await haveLane(store)
      const one = await havePayout(store, lease, 'signed')
      const two = await havePayout(store, lease, 'signed')
      const add = (id: string): Change => ({
        type: 'add_envelope',
        envelope: newEnvelope(id, source),
      })
      expect(await store.apply(lease, [add(one.id)], null)).toMatchObject({ kind: 'applied' })
      expect(await store.apply(lease, [add(two.id)], null)).toEqual({ kind: 'stale' })
    })

    test('what is settled stays settled, and a payout is paid by one envelope', async () => {
      const { store, advance } = await open()
      const { source, lease } = await haveLane(store)
      const payout = await havePayout(store, lease, 'signed')
      const [one, two] = [newEnvelope(payout.id, source), newEnvelope(payout.id, source)]
      for (const envelope of [one, two]) {
        await store.apply(lease, [{ type: 'add_envelope', envelope }], payout.id)
        await advance(1_000)
      }
      const settle = (hash: string, status: 'applied' | 'failed' | 'dead'): Change => ({
        type: 'settle_envelope',
        hash,
        status,
        evidence: { ledger: 8 },
      })

      const applied = await store.apply(lease, [settle(one.hash, 'applied')], payout.id)
      expect(applied).toMatchObject({ work: { envelopes: [{ status: 'applied' }, {}] } })
      for (const change of [settle(one.hash, 'dead'), settle(two.hash, 'applied')]) {
        expect(await store.apply(lease, [change], payout.id)).toEqual({ kind: 'stale' })
      }
      expect(await store.apply(lease, [settle(two.hash, 'failed')], payout.id)).toEqual({
        kind: 'stale',
      })
      expect(await store.apply(lease, [settle(two.hash, 'dead')], payout.id)).toMatchObject({
        kind: 'applied',
      })
    })
  })

  describe('what the database lost', () => {
    const lost = () => {
      const payment = newPayment()
      return {
        id: randomUUID(),
        clientId: randomUUID(),
        idempotencyKey: null,
        requestHash: newHash(),
        uid: payment.user_uid,
        amount: 3n * PI,
        memo: payment.memo,
        metadata: { orderId: '1' },
        cancelRequested: false,
        piId: payment.identifier,
        toAddress: RECIPIENT,
        fromAddress: RECIPIENT,
        network: 'Pi Testnet' as const,
        txid: newHash(),
        ledger: 8,
        lastPayment: payment,
      }
    }

    test('a payout is recreated as paid, once', async () => {
      const { store } = await open()
      const { lease } = await haveLane(store)
      const payout = lost()
      const recreate = { type: 'recreate', payout, evidence: { because: 'in the books' } } as const
      expect(await store.apply(lease, [recreate], payout.id)).toMatchObject({
        work: { payout: { ...payout, state: 'paid', attempts: 0 } },
      })
      expect(await store.history(payout.id)).toMatchObject([{ from: null, to: 'paid' }])
      expect(await store.apply(lease, [recreate], payout.id)).toEqual({ kind: 'stale' })
    })

    test('the request that comes again joins what was recreated', async () => {
      const { store } = await open()
      const { lease } = await haveLane(store)
      const payout = lost()
      await store.apply(lease, [{ type: 'recreate', payout, evidence: {} }], null)
      expect(await store.pick(lease, wish)).toMatchObject({ work: { payout: { id: payout.id } } })
      const listed = await store.listOpen(payout.clientId, { limit: 100, after: null })
      expect(listed).toMatchObject([{ id: payout.id }])
    })
  })
}
