import { expect, test } from 'vitest'
import {
  emptyMemory,
  inShort,
  makeEnvelope,
  makePayout,
  makeWork,
  settings,
} from '../../../../testkit/make-work.ts'
import { absorb } from '../absorb.ts'
import type { Payout } from '../../model/payout.ts'
import type { AccountSnapshot, SubmitResult } from '../../model/ports.ts'
import { rules } from '../rules.ts'
import type { Outcome, Step } from '../steps.ts'

const account: AccountSnapshot = {
  sequence: 10n,
  balance: 1n,
  available: 1n,
  ledger: 100,
  modifiedLedger: 90,
}
const step: Step = { type: 'survey', cursor: null, hashes: [] }
type Survey = Extract<Outcome, { type: 'survey' }>

function take(set: Partial<Survey>, { payout, ledger }: { payout: Payout | null; ledger: number }) {
  const ok = { kind: 'ok', value: account } as const
  const page: Survey['page'] = { kind: 'ok', value: { transactions: [], isFull: false } }
  const outcome: Survey = { type: 'survey', account: ok, page, found: [], ...set }
  const work = makeWork(payout, { lane: { tip: { sequence: ledger, closedAt: 1_000 } } })
  return absorb({ work, memory: emptyMemory, settings }, rules, { step, outcome })
}
const waiting = makePayout({ state: 'created', waitsFor: 'horizon', attempts: 5 })

test('a Horizon of a chain that began again: nothing is surveyed, signed or booked', () => {
  const reset = take({}, { payout: waiting, ledger: 1_101 })
  expect(inShort(reset)).toBe('rest 30000, over, ! chain_reset')
  expect(reset.alarms[0]?.detail).toBe('Horizon is at ledger 100, the books at ledger 1101')
  expect(inShort(take({}, { payout: null, ledger: 1_101 }))).toBe('over, ! chain_reset')
  // One that lags is of the same chain.
  expect(take({}, { payout: waiting, ledger: 1_100 }).memory.survey).toMatchObject({ ledger: 100 })
})

test('an account without ledgers in its response is judged by its last change', () => {
  const old = { kind: 'ok', value: { ...account, ledger: null } } as const
  expect(inShort(take({ account: old }, { payout: null, ledger: 1_091 }))).toContain('chain_reset')
  const unknown = { ...old, value: { ...old.value, modifiedLedger: null } }
  expect(inShort(take({ account: unknown }, { payout: null, ledger: 9_999 }))).toBe('see_balance')
})

test('a Horizon that keeps no history so old says so by name', () => {
  const pruned = { page: { kind: 'pruned' } } as const
  expect(inShort(take(pruned, { payout: waiting, ledger: 100 }))).toBe(
    'rest 30000, over, ! history_pruned',
  )
  expect(inShort(take(pruned, { payout: null, ledger: 100 }))).toBe('over, ! history_pruned')
})

test('an envelope that came too late by old ledgers is an alarm, any other is not', () => {
  const envelope = makeEnvelope(makePayout())
  const at = (now: number, code: string) => {
    const work = makeWork(makePayout({ state: 'signed' }), {
      now,
      envelopes: [envelope],
      lane: { tip: { sequence: 100, closedAt: 1_000 } },
    })
    const result: SubmitResult = { kind: 'refused', code, operations: [] }
    const outcome: Outcome = { type: 'submitted', result }
    return absorb({ work, memory: emptyMemory, settings }, rules, {
      step: { type: 'submit', envelope },
      outcome,
    })
  }
  const late = at(1_030, 'tx_too_late')
  expect(inShort(late)).toBe('rest 5000, over, ! horizon_late')
  expect(late.alarms[0]?.detail).toBe('the newest ledger that Horizon shows closed 30 s ago')
  expect(inShort(at(1_029, 'tx_too_late'))).toBe('rest 5000, over')
  expect(inShort(at(1_030, 'tx_bad_seq'))).toBe('rest 5000, over')
})
