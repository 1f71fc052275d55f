import { expect, test } from 'vitest'
import {
  clientId,
  emptyMemory,
  inShort,
  makePayment,
  makePayout,
  makeSurvey,
  makeWork,
  settings,
} from '../../../testkit/make-work.ts'
import { absorb } from './absorb.ts'
import { payoutIdOf } from '../model/correlation.ts'
import { nextStep } from './next-step.ts'
import type { Payout } from '../model/payout.ts'
import type { UnreadablePayments } from '../model/ports.ts'
import { rules } from './rules.ts'
import type { Memory } from './memory.ts'
import type { Absorbed, Step } from './steps.ts'
import { mayHide, unreadableAlarms } from './unreadable-payments.ts'

type Extra = Parameters<typeof makeWork>[1]
const survey = makeSurvey()
const payout = makePayout({ state: 'creating' })
const none = { count: 1, ids: ['Unreadable-1'], named: new Set<string>() }
const naming = (...named: string[]): UnreadablePayments => ({ ...none, named: new Set(named) })
const step: Step = { type: 'list_open' }

/** The visit goes on with Pi's list: what comes of it, and the next step. */
function list(
  work: ReturnType<typeof makeWork>,
  unreadable: UnreadablePayments,
  payments = [] as ReturnType<typeof makePayment>[],
): { taken: Absorbed; next: Step } {
  const memory = { ...emptyMemory, survey }
  const outcome = {
    type: 'open' as const,
    result: { kind: 'ok' as const, value: { payments, unreadable } },
  }
  const taken = absorb({ work, memory, settings }, rules, { step, outcome })
  const next = nextStep({ work, memory: { ...memory, ...taken.memory }, settings }, rules)
  return { taken, next }
}

const waiting: [string, Partial<Payout>][] = [
  ['created', { state: 'creating' }],
  ['cancelled', { state: 'cancelling', piId: null, lastPayment: null }],
  ['failed', { state: 'cancelling', piId: null, lastPayment: null, failCode: 'user_not_found' }],
]

test.each(waiting)(
  'R6: while an unreadable entry names it, a payout is not %s',
  (_, set: Partial<Payout>) => {
    const work = makeWork(makePayout(set))
    const { taken } = list(work, naming('another', payout.id))
    expect(inShort(taken)).toBe('rest 1000, over, ! unreadable_payment')
    expect(taken.alarms).toMatchObject([
      { payoutId: payout.id, detail: expect.stringContaining('Unreadable-1') },
    ])
    // Nothing is remembered from which it would be missing.
    expect(taken.memory).toEqual({})
  },
)

test.each([
  ['created', { state: 'creating' as const }, 'create'],
  ['cancelled', { state: 'cancelling' as const, piId: null, lastPayment: null }, 'note'],
])('entries that do not name it keep no payout from being %s', (_, set, expected) => {
  const { taken, next } = list(makeWork(makePayout(set)), naming('another', clientId))
  expect(inShort(taken)).toBe('')
  expect(next.type).toBe(expected)
})

test('a payment that can be read is adopted, whatever else is in the list', () => {
  const { taken } = list(makeWork(payout), naming(payout.id), [makePayment(payout)])
  expect(inShort(taken)).toBe('creating -> created')
})

test('a payout is found under the id that its client had before the database was lost', () => {
  const lost = '00000000-0000-4000-9000-00000000dead'
  const before = payoutIdOf(lost, 'order-1')
  expect(mayHide(naming(lost, before), payout)).toBe(true)
  expect(mayHide(naming(lost, before), { ...payout, idempotencyKey: 'order-2' })).toBe(false)
  expect(mayHide(naming(before), payout)).toBe(false)
  expect(mayHide(naming(lost, before), { ...payout, idempotencyKey: null })).toBe(false)
})

test('the audit raises one alarm with the count, and goes on with what it can read', () => {
  const many = { ...none, count: 3 }
  const { taken } = list(makeWork(null), many, [makePayment(payout)])
  expect(taken).toMatchObject({
    alarms: [
      {
        code: 'unreadable_payment',
        payoutId: null,
        detail: "3 of Pi's open payments cannot be read: Unreadable-1",
      },
    ],
    memory: { open: [{}], isListed: true, isUnreadable: false },
    isOver: false,
  })
  expect(unreadableAlarms({ ...many, ids: [] }, null)).toMatchObject([
    { detail: "3 of Pi's open payments cannot be read" },
  ])
  expect(unreadableAlarms({ ...many, count: 0 }, null)).toEqual([])
})

const rows: [string, NonNullable<Extra>['lane'], Partial<Memory>, string][] = [
  [
    'the quarantine of a new wallet',
    { quarantineLeftMs: 1, quarantineReason: 'new', bookedSequence: null },
    { survey: makeSurvey({ sequence: 7n << 32n }), open: [] },
    'end_quarantine, over',
  ],
  ['an adoption', { isAdopting: true }, { survey }, 'adopted, over'],
]

test.each(rows)('%s does not end while a payment of ours cannot be read', (_, lane, set, ends) => {
  const work = makeWork(null, { lane: lane ?? {} })
  const memory = { ...emptyMemory, ...set, isListed: true, orphans: [] }
  const end = (isUnreadable: boolean) => {
    const step = nextStep({ work, memory: { ...memory, isUnreadable }, settings }, rules)
    return step.type === 'note' && inShort(step.absorbed)
  }
  expect(end(false)).toBe(ends)
  expect(end(true)).toBe('over')
  expect(list(work, naming(payout.id)).taken.memory).toMatchObject({ isUnreadable: true })
})
