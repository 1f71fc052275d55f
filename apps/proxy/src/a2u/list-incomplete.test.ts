import { expect, test } from 'vitest'
import { clientId, deployment, makePayment, makePayout } from '../../testkit/make-work.ts'
import { createSimDatabase } from '../../sim/model/sim-database.ts'
import { openSimStore } from '../../sim/model/async-store.ts'
import { correlated, payoutIdOf } from '../payouts/model/correlation.ts'
import { listIncomplete } from './list-incomplete.ts'
import type { Payout, PayoutState } from '../payouts/model/payout.ts'
import type { PiPayments } from '../payouts/model/ports.ts'
import { noneUnreadable } from '../payouts/protocol/unreadable-payments.ts'

const otherClient = '00000000-0000-4000-9000-000000000002'

/** The n-th payout of the client; from the second state on it has a payment at Pi. */
function payoutOf(n: number, state: PayoutState = 'created', set: Partial<Payout> = {}): Payout {
  const id = payoutIdOf(clientId, `order-${n}`)
  const at = new Date(n * 1_000)
  const piId = state === 'creating' ? null : `payment-${n}`
  return makePayout({ id, idempotencyKey: `order-${n}`, state, piId, createdAt: at, ...set })
}
const paymentOf = (payout: Payout, identifier = payout.piId ?? `payment-of-${payout.id}`) =>
  makePayment(payout, { identifier, metadata: correlated(payout, deployment.own) })

/** The database with these payouts, and Pi with these payments. */
function open(payouts: readonly Payout[], payments = payouts.map((each) => paymentOf(each))) {
  const database = createSimDatabase(Date.now)
  for (const payout of payouts) database.tables().payouts.set(payout.id, payout)
  const value = { payments, unreadable: noneUnreadable }
  const pi: Pick<PiPayments, 'incomplete'> = { incomplete: async () => ({ kind: 'ok', value }) }
  const ports = { store: openSimStore(database), pi }
  return async (page: { limit?: number; after?: string | null; clientId?: string } = {}) => {
    const result = await listIncomplete(ports, { clientId, limit: 2, after: null, ...page })
    if (result.kind !== 'ok') throw new Error(result.kind)
    const { value } = result
    return {
      payouts: value.payouts.map(({ idempotencyKey }) => idempotencyKey),
      payments: value.payments.map(({ identifier }) => identifier),
      after: value.nextCursor,
    }
  }
}

const five = [1, 2, 3, 4, 5].map((n) => payoutOf(n))

test("each page has its payouts and Pi's payments of them, and the last one no cursor", async () => {
  const page = open(five)
  const first = await page()
  const second = await page({ after: first.after })
  const third = await page({ after: second.after })
  expect([first, second, third]).toEqual([
    {
      payouts: ['order-1', 'order-2'],
      payments: ['payment-1', 'payment-2'],
      after: expect.any(String),
    },
    {
      payouts: ['order-3', 'order-4'],
      payments: ['payment-3', 'payment-4'],
      after: expect.any(String),
    },
    { payouts: ['order-5'], payments: ['payment-5'], after: null },
  ])
})

test('a page that is exactly full is the last one', async () => {
  expect(await open(five)({ limit: 5 })).toMatchObject({ after: null })
  expect(await open(five)({ limit: 4 })).toMatchObject({ after: five[3]?.id })
  expect(await open([])()).toEqual({ payouts: [], payments: [], after: null })
})

test('a payment whose payout does not know it yet belongs to the page of its payout', async () => {
  const page = open([payoutOf(1, 'creating'), ...five.slice(1)])
  expect(await page()).toMatchObject({
    payments: [`payment-of-${payoutIdOf(clientId, 'order-1')}`, 'payment-2'],
  })
})

test('payments of the client that no open payout has come with the last page, and only then', async () => {
  const ended = payoutOf(8, 'cancelled')
  const forgotten = payoutOf(9)
  const payments = [ended, forgotten, ...five].map((each) => paymentOf(each))
  const page = open([ended, ...five], payments)
  const first = await page()
  expect(first.payments).toEqual(['payment-1', 'payment-2'])
  const second = await page({ after: first.after })
  expect(second.payments).toEqual(['payment-3', 'payment-4'])
  const last = await page({ after: second.after })
  expect(last.payments).toEqual(['payment-5', 'payment-8', 'payment-9'])
  expect((await page({ limit: 9 })).payments).toHaveLength(7)
})

test('a second payment of a payout stays on the page of that payout', async () => {
  const [first] = five
  const payments = [...five.map((each) => paymentOf(each)), paymentOf(first!, 'second-of-1')]
  const page = open(five, payments)
  expect((await page()).payments).toEqual(['payment-1', 'payment-2', 'second-of-1'])
  expect((await page({ after: five[3]?.id ?? '' })).payments).toEqual(['payment-5'])
})

test('P7: no page of another client has any of them', async () => {
  const other = await open(five)({ clientId: otherClient })
  expect(other).toEqual({ payouts: [], payments: [], after: null })
})

test.each([
  ['of no payout', crypto.randomUUID()],
  ['that is not an id', 'order-1'],
  ['of another client', payoutIdOf(clientId, 'order-7')],
])('a cursor %s is unknown', async (_, after) => {
  const theirs = payoutOf(7, 'created', { clientId: otherClient })
  await expect(open([...five, theirs])({ after })).rejects.toThrow('unknown_cursor')
})
