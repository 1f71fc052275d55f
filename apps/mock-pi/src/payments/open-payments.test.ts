import { expect, test } from 'vitest'
import { createOpenPayments } from './open-payments.ts'
import { enter, type UserPayment } from './payment-record.ts'
import { newUserPayment } from './user-payment-machine.ts'

const COUNT = 5_000

/** Payments that wait for approval; `reads` counts how often a deadline was looked at. */
function haveWaiting() {
  const open = createOpenPayments()
  const work = { reads: 0 }
  for (let place = 0; place < COUNT; place += 1) {
    const { approveBy, ...payment } = newUserPayment(termsOf(place), 1_000 - (place % 7), 60_000)
    open.put({
      ...payment,
      get approveBy() {
        work.reads += 1
        return approveBy
      },
    } as UserPayment)
  }
  return { open, work }
}

function termsOf(place: number) {
  return {
    id: `payment-${place}`,
    appId: 'app',
    username: `user-${place}`,
    uid: `uid-${place}`,
    amount: 1n,
    memo: 'A payment',
    metadata: {},
    toAddress: 'G',
    network: 'Pi Testnet' as const,
  }
}

test('thousands of payments expire with work that grows as their number', () => {
  const { open, work } = haveWaiting()
  work.reads = 0
  const due = open.findDue(86_400_000)
  for (const payment of due) open.put(enter(payment, 'expired', payment.approveBy))
  expect(due).toHaveLength(COUNT)
  expect(due.map(({ approveBy }) => approveBy)).toEqual(
    due.map(({ approveBy }) => approveBy).toSorted((a, b) => a - b),
  )
  expect(open.findDue(Infinity)).toEqual([])
  // One look for each at the least, and sorting takes 2 · 13 for each; looking at all for each would be 25 million.
  expect(work.reads).toBeLessThan(50 * COUNT)
})

test('with nothing due, nothing is looked at, also after payments left', () => {
  const { open, work } = haveWaiting()
  const [first] = open.findDue(60_994)
  expect(first?.approveBy).toBe(60_994)
  open.put(enter(first!, 'approved', 1_000))
  open.findDue(60_993)
  work.reads = 0
  for (let turn = 0; turn < 100; turn += 1) expect(open.findDue(60_993)).toEqual([])
  expect(work.reads).toBe(0)
})
