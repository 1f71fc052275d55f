import { expect, test } from 'vitest'
import {
  emptyMemory,
  inShort,
  makeEnvelope,
  makePayout,
  makeSurvey,
  makeTransaction,
  makeWork,
  piId,
  settings,
} from '../../../../testkit/make-work.ts'
import { absorb } from '../absorb.ts'
import { nextStep } from '../next-step.ts'
import type { Payout } from '../../model/payout.ts'
import type { SubmitResult } from '../../model/ports.ts'
import { rules } from '../rules.ts'
import type { Memory } from '../memory.ts'
import type { Absorbed, Outcome, Step } from '../steps.ts'

const surveyed = { survey: makeSurvey() }

function absorbIn(
  set: Partial<Payout>,
  step: Step,
  outcome: Outcome,
  { memory, extra }: { memory?: Partial<Memory>; extra?: Parameters<typeof makeWork>[1] } = {},
): Absorbed {
  const work = makeWork(makePayout(set), extra)
  return absorb(
    work,
    { ...emptyMemory, ...surveyed, ...memory },
    { step, outcome },
    { settings, rules },
  )
}

const lost: SubmitResult = { kind: 'unknown', cause: 'timeout', retryAfterMs: null }
const envelope = makeEnvelope(makePayout())
const submit: Step = { type: 'submit', envelope }
const refused = (code: string): SubmitResult => ({ kind: 'refused', code, operations: [] })
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
  ].map((code): [string, SubmitResult, string] => [
    `R5: ${code}`,
    refused(code),
    'rest 5000, over',
  ]),
  ['tx_bad_auth', refused('tx_bad_auth'), 'rest 5000, over, ! envelope_refused'],
  ['malformed', refused('transaction_malformed'), 'rest 5000, over, ! envelope_refused'],
  ['503', { kind: 'not_forwarded', retryAfterMs: 20_000 }, 'rest 20000, over'],
  ['504', { kind: 'unknown', cause: 'unusable', retryAfterMs: null }, 'rest 5000, over'],
  ['timeout', lost, 'rest 5000, over'],
]

test.each(submits)('submit: %s', (_name, result, expected) => {
  const extra = { envelopes: [envelope] }
  const absorbed = absorbIn({ state: 'signed' }, submit, { type: 'submitted', result }, { extra })
  expect(inShort(absorbed)).toBe(expected)
})

test('R1: a signature is committed with its state before anything is sent', () => {
  const order = {
    source: 'G',
    sequence: 11n,
    destination: 'G',
    amount: 1n,
    memo: piId,
    fee: 100_000n,
    maxTime: 1_060,
    network: 'Pi Testnet',
    closedAt: 1_000,
  }
  const step: Step = { type: 'sign', order, signedLedger: 100 }
  const signed = { type: 'signed', hash: '1'.repeat(64), xdr: 'AAAA' } as const
  const result = absorbIn({ state: 'created' }, step, signed)
  expect(inShort(result)).toBe('created -> signed, add_envelope')
  expect(
    JSON.stringify(result.changes[0], (_k, v: unknown) => (typeof v === 'bigint' ? '' : v)),
  ).not.toContain('AAAA')
  const refusal = absorbIn({ state: 'created' }, step, { type: 'sign_refused', reason: 'cap' })
  expect(inShort(refusal)).toBe('created -> held (signer_refused), over, ! held')
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
    const step = nextStep(
      work,
      { ...emptyMemory, survey: makeSurvey({ found, sequence: consumer ? 11n : 10n }) },
      { ...settings, withoutMoney },
      rules,
    )
    return step.type === 'note' ? inShort(step.absorbed) : step.type
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
