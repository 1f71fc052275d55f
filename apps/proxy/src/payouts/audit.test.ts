import type { Payment } from '@aloha-pi/contracts/platform'
import { expect, test } from 'vitest'
import {
  emptyMemory,
  inShort,
  makePayment,
  makePayout,
  makeSurvey,
  makeTransaction,
  makeWork,
  piId,
  settings,
} from '../../sim/make-work.ts'
import { absorb } from './absorb.ts'
import { nextStep } from './next-step.ts'
import type { Payout } from './payout.ts'
import { rules } from './rules.ts'
import type { Absorbed, Memory, Outcome, Step } from './steps.ts'

const survey = makeSurvey()
const unmatched = [makeTransaction({ hash: '9'.repeat(64), sequence: 10n })]
const quarantine = { lane: { quarantineLeftMs: 1 } }
type Extra = Parameters<typeof makeWork>[1]

function next(memory: Partial<Memory>, extra: Extra = {}): Step {
  return nextStep(makeWork(null, extra), { ...emptyMemory, ...memory }, settings, rules)
}
function take(
  step: Step,
  outcome: Outcome,
  memory: Partial<Memory> = {},
  extra: Extra = {},
): Absorbed {
  const merged = { ...emptyMemory, survey, ...memory }
  return absorb(makeWork(null, extra), merged, { step, outcome }, { settings, rules })
}
const trace: Step = { type: 'trace', ids: [] }
const traced = (...payouts: Payout[]): Outcome => ({ type: 'traced', payouts })

test('the audit goes through books, transactions, open payments and orphans', () => {
  const payment = makePayment(makePayout())
  expect(next({}).type).toBe('survey')
  expect(next({ survey }, { unmatched }).type).toBe('identify')
  expect(next({ survey }).type).toBe('list_open')
  expect(next({ survey, isListed: true, open: [payment] })).toEqual({
    type: 'trace',
    ids: [makePayout().id],
  })
  expect(next({ survey, isListed: true, orphans: [payment] }).type).toBe('cancel')
  expect(next({ survey, isListed: true, orphans: [] })).toMatchObject({
    absorbed: { isOver: true },
  })
})

test('R6: no orphan is cancelled in quarantine, or before the books are complete', () => {
  const orphans = [makePayment(makePayout())]
  const over = { absorbed: { isOver: true } }
  expect(next({ survey, isListed: true, orphans }, quarantine)).toMatchObject(over)
  const ahead = makeSurvey({ sequence: 12n })
  expect(next({ survey: ahead, isListed: true, orphans })).toMatchObject(over)
})

test('a memo that no payment can have is foreign without asking', () => {
  const step = next({ survey }, { unmatched: [makeTransaction({ memo: 'rent for May' })] })
  expect(step).toMatchObject({ absorbed: { changes: [{ type: 'identify', payoutId: null }] } })
})

const [transaction] = unmatched
const identify: Step = { type: 'identify', transaction: transaction!, piId }
const gone: Outcome = {
  type: 'payment',
  result: {
    kind: 'refused',
    status: 404,
    code: 'payment_not_found',
    payment: null,
    verificationError: null,
  },
}

test("R5: Pi's 404 makes a transaction foreign, but not while the database may have forgotten", () => {
  expect(take(identify, gone).changes).toMatchObject([{ type: 'identify', payoutId: null }])
  const skipped = take(identify, gone, {}, quarantine)
  expect(skipped).toMatchObject({ changes: [], memory: { skipped: [transaction?.hash] } })
  expect(inShort(skipped)).toBe('! refused_for_now')
})

test('a transaction that pays a known payout is given to it; a no that was said is taken back', () => {
  const identified = { transaction: transaction!, payment: makePayment(makePayout()) }
  const given = take(trace, traced(makePayout({ state: 'creating' })), { identified })
  expect(inShort(given)).toBe('identify, ! repaired')
  const undone = take(trace, traced(makePayout({ state: 'cancelled' })), { identified })
  expect(inShort(undone)).toBe('identify, cancelled -> paid, ! repaired')
  const twice = take(trace, traced(makePayout({ state: 'completed', txid: 'b' })), { identified })
  expect(inShort(twice)).toBe('identify, ! paid_twice')
})

test('a payout that the database lost is recreated as paid from Pi and the chain', () => {
  const payout = makePayout()
  const identified = { transaction: transaction!, payment: makePayment(payout) }
  const { changes } = take(trace, traced(), { identified })
  expect(changes).toMatchObject([
    {
      type: 'recreate',
      payout: {
        id: payout.id,
        clientId: payout.clientId,
        requestHash: payout.requestHash,
        amount: 31_400_000n,
        metadata: { orderId: '1' },
        piId,
        txid: transaction?.hash,
      },
    },
    { type: 'identify', payoutId: payout.id },
  ])
})

const none: Partial<Payment> = {}
const rows: [string, Partial<Payout> | null, Partial<Payment>, string, number][] = [
  [
    'a payout without one is handed its payment',
    { state: 'creating' },
    none,
    'creating -> created',
    0,
  ],
  ['as is one that is still new', { state: 'received' }, none, 'received -> created', 0],
  [
    'P11: a lying one is held',
    { state: 'creating' },
    { amount: 1 },
    'creating -> held (payment_amount_differs), ! held',
    0,
  ],
  ['a payment in work is left alone', { state: 'signed' }, none, '', 0],
  ['a second payment of a payout is an orphan', { state: 'signed', piId: 'other' }, none, '', 1],
  ['so is one of a finished payout', { state: 'failed', piId: null }, none, '', 1],
  ['so is one of a payout that nobody knows', null, none, '', 1],
  ['what was paid and never confirmed stays open', { state: 'paid_unconfirmed' }, none, '', 0],
  ['R7: a foreign payment is only reported', null, { metadata: { a: 1 } }, '! foreign_payment', 0],
]

test.each(rows)('open at Pi: %s', (_name, set, change, expected, orphans) => {
  const payout = set == null ? [] : [makePayout(set)]
  const open = [makePayment(makePayout(), change)]
  const result = take(trace, traced(...payout), { isListed: true, open })
  expect(inShort(result)).toBe(expected)
  expect(result.memory.orphans).toHaveLength(orphans)
})
