import { expect, test } from 'vitest'
import {
  emptyMemory,
  inShort,
  makeEnvelope,
  makePayout,
  makeSurvey,
  makeTransaction,
  makeWork,
  settings,
} from '../../../../testkit/make-work.ts'
import { absorbIn, lost, nextIn, stepInShort, type Extra } from '../../../../testkit/take-step.ts'
import type { Payout } from '../../model/payout.ts'
import type { SubmitResult } from '../../model/ports.ts'
import type { Memory } from '../memory.ts'
import { nextStep } from '../next-step.ts'
import { rules } from '../rules.ts'
import type { Step } from '../steps.ts'

const survey = makeSurvey()
const live = makeEnvelope(makePayout())
const dead = { ...live, status: 'dead' as const }
const cancelRequested = true

const steps: [string, Partial<Payout>, Partial<Memory>, Extra, string][] = [
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
]

test.each(steps)('next: %s', (_name, set, memory, extra, expected) => {
  expect(stepInShort(nextIn(set, memory, extra))).toBe(expected)
})

const envelope = makeEnvelope(makePayout())
const submit: Step = { type: 'submit', envelope }
const no = (code: string): SubmitResult => ({ kind: 'refused', code, operations: [] })
const submits: [string, SubmitResult, string][] = [
  [
    'our hash, successful',
    { kind: 'applied', transaction: makeTransaction() },
    'book, applied, signed -> paid',
  ],
  [
    'another hash in a 200',
    { kind: 'applied', transaction: makeTransaction({ hash: 'b'.repeat(64) }) },
    'rest 5000, over',
  ],
  [
    'our hash, not successful',
    { kind: 'applied', transaction: makeTransaction({ successful: false }) },
    'rest 5000, over',
  ],
  ...[
    'tx_bad_seq',
    'tx_failed',
    'tx_too_late',
    'tx_insufficient_fee',
    'tx_insufficient_balance',
  ].map((code): [string, SubmitResult, string] => [`R5: ${code}`, no(code), 'rest 5000, over']),
  ['tx_bad_auth', no('tx_bad_auth'), 'rest 5000, over, ! envelope_refused'],
  ['malformed', no('transaction_malformed'), 'rest 5000, over, ! envelope_refused'],
  ['503', { kind: 'not_forwarded', retryAfterMs: 20_000 }, 'rest 20000, over'],
  ['504', { kind: 'unknown', cause: 'unusable', retryAfterMs: null }, 'rest 5000, over'],
  ['timeout', lost, 'rest 5000, over'],
]

test.each(submits)('submit: %s', (_name, result, expected) => {
  const extra = { envelopes: [envelope] }
  const taken = { step: submit, outcome: { type: 'submitted', result } } as const
  expect(inShort(absorbIn({ state: 'signed' }, taken, { extra }))).toBe(expected)
})

test('what failed on the chain or was refused for balance is said when the generation is over', () => {
  const failed = makeTransaction({ successful: false, failure: 'op_no_destination' })
  const shown = (
    set: Partial<Payout>,
    found: (typeof failed)[],
    { consumer = false, withoutMoney = settings.withoutMoney } = {},
  ) => {
    const lane = { bookedSequence: consumer ? 11n : 10n }
    const other = makeTransaction({ hash: 'f'.repeat(64), foreign: true })
    const work = makeWork(makePayout({ state: 'signed', attempts: 1, ...set }), {
      envelopes: [envelope],
      lane,
      consumer: consumer ? other : null,
    })
    const memory = { ...emptyMemory, survey: makeSurvey({ found, sequence: consumer ? 11n : 10n }) }
    return stepInShort(nextStep({ work, memory, settings: { ...settings, withoutMoney } }, rules))
  }
  expect(shown({}, [failed])).toBe('failed, signed -> cancelling (op_no_destination)')
  expect(shown({}, [], { consumer: true })).toBe('dead, signed -> created')
  expect(shown({ cancelRequested: true }, [], { consumer: true })).toBe(
    'dead, signed -> cancelling',
  )
  const broke = { submitCode: 'tx_insufficient_balance' }
  const underfunded = makeTransaction({ successful: false, failure: 'op_underfunded' })
  const fails = { withoutMoney: 'fail' } as const
  expect(shown(broke, [], { consumer: true, ...fails })).toBe(
    'dead, signed -> cancelling (insufficient_balance)',
  )
  expect(shown({}, [underfunded], fails)).toBe('failed, signed -> cancelling (op_underfunded)')
  // It waits for money instead: nothing can be paid by what is dead.
  expect(shown(broke, [], { consumer: true })).toBe('dead, signed -> created')
  expect(shown({}, [underfunded])).toBe('failed, signed -> created')
})
