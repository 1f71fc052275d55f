import { expect, test } from 'vitest'
import { requestOfPayout } from '../../sim/model/claims.ts'
import { noFaults, type Faults } from '../../sim/kernel/faults.ts'
import { runHistory } from '../../sim/history.ts'
import { makePayment, makePayout, piId } from '../../testkit/make-work.ts'
import { createPermittedEnds } from '../../sim/check/permitted-ends.ts'
import type { PiRecord, Scope } from '../../sim/model/pi-records.ts'
import type { Payout } from '../../src/payouts/model/payout.ts'

const never = { completeRefused: 0, cancelRefused: 0 }
const always = { completeRefused: 1, cancelRefused: 1 }
const transaction = { txid: '1'.repeat(64), verified: false, _link: 'x' }

function recordOf(payout: Payout, set: Partial<PiRecord> = {}): PiRecord {
  const marks = { isForeign: false, isForever: false, isLie: false, isClosedByPi: false }
  return { dto: makePayment(payout), createdAt: 0, isUnlisted: false, ...marks, ...set }
}

function endsOf(set: {
  payouts: Payout[]
  records?: PiRecord[]
  scope?: Scope
  misled?: Payout[]
  forGood?: typeof never
}) {
  const { payouts, records = [], scope = 'per-app', misled = [], forGood = never } = set
  return createPermittedEnds({
    pi: {
      records: () => new Map(records.map((record) => [record.dto.identifier, record])),
      misled: () => new Set(misled.map(requestOfPayout)),
    },
    tables: { payouts: new Map(payouts.map((payout) => [payout.id, payout])) },
    scope,
    forGood,
  })
}

const paid = makePayout({ state: 'paid' })
const other = makePayout({
  id: 'other',
  idempotencyKey: 'order-2',
  requestHash: 'b'.repeat(64),
  uid: 'b1111111-aaaa-bbbb-2222-ccccccc3333d',
  state: 'creating',
})
const linked = recordOf(makePayout({ state: 'paid_unconfirmed' }))
linked.dto = { ...linked.dto, transaction }

test('held stays only when Pi lied about this very payout', () => {
  const held = makePayout({ state: 'held' })
  expect(endsOf({ payouts: [held] }).ofPayout(held)).toBeUndefined()
  expect(endsOf({ payouts: [held], misled: [other] }).ofPayout(held)).toBeUndefined()
  expect(endsOf({ payouts: [held], misled: [held] }).ofPayout(held)).toBe('lied to')
})

test.each([
  ['paid', 'its complete is refused for good'],
  ['cancelling', 'its cancel is refused for good'],
] as const)('%s stays only when Pi refuses the call for this payment for good', (state, why) => {
  const payout = makePayout({ state })
  expect(endsOf({ payouts: [payout] }).ofPayout(payout)).toBeUndefined()
  expect(endsOf({ payouts: [payout], forGood: always }).ofPayout(payout)).toBe(why)
})

test('what waits behind a payment that no one can close stays, as far as that payment reaches', () => {
  const records = [linked]
  const why = 'blocked by an open payment'
  expect(endsOf({ payouts: [other], records }).ofPayout(other)).toBe(why)
  expect(endsOf({ payouts: [other], records, scope: 'per-user' }).ofPayout(other)).toBeUndefined()
  expect(endsOf({ payouts: [other], records, scope: 'off' }).ofPayout(other)).toBeUndefined()
  const own = { ...other, uid: linked.dto.user_uid }
  expect(endsOf({ payouts: [own], records, scope: 'per-user' }).ofPayout(own)).toBe(why)
  const cancelled = { ...other, cancelRequested: true }
  expect(endsOf({ payouts: [cancelled], records }).ofPayout(cancelled)).toBeUndefined()
})

test('an open payment of a payout in work blocks no one for good', () => {
  const records = [recordOf(paid)]
  expect(endsOf({ payouts: [paid, other], records }).ofPayout(other)).toBeUndefined()
  const forGood = always
  expect(endsOf({ payouts: [paid, other], records, forGood }).ofPayout(other)).toBeDefined()
  const created = makePayout({ state: 'created' })
  expect(endsOf({ payouts: [created, other], records, forGood }).ofPayout(other)).toBeUndefined()
})

test('created and signed never stay, whatever Pi does', () => {
  for (const state of ['created', 'signed'] as const) {
    const payout = makePayout({ state })
    const forGood = always
    const ends = endsOf({ payouts: [payout], records: [linked], misled: [payout], forGood })
    expect(ends.ofPayout(payout)).toBeUndefined()
  }
})

test('an open payment that no one refuses to close is no one’s permitted end', () => {
  const payout = makePayout({ state: 'cancelled', piId: null })
  const record = recordOf(payout)
  expect(endsOf({ payouts: [payout], records: [record] }).ofPayment(record)).toBeUndefined()
  const ends = endsOf({ payouts: [payout], records: [record], forGood: always })
  expect(ends.ofPayment(record)).toBe('never cancelled')
  expect(record.dto.identifier).toBe(piId)
})

test('a second payment of a paid payout stays only when Pi refuses to cancel it for good', () => {
  const payout = makePayout({ state: 'paid_unconfirmed', piId: 'another' })
  const record = recordOf(payout)
  const permitted = (forGood: typeof never) =>
    endsOf({ payouts: [payout], records: [record], forGood }).ofPayment(record)
  expect(record.dto.identifier).toBe(piId)
  expect(permitted(never)).toBeUndefined()
  expect(permitted({ completeRefused: 1, cancelRefused: 0 })).toBeUndefined()
  expect(permitted({ completeRefused: 0, cancelRefused: 1 })).toBe('never cancelled')
})

const planOf = (faults: Partial<Faults>, scope: Scope) => ({
  faults: { ...noFaults, ...faults },
  payouts: 5,
  instances: 1,
  scope,
  faultsEndMs: 120_000,
})

test('the simulator does not close a payment that Pi neither completes nor cancels', async () => {
  const blocked = await runHistory({ seed: 3, plan: planOf({ linksOnFailure: 1 }, 'per-app') })
  expect(blocked.violations).toEqual([])
  expect(Object.fromEntries(blocked.stays)).toEqual({ 'blocked by an open payment': 4 })
  const others = await runHistory({ seed: 3, plan: planOf({ linksOnFailure: 1 }, 'off') })
  expect(others.violations).toEqual([])
  expect(Object.fromEntries(others.states)).toEqual({ paid_unconfirmed: 5 })
})

test('the simulator does not release what is held', async () => {
  const result = await runHistory({ seed: 3, plan: planOf({ lies: 1 }, 'off') })
  expect(result.violations).toEqual([])
  expect(Object.fromEntries(result.states)).toEqual({ held: 5 })
})
