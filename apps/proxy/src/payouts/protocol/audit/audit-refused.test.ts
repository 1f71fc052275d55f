import { expect, test } from 'vitest'
import {
  emptyMemory,
  inShort,
  makePayment,
  makePayout,
  makeSurvey,
  makeWork,
  piId,
  settings,
} from '../../../../testkit/make-work.ts'
import { absorb } from '../absorb.ts'
import type { Payout } from '../../model/payout.ts'
import { rules } from '../rules.ts'
import type { Memory } from '../memory.ts'
import type { Absorbed, Outcome, Step } from '../steps.ts'

function take(step: Step, outcome: Outcome, memory: Partial<Memory> = {}): Absorbed {
  const at = { ...emptyMemory, survey: makeSurvey(), ...memory }
  return absorb({ work: makeWork(null), memory: at, settings }, rules, { step, outcome })
}
const trace: Step = { type: 'trace', ids: [], requestHashes: [] }
const traced = (...payouts: Payout[]): Outcome => ({ type: 'traced', payouts })

test("an audit that does not get Pi's list says why", () => {
  const list: Step = { type: 'list_open' }
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
  const cancel: Step = { type: 'cancel', piId }
  const no = (code: string): Outcome => ({
    type: 'payment',
    result: { kind: 'refused', status: 400, code, payment: null, verificationError: null },
  })
  const refused = take(cancel, no('payment_tx_present'), { orphans })
  expect(inShort(refused)).toBe('! refused_for_now')
  expect(refused.alarms[0]?.detail).toBe(`cancel ${piId}: payment_tx_present`)
  expect(inShort(take(cancel, no('cancelled_payment'), { orphans }))).toBe('unblock')
})

test('the open payment of a settled payout is cancelled where an operator gave it up, else left alone', () => {
  const payment = makePayment(makePayout())
  const of = (givesUpPayment: boolean) => {
    const payout = makePayout({ state: 'paid_unconfirmed', piId, givesUpPayment })
    return take(trace, traced(payout), { open: [payment] }).memory.orphans
  }
  expect(of(true)).toEqual([payment])
  expect(of(false)).toEqual([])
})

test('below the books the newest ledger tells a Horizon that lags from another chain', () => {
  const read: Step = { type: 'read_ledger', which: 'latest' }
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
