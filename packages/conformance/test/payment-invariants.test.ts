import { wireExchanges } from '@aloha-pi/contracts/fixtures'
import type { Payment } from '@aloha-pi/contracts/platform'
import { expect, test } from 'vitest'
import { contradictions } from '../src/check/payment-history.ts'
import { brokenInvariants } from '../src/check/payment-invariants.ts'
import { paymentsIn } from '../src/check/payments-in.ts'

const seen = wireExchanges.flatMap(({ name, response, legacy }) =>
  legacy === true ? [] : paymentsIn(response?.body).map((payment) => [name, payment] as const),
)
const completed = seen.find(([name]) => name === 'platform-payments-complete')![1]
const open = seen.find(([name]) => name === 'platform-payments-create')![1]

test('the fixtures have payments', () => {
  expect(seen.length).toBeGreaterThan(4)
})

test.each(seen)('the payment of %s breaks nothing', (_, payment) => {
  expect(brokenInvariants(payment)).toEqual([])
  expect(contradictions(payment, payment)).toEqual([])
})

type Change = { status?: Partial<Payment['status']> } & Partial<Omit<Payment, 'status'>>
const changed = (payment: Payment, { status, ...rest }: Change): Payment => ({
  ...payment,
  ...rest,
  status: { ...payment.status, ...status },
})

test.each<[string, Payment]>([
  ['the amount is not above 0', changed(open, { amount: 0 })],
  ['with at most 7 decimals', changed(open, { amount: 1e-8 })],
  ['without a transaction', changed(open, { status: { transaction_verified: true } })],
  ['contradict each other', changed(completed, { status: { transaction_verified: false } })],
  ['transaction_verified is not', changed(open, { status: { developer_completed: true } })],
  ['developer_approved is not', changed(completed, { status: { developer_approved: false } })],
  ['completed and cancelled', changed(completed, { status: { cancelled: true } })],
  ['although it has a transaction', changed(completed, { status: { user_cancelled: true } })],
  [
    'but was not approved',
    changed(completed, { direction: 'user_to_app', status: { developer_approved: false } }),
  ],
  ['is not approved', changed(open, { status: { developer_approved: false } })],
  ['has no from_address', changed(open, { from_address: '' })],
  ['from_address is empty although', changed(completed, { from_address: '' })],
  ['is not a wallet address', changed(open, { to_address: 'GABC' })],
  [
    "is not the transaction's URL",
    changed(completed, {
      transaction: { ...completed.transaction!, _link: 'https://x/transactions/0' },
    }),
  ],
  ['not a UTC time', changed(open, { created_at: '2026-01-01 00:00' })],
  ['of the community guide', changed(open, { Pioneer_uid: 'someone else' })],
  ['of the community guide', changed(open, { status: { canceled: true } })],
])('a payment is reported with "%s" where that is true', (sentence, payment) => {
  expect(brokenInvariants(payment).join('\n')).toContain(sentence)
})

test.each<[string, Payment, Payment]>([
  ['amount was 1e-7 and is 2e-7 now', open, changed(open, { amount: 2e-7 })],
  ['memo was', open, changed(open, { memo: 'Another' })],
  ['user_uid was', open, changed(open, { user_uid: 'x' })],
  [
    'developer_completed was true',
    completed,
    changed(completed, { status: { developer_completed: false } }),
  ],
  ['its transaction was', completed, changed(completed, { transaction: null })],
  ['from_address was', open, changed(open, { from_address: '' })],
])('a later sight is compared with an earlier one: %s', (sentence, earlier, later) => {
  expect(contradictions(earlier, later).join('\n')).toContain(sentence)
})

test('a payment may learn of its transaction, and of its payer', () => {
  const before = changed(completed, {
    from_address: '',
    transaction: null,
    status: { transaction_verified: false, developer_completed: false },
  })
  expect(contradictions(before, completed)).toEqual([])
})

test('what an aloha target notes for itself in the metadata is not a change', () => {
  const shown = changed(open, { metadata: { a: 1 } })
  const noted = changed(open, { metadata: { a: 1, _aloha: { p: 'x' } } })
  expect(contradictions(shown, noted)).toEqual([])
})
