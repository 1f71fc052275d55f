import { expect, test } from 'vitest'
import {
  clientId,
  inShort,
  makePayment,
  makePayout,
  makeSurvey,
} from '../../../testkit/make-work.ts'
import { absorbIn, nextIn } from '../../../testkit/take-step.ts'
import { payoutIdOf } from '../model/correlation.ts'
import type { Payout } from '../model/payout.ts'
import type { UnreadablePayments } from '../model/ports.ts'
import type { Absorbed, Step } from './steps.ts'
import { mayHide, unreadableAlarms } from './unreadable-payments.ts'

const survey = makeSurvey()
const payout = makePayout({ state: 'creating' })
const none = { count: 1, ids: ['Unreadable-1'], named: new Set<string>() }
const naming = (...named: string[]): UnreadablePayments => ({ ...none, named: new Set(named) })
const step: Step = { type: 'list_open' }

/** The visit goes on with Pi's list: what comes of it, and the next step. */
function list(
  set: Partial<Payout>,
  unreadable: UnreadablePayments,
  payments = [] as ReturnType<typeof makePayment>[],
): { taken: Absorbed; next: Step } {
  const result = { kind: 'ok' as const, value: { payments, unreadable } }
  const taken = absorbIn(set, { step, outcome: { type: 'open', result } })
  return { taken, next: nextIn(set, { survey, ...taken.memory }) }
}

const waiting: [string, Partial<Payout>][] = [
  ['created', { state: 'creating' }],
  ['cancelled', { state: 'cancelling', piId: null, lastPayment: null }],
  ['failed', { state: 'cancelling', piId: null, lastPayment: null, failCode: 'user_not_found' }],
]

test.each(waiting)(
  'R6: while an unreadable entry names it, a payout is not %s',
  (_, set: Partial<Payout>) => {
    const { taken } = list(set, naming('another', payout.id))
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
  const { taken, next } = list(set, naming('another', clientId))
  expect(inShort(taken)).toBe('')
  expect(next.type).toBe(expected)
})

test('a payment that can be read is adopted, whatever else is in the list', () => {
  const { taken } = list({ state: 'creating' }, naming(payout.id), [makePayment(payout)])
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

test('one alarm counts all of them, and names those that have an id', () => {
  expect(unreadableAlarms({ ...none, count: 3, ids: [] }, null)).toMatchObject([
    { detail: "3 of Pi's open payments cannot be read" },
  ])
  expect(unreadableAlarms({ ...none, count: 0 }, null)).toEqual([])
})
