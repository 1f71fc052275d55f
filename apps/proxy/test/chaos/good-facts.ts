import type { Facts } from '../../chaos/checker.ts'

/** One order that was paid once, and all that is known of it. */
export const order = {
  name: 'order-1',
  uid: 'u',
  address: 'GUSER',
  stroops: 100_000n,
  seed: 1,
  isKeyed: true,
  isPayable: true,
}
export const row = { payout_id: 'p', status: 'completed', txid: 'h1' }
export const goodResponse = {
  order: 'order-1',
  asked: 'create',
  sentAt: 5_000,
  at: 6_000,
  status: 200,
  row,
  code: undefined,
}
export const transaction = {
  hash: 'h1',
  paging_token: '1',
  successful: true,
  ledger: 40,
  memo: 'pi-1',
  source_account: 'GWALLET',
  source_account_sequence: '7',
  created_at: '1970-01-01T00:00:04Z',
  fee_charged: '100',
}
export const payment = {
  paging_token: '1',
  type: 'payment',
  from: 'GWALLET',
  to: 'GUSER',
  amount: '0.0100000',
  transaction_hash: 'h1',
}
export const piPayment = {
  identifier: 'pi-1',
  metadata: { order: 'order-1' },
  direction: 'app_to_user',
  to_address: 'GUSER',
  status: { developer_completed: true, cancelled: false, user_cancelled: false },
  transaction: { txid: 'h1' },
}
export const arrival = {
  hash: 'h1',
  memo: 'pi-1',
  sequence: 7n,
  maxTime: 60,
  at: 3_000,
  stored: true,
  ledger: 39,
  closedAt: 3,
}
export const good: Facts = {
  wallet: 'GWALLET',
  orders: [order],
  responses: [goodResponse],
  ends: new Map([['order-1', row]]),
  transactions: [transaction],
  payments: [payment],
  piPayments: [piPayment],
  arrivals: [arrival],
  envelopes: new Map([['h1', 2_000]]),
  twoSequences: [],
  sentByOthers: new Set(),
  spent: 100_100n,
  restMs: 60_000,
  forgotten: [],
  refusedElsewhere: new Set(),
}
