import type { Payment } from '@aloha-pi/contracts/platform'
import { expect, test } from 'vitest'
import {
  inShort,
  makeEnvelope,
  makePayment,
  makePayout,
  makeSurvey,
  makeTransaction,
  piId,
} from '../../../../testkit/make-work.ts'
import {
  absorbPayment,
  nextIn,
  ok,
  refused,
  stepInShort,
  type Extra,
} from '../../../../testkit/take-step.ts'
import type { Payout } from '../../model/payout.ts'
import type { PiResult } from '../../model/ports.ts'
import type { Memory } from '../memory.ts'
import type { Step } from '../steps.ts'

const survey = makeSurvey()
const live = makeEnvelope(makePayout())
const dead = { ...live, status: 'dead' as const }
const quarantined = { lane: { quarantineLeftMs: 5_000 } }
const cancelRequested = true
const cancelled = makePayment(makePayout(), {
  status: { ...makePayment(makePayout()).status, cancelled: true },
})
const unmatched = [makeTransaction({ hash: '9'.repeat(64), memo: 'other' })]
const broke = makeSurvey({ available: 31_499_999n })
const payment = (set: Partial<Payment> = {}) => makePayment(makePayout(), set)
const read: Step = { type: 'read_payment', piId }
const steps: [string, Partial<Payout>, Partial<Memory>, Extra, string][] = [
  [
    'nothing is signed that the wallet cannot pay',
    { state: 'created' },
    { survey: broke },
    {},
    'rest 1000, see_balance, over, ! wallet_poor',
  ],
  ['R3: nothing is signed without a snapshot', { state: 'created' }, {}, {}, 'survey'],
  ['with snapshot and books it is signed', { state: 'created' }, { survey }, {}, 'sign'],
  [
    'R4: books behind the wallet wait',
    { state: 'created' },
    { survey: makeSurvey({ sequence: 11n }) },
    {},
    'rest 5000, over',
  ],
  [
    'R4: an unidentified transaction waits for the audit',
    { state: 'created' },
    { survey },
    { unmatched },
    'rest 5000, over, audit',
  ],
  [
    'R10: the close time is read when none is near',
    { state: 'created' },
    { survey: makeSurvey({ ledger: 103 }) },
    {},
    'read_ledger',
  ],
  [
    'without Latest-Ledger the newest ledger is read',
    { state: 'created' },
    { survey: makeSurvey({ ledger: null }) },
    {},
    'read_ledger',
  ],
  [
    'a second generation looks at Pi first',
    { state: 'created' },
    { survey },
    { envelopes: [dead] },
    'read_payment',
  ],
  [
    'in quarantine Pi is asked before a signature',
    { state: 'created' },
    { survey },
    quarantined,
    'read_payment',
  ],
  [
    'what Pi cancelled is not paid',
    { state: 'created' },
    { payment: cancelled },
    { envelopes: [dead] },
    'created -> cancelling',
  ],
  [
    'a cancel before the signature',
    { state: 'created', cancelRequested },
    {},
    {},
    'created -> cancelling',
  ],
]

test.each(steps)('next: %s', (_name, set, memory, extra, expected) => {
  expect(stepInShort(nextIn(set, memory, extra))).toBe(expected)
})

const responses: [string, Partial<Payout>, Step, PiResult<Payment>, string][] = [
  ['read: a created payment that is still right', { state: 'created' }, read, ok(payment()), ''],
  [
    'P11: a payment that changed is held',
    { state: 'created' },
    read,
    ok(payment({ amount: 31.4 })),
    'created -> held (payment_amount_differs), over, ! held',
  ],
  [
    'R5: a 404 moves nothing',
    { state: 'created' },
    read,
    refused('payment_not_found', { status: 404 }),
    'rest 1000, over, ! refused_for_now',
  ],
]

test.each(responses)('%s', (_name, set, step, result, expected) => {
  expect(inShort(absorbPayment(set, step, result))).toBe(expected)
})

test('a payment that Pi made and does not find any more is held after a while', () => {
  const gone = refused('payment_not_found', { status: 404 })
  const young = absorbPayment({ state: 'created' }, read, gone)
  expect(inShort(young)).toBe('rest 1000, over, ! refused_for_now')

  const old = absorbPayment({ state: 'created', attempts: 8 }, read, gone)
  expect(inShort(old)).toBe('created -> held (payment_not_found), over, ! held')
})
