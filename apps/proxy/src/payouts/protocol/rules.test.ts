import { expect, test } from 'vitest'
import { makePayout, piId, recipient } from '../../../testkit/make-work.ts'
import { rules } from './rules.ts'

const other = `G${'Q'.repeat(55)}`

test('a wallet transaction with the payment id as memo pays the payout only with its amount and recipient', () => {
  const payout = makePayout({ state: 'created' })
  const { amount } = payout
  const transaction = { memo: piId, payment: { destination: recipient, amount } }
  const isPaid = (change: object) =>
    rules.isPaymentOf(
      { ...transaction, ...change } as Parameters<typeof rules.isPaymentOf>[0],
      payout,
    )
  expect(isPaid({})).toBe(true)
  expect(isPaid({ payment: { destination: recipient, amount: amount + 1n } })).toBe(false)
  expect(isPaid({ payment: { destination: other, amount } })).toBe(false)
  expect(isPaid({ payment: null })).toBe(false)
})
