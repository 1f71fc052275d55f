import { expect, test } from 'vitest'
import { inShort, makePayment, makePayout, piId } from '../../../../testkit/make-work.ts'
import { absorbInAudit, listed, sorted } from '../../../../testkit/take-audit-step.ts'
import type { Payout } from '../../model/payout.ts'
import type { Outcome } from '../steps.ts'
import type { AuditMemory, AuditStep } from './audit-memory.ts'

const take = (step: AuditStep, outcome: Outcome, memory: Partial<AuditMemory> = {}) =>
  absorbInAudit({ step, outcome }, memory)
const trace: AuditStep = { type: 'trace', ids: [], requestHashes: [] }
const traced = (...payouts: Payout[]): Outcome => ({ type: 'traced', payouts })

test("an audit that does not get Pi's list says why", () => {
  const list: AuditStep = { type: 'list_open' }
  const lost = (cause: 'timeout' | 'unauthorized'): Outcome => ({
    type: 'open',
    result: { kind: 'unknown', cause, retryAfterMs: null },
  })
  expect(inShort(take(list, lost('timeout')))).toBe('over, ! upstream_down')
  expect(inShort(take(list, lost('unauthorized')))).toBe('over, ! upstream_auth')
  const no = (code: string): Outcome => ({
    type: 'open',
    result: { kind: 'refused', status: 403, code, payment: null, verificationError: null },
  })
  expect(inShort(take(list, no('feature_not_available')))).toBe('over, ! upstream_auth')
  expect(inShort(take(list, no('unknown_error')))).toBe('over, ! refused_for_now')
})

test('an orphan that Pi does not cancel is an alarm, one that is cancelled already is not', () => {
  const orphans = [makePayment(makePayout())]
  const cancel: AuditStep = { type: 'cancel', piId }
  const no = (code: string): Outcome => ({
    type: 'payment',
    result: { kind: 'refused', status: 400, code, payment: null, verificationError: null },
  })
  const refused = take(cancel, no('payment_tx_present'), sorted({ orphans }))
  expect(inShort(refused)).toBe('! refused_for_now')
  expect(refused.alarms[0]?.detail).toBe(`cancel ${piId}: payment_tx_present`)
  expect(inShort(take(cancel, no('cancelled_payment'), sorted({ orphans })))).toBe('unblock')
})

test('the open payment of a settled payout is cancelled where an operator gave it up, else left alone', () => {
  const payment = makePayment(makePayout())
  const of = (givesUpPayment: boolean) => {
    const payout = makePayout({ state: 'paid_unconfirmed', piId, givesUpPayment })
    return take(trace, traced(payout), listed([payment])).memory.payments
  }
  expect(of(true)).toMatchObject({ orphans: [payment] })
  expect(of(false)).toMatchObject({ orphans: [] })
})

test('below the books the newest ledger distinguishes a Horizon that lags from another chain', () => {
  const read: AuditStep = { type: 'read_ledger', which: 'latest' }
  const newest = (sequence: number, closedAt: number): Outcome => ({
    type: 'read_ledger',
    ledger: { kind: 'ok', value: { sequence, closedAt } },
  })
  // The books are at ledger 100, which closed at 1,000.
  expect(inShort(take(read, newest(99, 1_001)))).toBe('over, ! chain_reset')
  expect(take(read, newest(99, 1_000)).memory).toMatchObject({ ledgerTime: { sequence: 99 } })
  expect(take(read, newest(100, 1_001)).memory).toMatchObject({ ledgerTime: { sequence: 100 } })
  const lost = { kind: 'unknown', cause: 'timeout', retryAfterMs: null } as const
  expect(inShort(take(read, { type: 'read_ledger', ledger: lost }))).toBe('over, ! upstream_down')
})
