import type { Payment } from '@aloha-pi/contracts/platform'
import { expect, test } from 'vitest'
import {
  inShort,
  makeEnvelope,
  makePayment,
  makePayout,
  makeSurvey,
  piId,
} from '../../../../testkit/make-work.ts'
import {
  absorbPayment,
  lost,
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
const quarantined = { lane: { quarantineLeftMs: 5_000 } }
const payment = (set: Partial<Payment> = {}) => makePayment(makePayout(), set)
const status = (set: Partial<Payment['status']>) => ({ status: { ...payment().status, ...set } })
const cancel: Step = { type: 'cancel', piId }
const cancelling = { state: 'cancelling' } as const
const steps: [string, Partial<Payout>, Partial<Memory>, Extra, string][] = [
  ['R6: no before the wallet was looked at', { state: 'cancelling' }, {}, {}, 'survey'],
  [
    'R6: no needs complete books',
    { state: 'cancelling' },
    { survey: makeSurvey({ sequence: 12n }) },
    {},
    'rest 5000, over',
  ],
  ['R6: no needs Pi to have cancelled', { state: 'cancelling' }, { survey }, {}, 'cancel'],
  [
    'R6: a live envelope forbids no',
    { state: 'cancelling' },
    { survey },
    { envelopes: [live] },
    'rest 5000, over',
  ],
  [
    'R6: no waits for the end of a quarantine',
    { state: 'cancelling' },
    { survey },
    quarantined,
    'rest 5000, over',
  ],
  [
    'without a known payment Pi is asked for lost ones',
    { state: 'cancelling', piId: null },
    { survey },
    {},
    'list_open',
  ],
  [
    'nothing there: cancelled',
    { state: 'cancelling', piId: null },
    { survey, open: [] },
    {},
    'cancelling -> cancelled',
  ],
  [
    'nothing there: failed',
    { state: 'cancelling', piId: null, failCode: 'user_not_found' },
    { survey, open: [] },
    {},
    'cancelling -> failed',
  ],
  [
    'Pi knows a transaction that the books do not',
    { state: 'cancelling' },
    { survey, mustRead: true },
    {},
    'rest 1000, over, ! refused_for_now',
  ],
  [
    'and still does',
    { state: 'cancelling', attempts: 8 },
    { survey, mustRead: true },
    {},
    'cancelling -> held (foreign_transaction_linked), over, ! held',
  ],
]

test.each(steps)('next: %s', (_name, set, memory, extra, expected) => {
  expect(stepInShort(nextIn(set, memory, extra))).toBe(expected)
})

const responses: [string, Partial<Payout>, Step, PiResult<Payment>, string][] = [
  [
    'cancel: done',
    cancelling,
    cancel,
    ok(payment(status({ cancelled: true }))),
    'cancelling -> cancelled, over',
  ],
  [
    'cancel: done, with a reason',
    { ...cancelling, failCode: 'op_no_destination' },
    cancel,
    ok(payment(status({ cancelled: true }))),
    'cancelling -> failed, over',
  ],
  [
    'cancel: was done',
    cancelling,
    cancel,
    refused('cancelled_payment'),
    'cancelling -> cancelled, over',
  ],
  [
    'cancel: a 200 that does not show it',
    cancelling,
    cancel,
    ok(payment()),
    'rest 1000, over, ! refused_for_now',
  ],
  ['cancel: lost', cancelling, cancel, lost, 'rest 1000, over'],
  ['cancel: a transaction is there', cancelling, cancel, refused('payment_tx_present'), ''],
  ['cancel: completed', cancelling, cancel, refused('already_completed'), ''],
  [
    'cancel: R5: a 404 moves nothing',
    cancelling,
    cancel,
    refused('payment_not_found', { status: 404 }),
    'rest 1000, over, ! refused_for_now',
  ],
]

test.each(responses)('%s', (_name, set, step, result, expected) => {
  expect(inShort(absorbPayment(set, step, result))).toBe(expected)
})

test('a payment that Pi does not find any more ends as cancelled, after a while', () => {
  const gone = refused('payment_not_found', { status: 404 })
  const asked = { ...cancelling, cancelRequested: true }
  expect(absorbPayment(asked, cancel, gone).changes).toMatchObject([{ type: 'rest' }])
  const end = absorbPayment({ ...asked, attempts: 8 }, cancel, gone)
  expect(end).toMatchObject({ changes: [{ type: 'move', to: 'cancelled' }], isOver: true })
})
