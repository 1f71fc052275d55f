import { expect, test } from 'vitest'
import {
  emptyMemory,
  inShort,
  makeEnvelope,
  makePayment,
  makePayout,
  makeSurvey,
  makeTransaction,
  makeWork,
  settings,
} from '../../../testkit/make-work.ts'
import { nextStep } from './next-step.ts'
import type { Payout } from '../model/payout.ts'
import { rules } from './rules.ts'
import type { Memory } from './memory.ts'
import type { Step } from './steps.ts'

type Extra = Parameters<typeof makeWork>[1]

function next(set: Partial<Payout>, memory: Partial<Memory> = {}, extra: Extra = {}): Step {
  return nextStep(makeWork(makePayout(set), extra), { ...emptyMemory, ...memory }, settings, rules)
}
function shown(step: Step): string {
  return step.type === 'note' ? inShort(step.absorbed) : step.type
}

const survey = makeSurvey()
const live = makeEnvelope(makePayout())
const dead = { ...live, status: 'dead' as const }
const cancelRequested = true
const quarantined = { lane: { quarantineLeftMs: 5_000 } }
const cancelled = makePayment(makePayout(), {
  status: { ...makePayment(makePayout()).status, cancelled: true },
})
const unmatched = [makeTransaction({ hash: '9'.repeat(64), memo: 'other' })]
const broke = makeSurvey({ available: 31_499_999n })

type Row = [string, Partial<Payout>, Partial<Memory>, Extra, string]
const table: Row[] = [
  ['a new payout needs the wallet', { state: 'received' }, {}, {}, 'survey'],
  ['with money it is created', { state: 'received' }, { survey }, {}, 'received -> creating'],
  [
    'without money and fee it waits',
    { state: 'received' },
    { survey: broke },
    {},
    'rest 1000, see_balance, over, ! wallet_poor',
  ],
  [
    'nothing is signed that the wallet cannot pay',
    { state: 'created' },
    { survey: broke },
    {},
    'rest 1000, see_balance, over, ! wallet_poor',
  ],
  [
    'a cancelled new payout is closed',
    { state: 'received', cancelRequested },
    {},
    {},
    'received -> cancelling',
  ],
  [
    'what this visit made is created at once',
    { state: 'creating' },
    { isFresh: true },
    {},
    'create',
  ],
  ['after a crash an earlier create is looked for', { state: 'creating' }, {}, {}, 'list_open'],
  ['not listed: it is created again', { state: 'creating' }, { open: [] }, {}, 'create'],
  ['a released payout is read again', { state: 'creating', piId: 'x' }, {}, {}, 'read_payment'],
  [
    'a cancel before the payment exists',
    { state: 'creating', cancelRequested },
    {},
    {},
    'creating -> cancelling',
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
  [
    'the first step of a signed payout is to send it',
    { state: 'signed' },
    {},
    { envelopes: [live] },
    'submit',
  ],
  [
    'later the chain is looked at first',
    { state: 'signed', attempts: 1 },
    {},
    { envelopes: [live] },
    'survey',
  ],
  [
    'undecided: the same bytes again',
    { state: 'signed', attempts: 1 },
    { survey },
    { envelopes: [live] },
    'submit',
  ],
  [
    'C4: after five ledgers a replacement',
    { state: 'signed', attempts: 1 },
    { survey: makeSurvey({ ledger: 105 }), ledgerTime: { sequence: 105, closedAt: 1_025 } },
    { envelopes: [live] },
    'sign',
  ],
  [
    'too low a fee is replaced at once',
    { state: 'signed', attempts: 1, submitCode: 'tx_insufficient_fee' },
    { survey },
    { envelopes: [live] },
    'sign',
  ],
  [
    'who cancels waits for the last second',
    { state: 'signed', attempts: 1, cancelRequested },
    { survey },
    { envelopes: [live] },
    'rest 5000, over',
  ],
  [
    'a signed payout without an envelope',
    { state: 'signed' },
    {},
    { envelopes: [dead] },
    'signed -> created',
  ],
  ['money moved: Pi is told', { state: 'paid', txid: 'a' }, {}, {}, 'complete'],
  [
    'Pi knows a transaction: which?',
    { state: 'paid', txid: 'a' },
    { mustRead: true },
    {},
    'read_payment',
  ],
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
  ...(['held', 'completed', 'cancelled', 'failed', 'paid_unconfirmed'] as const).map(
    (state): Row => [`${state} has nothing to do`, { state }, {}, {}, 'over'],
  ),
]

test.each(table)('%s', (_name, set, memory, extra, expected) => {
  expect(shown(next(set, memory, extra))).toBe(expected)
})

test('every state that has work pays out what the books show, whatever it was about to do', () => {
  const booked = [makeTransaction({ hash: live.hash })]
  for (const state of ['created', 'signed', 'cancelling'] as const) {
    const step = next(
      { state },
      { survey },
      { booked, envelopes: [live], lane: { bookedSequence: 11n } },
    )
    expect(shown(step)).toBe(`applied, ${state} -> paid`)
  }
})

test('a foreign transaction with our memo and another amount is held', () => {
  const booked = [makeTransaction({ payment: { destination: 'GX', amount: 1n } })]
  const step = next({ state: 'created' }, { survey }, { booked })
  expect(shown(step)).toBe('created -> held (transaction_differs), over, ! held')
})

test('a second envelope that may still apply is held, not hidden', () => {
  const booked = [makeTransaction({ hash: '2'.repeat(64), sequence: 9n })]
  const step = next({ state: 'signed' }, { survey }, { booked, envelopes: [live] })
  expect(shown(step)).toBe('signed -> held (paid_twice), over, ! held')
})
