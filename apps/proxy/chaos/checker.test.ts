import { expect, test } from 'vitest'
import { check, type Facts } from './checker.ts'
import { findSecrets } from './secrets.ts'

const order = { name: 'order-1', uid: 'u', address: 'GUSER', stroops: 100_000n, seed: 1 }
const row = { payout_id: 'p', status: 'completed', txid: 'h1' }
const told = { order: 'order-1', sentAt: 5_000, at: 6_000, status: 200, row, code: undefined }
const transaction = {
  hash: 'h1',
  paging_token: '1',
  successful: true,
  memo: 'pi-1',
  source_account: 'GWALLET',
  source_account_sequence: '7',
  created_at: '1970-01-01T00:00:04Z',
  fee_charged: '100',
}
const payment = {
  paging_token: '1',
  type: 'payment',
  from: 'GWALLET',
  to: 'GUSER',
  amount: '0.0100000',
  transaction_hash: 'h1',
}
const piPayment = {
  identifier: 'pi-1',
  metadata: { order: 'order-1' },
  direction: 'app_to_user',
  to_address: 'GUSER',
  status: { developer_completed: true, cancelled: false, user_cancelled: false },
  transaction: { txid: 'h1' },
}
const arrival = { hash: 'h1', memo: 'pi-1', sequence: 7n, maxTime: 60, at: 3_000 }
const good: Facts = {
  wallet: 'GWALLET',
  orders: [order],
  answers: [told],
  ends: new Map([['order-1', row]]),
  transactions: [transaction],
  payments: [payment],
  piPayments: [piPayment],
  arrivals: [arrival],
  envelopes: new Map([['h1', 2_000]]),
  spent: 100_100n,
}
const second = { ...transaction, hash: 'h2', source_account_sequence: '8' }
const failed = { ...row, status: 'failed', txid: null }
const unpaid = { transactions: [], payments: [], spent: 0n }

test('a run in which everything is right has no violation', () => {
  expect(check(good)).toEqual([])
})

test.each<[string, string, Partial<Facts>]>([
  ['I1', 'a second transaction', { transactions: [transaction, second] }],
  ['I2', 'completed without a transaction', unpaid],
  ['I2', 'failed although paid', { ends: new Map([['order-1', failed]]) }],
  ['I2', 'another amount', { payments: [{ ...payment, amount: '0.0200000' }] }],
  ['I2', 'somebody else', { payments: [{ ...payment, to: 'GOTHER' }] }],
  ['I3', 'money that nobody knows of', { spent: 100_101n }],
  ['I3', 'a payment that nobody ordered', { piPayments: [] }],
  ['I4', 'two ends told', { answers: [told, { ...told, row: failed }] }],
  [
    'I4',
    'processing after the end',
    {
      answers: [told, { ...told, sentAt: 7_000, row: { ...row, status: 'processing' } }],
    },
  ],
  [
    'I4',
    'already paid, and it is not',
    { ...unpaid, answers: [{ ...told, row: undefined, code: 'already_paid' }] },
  ],
  ['I5', 'no end', { ends: new Map() }],
  [
    'I5',
    'an open payment at Pi',
    {
      piPayments: [
        piPayment,
        {
          ...piPayment,
          identifier: 'pi-2',
          status: { ...piPayment.status, developer_completed: false },
        },
      ],
    },
  ],
  ['I6', 'an envelope without a row', { envelopes: new Map() }],
  ['I6', 'an envelope before its row', { envelopes: new Map([['h1', 3_500]]) }],
  [
    'I7',
    'two live sequences',
    {
      arrivals: [arrival, { ...arrival, hash: 'h2', sequence: 8n, at: 3_500 }],
      envelopes: new Map([
        ['h1', 2_000],
        ['h2', 2_000],
      ]),
    },
  ],
])('%s: %s is a violation', (invariant, _what, wrong) => {
  expect(check({ ...good, ...wrong }).map((each) => each.invariant)).toContain(invariant)
})

test('I8: a secret in a text is found, and not repeated', () => {
  expect(findSecrets('key=abcdef', ['abcdef'])).toEqual(['secret 1'])
  expect(findSecrets(`x S${'A'.repeat(55)} y`, [])).toEqual(['a wallet seed'])
  expect(findSecrets('nothing', ['abcdef'])).toEqual([])
})
