import { expect, test } from 'vitest'
import {
  emptyMemory,
  inShort,
  makeEnvelope,
  makePayout,
  makeSurvey,
  makeWork,
  settings,
} from '../../../../testkit/make-work.ts'
import { nextStep } from '../next-step.ts'
import type { Payout } from '../../model/payout.ts'
import { rules } from '../rules.ts'
import type { Memory } from '../memory.ts'
import type { Step } from '../steps.ts'

type Extra = Parameters<typeof makeWork>[1]

function next(set: Partial<Payout>, memory: Partial<Memory>, extra: Extra) {
  return nextStep(
    { work: makeWork(makePayout(set), extra), memory: { ...emptyMemory, ...memory }, settings },
    rules,
  )
}

function shown(step: Step): string {
  return step.type === 'note' ? inShort(step.absorbed) : step.type
}

const survey = makeSurvey()
const live = makeEnvelope(makePayout())

test('R2: a replacement keeps the sequence, with a later maxTime and twice the fee up to the cap', () => {
  const memory = {
    survey: makeSurvey({ ledger: 105 }),
    ledgerTime: { sequence: 105, closedAt: 1_025 },
  }
  const first = next({ state: 'signed', attempts: 1 }, memory, { envelopes: [live] })
  expect(first).toMatchObject({ order: { sequence: 11n, maxTime: 1_085, fee: 200_000n } })

  const dear = { ...live, fee: 900_000n }
  const capped = next({ state: 'signed', attempts: 1 }, memory, { envelopes: [dear] })
  expect(capped).toMatchObject({ order: { fee: 1_000_000n } })
})

test('R3: the sequence follows the snapshot, or the books where they know more', () => {
  const fromSnapshot = next({ state: 'created' }, { survey }, { lane: { bookedSequence: 10n } })
  expect(fromSnapshot).toMatchObject({ order: { sequence: 11n, destination: expect.any(String) } })
  const fromBooks = next({ state: 'created' }, { survey }, { lane: { bookedSequence: 14n } })
  expect(fromBooks).toMatchObject({ order: { sequence: 15n } })
})

test('R10: what the chain finds too late is replaced at once, with a bound that counts from now', () => {
  const ledgerTime = { sequence: 101, closedAt: 1_000 }
  const tooLate = { state: 'signed', attempts: 1, submitCode: 'tx_too_late' } as const
  const at = (now: number) =>
    next(tooLate, { survey, ledgerTime }, { envelopes: [{ ...live, maxTime: 1_060 }], now })
  expect(at(1_200.9)).toMatchObject({ order: { sequence: 11n, maxTime: 1_260 } })
  // Clocks that are behind lengthen nothing, and no clock is trusted without limit.
  expect(at(900)).toMatchObject({ type: 'submit' })
  expect(at(1_000_000)).toMatchObject({ order: { maxTime: 1_000 + 3_600 + 60 } })
  const inTime = next(
    { ...tooLate, submitCode: null },
    { survey, ledgerTime },
    { envelopes: [live], now: 1_200 },
  )
  expect(inTime).toMatchObject({ type: 'submit' })
})

test('what the chain takes for wrongly signed is sent again, not signed again, and is held once it has run out', () => {
  const wrong = { state: 'signed', attempts: 1, submitCode: 'tx_bad_auth' } as const
  const later = {
    survey: makeSurvey({ ledger: 110 }),
    ledgerTime: { sequence: 110, closedAt: 1_030 },
  }
  expect(next(wrong, later, { envelopes: [live] })).toMatchObject({ type: 'submit' })
  const over = {
    survey: makeSurvey({ ledger: 130 }),
    ledgerTime: { sequence: 130, closedAt: live.maxTime + 1 },
  }
  expect(shown(next(wrong, over, { envelopes: [live] }))).toBe(
    'dead, signed -> held (envelope_refused), over, ! held',
  )
  const cancelled = next({ ...wrong, cancelRequested: true }, over, { envelopes: [live] })
  expect(shown(cancelled)).toBe('dead, signed -> cancelling')
})
