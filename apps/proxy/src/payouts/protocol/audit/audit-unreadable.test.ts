import { expect, test } from 'vitest'
import { inShort, makePayment, makePayout, makeSurvey } from '../../../../testkit/make-work.ts'
import { absorbInAudit, nextOfAudit, sorted } from '../../../../testkit/take-audit-step.ts'
import type { Extra } from '../../../../testkit/take-step.ts'
import type { UnreadablePayments } from '../../model/ports.ts'
import type { AuditMemory } from './audit-memory.ts'

const survey = makeSurvey()
const payout = makePayout({ state: 'creating' })

function list(unreadable: UnreadablePayments) {
  const result = { kind: 'ok' as const, value: { payments: [makePayment(payout)], unreadable } }
  const outcome = { type: 'open' as const, result }
  return absorbInAudit({ step: { type: 'list_open' }, outcome })
}

test('the audit raises one alarm with the count, and goes on with what it can read', () => {
  const taken = list({ count: 3, ids: ['Unreadable-1'], named: new Set() })
  expect(taken).toMatchObject({
    alarms: [
      {
        code: 'unreadable_payment',
        payoutId: null,
        detail: "3 of Pi's open payments cannot be read: Unreadable-1",
      },
    ],
    memory: { payments: { phase: 'find_owners', open: [{}], isUnreadable: false } },
    isOver: false,
  })
})

const rows: [string, NonNullable<Extra['lane']>, Partial<AuditMemory>, string][] = [
  [
    'the quarantine of a new wallet',
    { quarantineLeftMs: 1, quarantineReason: 'new', bookedSequence: null },
    { survey: makeSurvey({ sequence: 7n << 32n }) },
    'end_quarantine, over',
  ],
  ['an adoption', { isAdopting: true }, { survey }, 'adopted, over'],
]

test.each(rows)('%s does not end while our payment cannot be read', (_, lane, set, ends) => {
  const end = (isUnreadable: boolean) => {
    const step = nextOfAudit({ ...set, ...sorted({ isUnreadable }) }, { lane })
    return step.type === 'note' && inShort(step.absorbed)
  }
  expect(end(false)).toBe(ends)
  expect(end(true)).toBe('over')
  const named = list({ count: 1, ids: ['Unreadable-1'], named: new Set([payout.id]) })
  expect(named.memory.payments).toMatchObject({ isUnreadable: true })
})
