import { describe, expect, test } from 'vitest'
import {
  emptyMemory,
  makeEnvelope,
  makePayout,
  makeSurvey,
  makeTransaction,
  makeWork,
  settings,
} from '../../../testkit/make-work.ts'
import { nextIn, stepInShort } from '../../../testkit/take-step.ts'
import { finalStates, type Payout } from '../model/payout.ts'
import { nextStep } from './next-step.ts'
import { rules } from './rules.ts'

const survey = makeSurvey()
const live = makeEnvelope(makePayout())
const created = makePayout({ state: 'created' })

test.each(['held', ...finalStates] as const)('%s has nothing to do', (state) => {
  expect(stepInShort(nextIn({ state }))).toBe('over')
})

test('every state that has work pays out what the books show, whatever it was about to do', () => {
  const booked = [makeTransaction({ hash: live.hash })]
  for (const state of ['created', 'signed', 'cancelling'] as const) {
    const step = nextIn(
      { state },
      { survey },
      { booked, envelopes: [live], lane: { bookedSequence: 11n } },
    )
    expect(stepInShort(step)).toBe(`applied, ${state} -> paid`)
  }
})

test('a foreign transaction with our memo and another amount is held', () => {
  const booked = [makeTransaction({ payment: { destination: 'GX', amount: 1n } })]
  const step = nextIn({ state: 'created' }, { survey }, { booked })
  expect(stepInShort(step)).toBe('created -> held (transaction_differs), over, ! held')
})

test('a second envelope that may still apply is held, not hidden', () => {
  const booked = [makeTransaction({ hash: '2'.repeat(64), sequence: 9n })]
  const step = nextIn({ state: 'signed' }, { survey }, { booked, envelopes: [live] })
  expect(stepInShort(step)).toBe('signed -> held (paid_twice), over, ! held')
})

describe('brakes', () => {
  const stop = { reason: 'unknown_payout' as const, payment: 'p', payout: 'q', deployment: null }
  test.each([
    ['a pause', { brake: 'paused' as const }],
    ['a revoked key', { brake: 'key_revoked' as const }],
    ['a stopped lane', { lane: { stop } }],
  ])('%s signs nothing, and creates nothing', (_, extra) => {
    for (const state of ['received', 'creating', 'created'] as const) {
      expect(stepInShort(nextIn(makePayout({ state }), { survey }, extra))).toBe('over')
    }
    expect(nextIn(makePayout({ state: 'paid', txid: 'a' }), {}, extra).type).toBe('complete')
  })

  test('a stopped lane signs no replacement and cancels nothing', () => {
    const signed = makePayout({ state: 'signed', attempts: 1 })
    const lane = { stop, tip: { sequence: 110, closedAt: 1_055 } }
    const extra = { envelopes: [makeEnvelope(signed)], lane }
    expect(nextIn(signed, { survey: makeSurvey({ ledger: 110 }) }, extra).type).toBe('submit')
    expect(
      stepInShort(nextIn(makePayout({ state: 'cancelling' }), { survey }, { lane: { stop } })),
    ).toBe('over')
  })

  test('switched off, what is not signed waits, and what is to be cancelled is', () => {
    const off = { ...settings, isOn: false }
    const step = (payout: Payout) =>
      stepInShort(
        nextStep(
          { work: makeWork(payout), memory: { ...emptyMemory, survey }, settings: off },
          rules,
        ),
      )
    expect(step(created)).toBe('over')
    expect(step({ ...created, cancelRequested: true })).toBe('created -> cancelling')
  })
})
