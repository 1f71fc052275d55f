import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { payoutIdOf } from '../../src/payouts/model/correlation.ts'
import type { Change } from '../../src/payouts/model/changes.ts'
import type { LaneStop, Lease } from '../../src/payouts/model/work.ts'
import type { PayoutStore } from '../../src/payouts/store/payout-store.ts'
import type { OpenPayoutStore } from './open-payout-store.ts'
import { bookOf, haveLane, havePayout, moveTo, restOf, takeLane, wish } from './have-lane.ts'
import {
  newEnvelope,
  newHash,
  newPayout,
  newTransaction,
  newWallet,
  recreationOf,
} from './new-payout.ts'

const stop: LaneStop = {
  reason: 'foreign_deployment',
  payment: 'HPXg3tVs0Wi2x3At9pYr4ISx4gx9',
  payout: randomUUID(),
  deployment: randomUUID(),
}

async function picked(store: PayoutStore, lease: Lease, isOn = true): Promise<string | undefined> {
  const next = await store.pick(lease, { ...wish, isOn })
  return next.kind === 'work' ? next.work.payout?.id : undefined
}

/** What keeps payouts from going on, and how operators decide. */
export function describeBrakes(open: OpenPayoutStore) {
  describe('brakes', () => {
    test('while everything is paused only what is signed or paid goes on', async () => {
      const { store } = await open()
      const { lease } = await haveLane(store)
      const received = await havePayout(store, lease)
      await havePayout(store, lease, 'creating')
      await havePayout(store, lease, 'created')
      await store.pause(null)
      expect(await picked(store, lease)).toBeUndefined()
      const signed = await havePayout(store, lease, 'signed')
      expect(await picked(store, lease)).toBe(signed.id)
      await moveTo(store, lease, signed, 'completed')
      const paid = await havePayout(store, lease, 'paid')
      expect(await picked(store, lease)).toBe(paid.id)
      await moveTo(store, lease, paid, 'completed')
      expect(await store.resume(null)).toBe(true)
      expect(await store.resume(null)).toBe(false)
      expect(await picked(store, lease)).not.toBe(received.id)
      expect(await picked(store, lease)).toBeDefined()
    })

    test('a paused client keeps no other waiting, and may cancel', async () => {
      const { store } = await open()
      const { lease } = await haveLane(store)
      const clientId = randomUUID()
      const stopped = await havePayout(store, lease, 'received', { clientId })
      await store.pause(clientId)
      await store.pause(clientId)
      expect(await picked(store, lease)).toBeUndefined()
      const other = await havePayout(store, lease)
      expect(await picked(store, lease)).toBe(other.id)
      await moveTo(store, lease, other, 'completed')
      await store.cancel(stopped.id)
      expect(await picked(store, lease)).toBe(stopped.id)
      expect(await store.resume(clientId)).toBe(true)
    })

    test('switched off, nothing begins, and what was asked to be cancelled is', async () => {
      const { store } = await open()
      const { lease } = await haveLane(store)
      const payout = await havePayout(store, lease, 'created')
      expect(await picked(store, lease, false)).toBeUndefined()
      await store.cancel(payout.id)
      expect(await picked(store, lease, false)).toBe(payout.id)
    })

    test('a stopped lane cancels nothing either, and signs nothing', async () => {
      const { store } = await open()
      const { source, lease } = await haveLane(store)
      const created = await havePayout(store, lease, 'created')
      const cancelling = await havePayout(store, lease, 'cancelling')
      const other = { ...stop, reason: 'unknown_payout' as const }
      for (const each of [stop, other]) {
        await store.apply(lease, [{ type: 'stop_lane', stop: each }], null)
      }
      expect((await store.loadLane(lease))?.lane.stop).toEqual(stop)
      expect(await picked(store, lease)).toBeUndefined()
      const envelope = newEnvelope(created.id, source)
      const sign: Change[] = [{ type: 'add_envelope', envelope }]
      expect(await store.apply(lease, sign, created.id)).toEqual({ kind: 'stale' })

      expect(await store.adopt(newWallet(), 60_000)).toBe(false)
      expect(await store.adopt(source, 60_000)).toBe(true)
      const work = await store.loadLane(lease)
      expect(work?.lane).toMatchObject({ stop: null, isAdopting: true })
      expect(work?.lane.quarantineLeftMs).toBeGreaterThan(50_000)
      expect(work?.deployment.adopted).toContain(stop.deployment)
      expect([created.id, cancelling.id]).toContain(await picked(store, lease))
      await store.apply(lease, [{ type: 'adopted' }], null)
      expect((await store.loadLane(lease))?.lane.isAdopting).toBe(false)
    })

    test('a copy gets another deployment id, and goes on', async () => {
      const { store } = await open()
      const { lease } = await haveLane(store)
      await store.apply(lease, [{ type: 'stop_lane', stop }], null)
      const before = (await store.loadLane(lease))?.deployment.own
      const id = await store.renewDeployment()
      const work = await store.loadLane(lease)
      expect(id).not.toBe(before)
      expect(work).toMatchObject({ deployment: { own: id }, lane: { stop: null } })
    })

    test('what is paused, stopped and unmatched is shown', async () => {
      const { store } = await open()
      const { source, lease } = await haveLane(store)
      const transaction = newTransaction(source, { memo: 'HPXg3tVs0Wi2x3At9pYr4ISx4gx9' })
      await store.apply(lease, [bookOf(transaction)], null)
      await store.apply(lease, [{ type: 'deny', hash: transaction.hash }], null)
      await store.pause(null)
      const shown = await store.showLanes()
      expect(shown.paused).toEqual(['all'])
      const lane = shown.lanes.find((each) => each.source === source)
      expect(lane).toMatchObject({ owner: lease.owner, stop: null })
      expect(lane?.unmatched).toMatchObject([{ hash: transaction.hash, isDenied: true }])
    })
  })

  describe('decisions of operators', () => {
    test('an unmatched transaction is foreign once an operator says so', async () => {
      const { store } = await open()
      const { source, lease } = await haveLane(store)
      const transaction = newTransaction(source, { memo: 'HPXg3tVs0Wi2x3At9pYr4ISx4gx9' })
      await store.apply(lease, [bookOf(transaction)], null)
      expect((await store.loadLane(lease))?.unmatched).toHaveLength(1)
      const { id: payoutId } = await havePayout(store, lease, 'created')
      const rest = restOf(
        { id: payoutId, state: 'created' },
        { because: 'unidentified_transaction' },
      )
      await store.apply(lease, [rest], null)
      expect(await picked(store, lease)).toBeUndefined()
      expect(await store.markForeign(transaction.hash)).toBe(true)
      expect(await picked(store, lease)).toBe(payoutId)
      expect(await store.markForeign(transaction.hash)).toBe(false)
      expect(await store.markForeign(newHash())).toBe(false)
      expect((await store.loadLane(lease))?.unmatched).toEqual([])
    })

    test('what was paid is settled; what was not, or may still be paid, is not', async () => {
      const { store } = await open()
      const { source, lease } = await haveLane(store)
      const paid = await havePayout(store, lease, 'paid')
      expect(await store.settlePaid(paid.id)).toMatchObject({ state: 'paid_unconfirmed' })
      expect(await store.settlePaid(paid.id)).toBeUndefined()
      expect(await store.giveUpPayment(paid.id)).toMatchObject({ givesUpPayment: true })
      expect(await store.find(paid.id)).toMatchObject({ givesUpPayment: true })
      const held = await havePayout(store, lease, 'held')
      expect(await store.settlePaid(held.id)).toBeUndefined()
      expect(await store.giveUpPayment(held.id)).toBeUndefined()
      const signed = await havePayout(store, lease, 'signed')
      const envelope = newEnvelope(signed.id, source)
      await store.apply(lease, [{ type: 'add_envelope', envelope }], null)
      await moveTo(store, lease, signed, 'paid')
      expect(await store.settlePaid(signed.id)).toBeUndefined()
    })

    test('the books of a wallet begin where an operator says, and never go back', async () => {
      const { store } = await open()
      const source = newWallet()
      const start = { cursor: '70', bookedSequence: 7n, quarantineMs: 60_000 }
      expect(await store.startLaneAt(source, start)).toBe(true)
      expect(await store.startLaneAt(source, { ...start, bookedSequence: 6n })).toBe(false)
      const lease = await takeLane(store, source)
      const lane = (await store.loadLane(lease!))?.lane
      expect(lane).toMatchObject({ cursor: '70', bookedSequence: 7n, quarantineReason: 'operator' })
    })

    test('an operator can cancel the payout of any client', async () => {
      const { store } = await open()
      const { lease } = await haveLane(store)
      const payout = await havePayout(store, lease)
      expect(await store.cancel(payout.id)).toMatchObject({ cancelRequested: true })
      expect(await store.cancel(randomUUID())).toBeUndefined()
      const done = await havePayout(store, lease, 'completed')
      expect(await store.cancel(done.id)).toMatchObject({ cancelRequested: false })
    })
  })

  describe('a client that the database lost', () => {
    test('is not given a second payout by the audit once it has asked again', async () => {
      const { store } = await open()
      const { lease } = await haveLane(store)
      const request = newPayout()
      const lost = randomUUID()
      const recreated = recreationOf(
        { ...request, clientId: lost },
        payoutIdOf(lost, request.idempotencyKey ?? ''),
      )
      await store.accept(request)
      expect(await store.apply(lease, [recreated], null)).toEqual({ kind: 'stale' })
      expect(await store.find(recreated.payout.id)).toBeUndefined()
      const other = { ...recreated, payout: { ...recreated.payout, requestHash: newHash() } }
      expect(await store.apply(lease, [other], null)).toMatchObject({ kind: 'applied' })
    })

    test('finds its payout again by request and key, and owns it', async () => {
      const { store } = await open()
      const { source, lease } = await haveLane(store)
      const request = newPayout()
      const key = request.idempotencyKey ?? ''
      const lost = randomUUID()
      const recreated = recreationOf({ ...request, clientId: lost }, payoutIdOf(lost, key))
      await store.apply(lease, [recreated], null)

      const found = await store.accept(request)
      expect(found).toMatchObject({ kind: 'joined', payout: { id: recreated.payout.id } })
      expect(await store.accept(request)).toMatchObject(found)
      expect(await store.find(recreated.payout.id)).toMatchObject({
        clientId: request.clientId,
        idempotencyKey: key,
      })
      // Another request, or another key, is another payout.
      const others = [{ requestHash: newHash() }, { idempotencyKey: randomUUID() }]
      for (const other of others) {
        const accepted = await store.accept({ ...request, clientId: randomUUID(), ...other })
        expect(accepted.kind).toBe('inserted')
      }
      expect(source).toBeDefined()
    })
  })
}
