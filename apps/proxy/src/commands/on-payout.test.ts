import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestPglite } from '../../testkit/open-test-database.ts'
import { haveLane, havePayout, moveOf } from '../../test/payouts/have-lane.ts'
import { newEnvelope, newTransaction } from '../../test/payouts/new-payout.ts'
import { createRunPayouts } from '../../test/run-payouts.ts'
import type { Database } from '../stores/open-database.ts'
import type { Payout, PayoutState, WorkState } from '../payouts/model/payout.ts'
import type { Lease } from '../payouts/model/work.ts'

let database: Database
let lease: Lease
let source = ''
beforeAll(async () => {
  database = await openTestPglite()
  const lane = await haveLane(database.payouts)
  lease = lane.lease
  source = lane.source
})
afterAll(() => database.close())
const payouts = createRunPayouts(() => database)
const havePayoutIn = (state: PayoutState) => havePayout(database.payouts, lease, state)

async function haveHeld(heldFrom: WorkState, heldReason = 'signer_refused' as const) {
  const payout = await havePayoutIn(heldFrom)
  const move = moveOf(payout, 'held', { heldReason, heldFrom })
  await database.payouts.apply(lease, [move], null)
  return payout
}

test.each([
  ['received', 'as soon as it is certain that nothing was paid'],
  ['creating', 'as soon as it is certain that nothing was paid'],
  ['created', 'as soon as it is certain that nothing was paid'],
  ['signed', 'if one pays before, the payout is paid'],
  ['cancelling', 'as soon as it is certain that nothing was paid'],
] as const)('a cancel of what is %s is noted, and says what follows', async (state, sentence) => {
  const { id } = await havePayoutIn(state)
  for (const _ of [1, 2]) {
    expect(await payouts(`cancel ${id}`)).toEqual({
      code: 0,
      printed: [expect.stringMatching(`^${id}  ${state}`)],
      complaints: [expect.stringContaining(sentence)],
    })
  }
  expect(await database.payouts.find(id)).toMatchObject({ cancelRequested: true })
  const history = (await payouts(`show ${id}`)).printed.join('\n')
  expect(history).toContain('(because=cancel requested, by=operator)')
})

test.each([
  ['paid', 'the money has moved'],
  ['completed', 'the money has moved'],
  ['paid_unconfirmed', 'the money has moved'],
  ['failed', 'it ended without a payment'],
] as const)('what is %s cannot be cancelled, and the sentence says why', async (state, why) => {
  const payout = await havePayoutIn(state)
  expect(await payouts(`cancel ${payout.id}`)).toEqual({
    code: 1,
    printed: [],
    complaints: [`Payout ${payout.id} is ${state} and cannot be cancelled: ${why}.`],
  })
  expect(await database.payouts.find(payout.id)).toEqual(payout)
})

test('what was cancelled stays so', async () => {
  const { id } = await havePayoutIn('cancelled')
  expect(await payouts(`cancel ${id}`)).toMatchObject({
    code: 0,
    complaints: ['It was cancelled before.'],
  })
})

test('a cancel of what is held waits for its release, and is refused for what was paid', async () => {
  const { id } = await haveHeld('created')
  expect(await payouts(`cancel ${id}`)).toMatchObject({
    code: 0,
    complaints: [expect.stringContaining(`proxy payouts release ${id} cancel`)],
  })
  const paid = await haveHeld('paid')
  expect(await payouts(`cancel ${paid.id}`)).toMatchObject({
    code: 1,
    complaints: [expect.stringContaining('released only with retry, or settled')],
  })
  expect(await database.payouts.find(paid.id)).toMatchObject({ cancelRequested: false })
})

test('why a payout is held is shown, also that its payment is kept by another payout', async () => {
  const payout = await havePayoutIn('creating')
  const set = { heldReason: 'payment_of_another_payout', heldFrom: 'creating' } as const
  await database.payouts.apply(lease, [moveOf(payout, 'held', set)], null)
  const { printed } = await payouts('list --state held')
  expect(printed.join('\n')).toContain('held in creating: payment_of_another_payout')
})

const refusedSettle = {
  code: 1,
  printed: [],
  complaints: [expect.stringMatching(/^Only a payout that is paid, or held with a successful/)],
}

test('what is paid is settled as paid_unconfirmed, once', async () => {
  const { id } = await havePayoutIn('paid')
  expect(await payouts(`settle ${id} paid-unconfirmed`)).toEqual({
    code: 0,
    printed: [expect.stringMatching(`^${id}  paid_unconfirmed `)],
    complaints: [expect.stringContaining('The user has the money')],
  })
  expect(await payouts(`settle ${id} paid-unconfirmed`)).toEqual(refusedSettle)
})

test('a payment that is in the way is cancelled too, also after its payout was settled', async () => {
  const { id } = await havePayoutIn('paid')
  await payouts(`settle ${id} paid-unconfirmed`)
  expect(await payouts(`settle ${id} paid-unconfirmed --cancel-payment`)).toMatchObject({
    code: 0,
    complaints: [expect.stringContaining('cancels the payment at Pi')],
  })
  expect(await database.payouts.find(id)).toMatchObject({ givesUpPayment: true })
  const { id: unpaid } = await havePayoutIn('created')
  const line = `settle ${unpaid} paid-unconfirmed --cancel-payment`
  expect(await payouts(line)).toEqual(refusedSettle)
})

test.each(['received', 'created', 'signed', 'completed', 'cancelled'] as const)(
  'what is %s is not settled',
  async (state) => {
    const payout = await havePayoutIn(state)
    expect(await payouts(`settle ${payout.id} paid-unconfirmed`)).toEqual(refusedSettle)
    expect(await database.payouts.find(payout.id)).toEqual(payout)
  },
)

test('what is held is settled with its own transaction in the books, and not without', async () => {
  const held = await haveHeld('signed')
  expect(await payouts(`settle ${held.id} paid-unconfirmed`)).toEqual(refusedSettle)
  await bookFor(held, 201n)
  expect(await payouts(`settle ${held.id} paid-unconfirmed`)).toMatchObject({ code: 0 })
})

test('nothing is settled while a transaction of it may still apply', async () => {
  const paid = await havePayoutIn('paid')
  const envelope = newEnvelope(paid.id, source, { sequence: 301n })
  await database.payouts.apply(lease, [{ type: 'add_envelope', envelope }], null)
  expect(await payouts(`settle ${paid.id} paid-unconfirmed`)).toEqual(refusedSettle)
  const settled = { type: 'settle_envelope', hash: envelope.hash, status: 'dead' } as const
  await database.payouts.apply(lease, [{ ...settled, evidence: { because: 'a test' } }], null)
  expect(await payouts(`settle ${paid.id} paid-unconfirmed`)).toMatchObject({ code: 0 })
})

/** Books a successful transaction that is this payout's. */
async function bookFor({ id }: Payout, sequence: bigint): Promise<void> {
  const envelope = newEnvelope(id, source, { sequence })
  const transaction = newTransaction(source, { hash: envelope.hash, sequence, pagingToken: '9' })
  const evidence = { because: 'a test' }
  const applied = await database.payouts.apply(
    lease,
    [
      { type: 'add_envelope', envelope },
      { type: 'settle_envelope', hash: envelope.hash, status: 'applied', evidence },
      {
        type: 'book',
        transactions: [transaction],
        fromCursor: null,
        cursor: '9',
        bookedSequence: sequence,
        tip: null,
      },
    ],
    null,
  )
  expect(applied.kind).toBe('applied')
}
