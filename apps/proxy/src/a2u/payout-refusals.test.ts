import { platformErrors } from '@aloha-pi/contracts'
import { alohaContract, alohaErrors, commonAlohaErrors } from '@aloha-pi/contracts/aloha'
import { expect, test } from 'vitest'
import type { AcceptRefusal } from './accept-payout.ts'
import { acceptRefusal, unpaidRefusal, waitingRefusal } from './payout-refusals.ts'
import type { Payout, PayoutState } from '../payouts/model/payout.ts'
import { payoutStates } from '../payouts/model/payout.ts'

const at = new Date('2026-11-20T10:00:00Z')
const payoutIn = (state: PayoutState, failCode: string | null = null): Payout => ({
  id: '00000000-0000-8000-8000-000000000001',
  clientId: '00000000-0000-0000-0000-000000000001',
  idempotencyKey: 'order-1',
  keyId: null,
  requestHash: 'a'.repeat(64),
  uid: 'a1111111-aaaa-bbbb-2222-ccccccc3333d',
  amount: 31_400_000n,
  memo: 'Thanks',
  metadata: { orderId: '1' },
  state,
  cancelRequested: false,
  waitsFor: null,
  blockedBy: null,
  isAside: false,
  givesUpPayment: false,
  piId: null,
  toAddress: null,
  fromAddress: null,
  network: null,
  txid: null,
  ledger: null,
  failCode,
  heldReason: null,
  heldFrom: null,
  paymentSeenAt: null,
  submitCode: null,
  expiryReads: 0,
  attempts: 0,
  nextAt: at,
  lastPayment: null,
  createdAt: at,
  updatedAt: at,
})
const caps = { perPayout: 1n, perClientDay: 20_000_000n, globalDay: 3n, openPerClient: 4 }
const off = { caps, whyOff: 'the test says so' }
const accepts: AcceptRefusal[] = [
  { kind: 'key_required' },
  { kind: 'key_reused' },
  { kind: 'over_cap', cap: 1n },
  { kind: 'limited', limit: 'per_client_day' },
  { kind: 'limited', limit: 'global_day' },
  { kind: 'limited', limit: 'open_per_client' },
  { kind: 'closed' },
  { kind: 'too_many_waiting' },
]
const failCodes = [
  ...Object.keys(platformErrors),
  'insufficient_balance',
  'op_no_destination',
  'tx_failed',
  'rule_of_2030',
  '<html>',
]
const common: readonly string[] = commonAlohaErrors
const own = (codes: string[]) => new Set(codes.filter((code) => !common.includes(code)))

test('the contract declares for create the errors that can come, and no others', () => {
  const produced = [
    ...accepts.map((reason) => acceptRefusal(reason, off).code),
    ...failCodes.map((code) => unpaidRefusal(payoutIn('failed', code))?.code ?? ''),
    unpaidRefusal(payoutIn('cancelled'))?.code ?? '',
  ]
  expect(own(produced)).toEqual(new Set(alohaContract.a2u.create.metadata.errors))
})

test.each(failCodes)('a payout that failed with %s gets 4xx and its record, for good', (code) => {
  const refusal = unpaidRefusal(payoutIn('failed', code))
  const { status } = alohaErrors[refusal?.code ?? 'internal_error']
  expect(status).toBeGreaterThanOrEqual(400)
  expect(status).toBeLessThan(500)
  expect(refusal).toMatchObject({
    message: expect.stringContaining('No money moved'),
    record: { table: 'payout', operation: 'insert', row: { status: 'failed', fail_code: code } },
  })
  expect(refusal?.message).not.toContain('<')
})

test.each(payoutStates.filter((state) => state !== 'failed' && state !== 'cancelled'))(
  'a payout that is %s is not a refusal',
  (state) => expect(unpaidRefusal(payoutIn(state))).toBeUndefined(),
)

test('what may pass later says when to come back', () => {
  for (const reason of accepts.slice(3)) {
    expect(acceptRefusal(reason, off).retryAfterSeconds).toBeGreaterThan(0)
  }
  expect(waitingRefusal().retryAfterSeconds).toBeGreaterThan(0)
  expect(acceptRefusal({ kind: 'limited', limit: 'per_client_day' }, off).message).toContain(
    'limit of 2 Pi of one client in 24 hours',
  )
})
