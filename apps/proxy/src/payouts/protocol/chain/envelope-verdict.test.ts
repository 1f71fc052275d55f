import { expect, test } from 'vitest'
import {
  emptyMemory,
  makeEnvelope,
  makePayout,
  makeSurvey,
  makeTransaction,
  makeWork,
  settings,
} from '../../../../testkit/make-work.ts'
import { envelopeVerdict } from './envelope-verdict.ts'
import type { Payout } from '../../model/payout.ts'
import type { Memory, Survey } from '../memory.ts'

const payout = makePayout({ state: 'signed' })
const old = makeEnvelope(payout)
const newer = makeEnvelope(payout, { hash: '2'.repeat(64), maxTime: 1_090 })
const foreign = makeTransaction({ hash: 'f'.repeat(64), foreign: true })

function verdict(
  survey: Partial<Survey>,
  extra: Parameters<typeof makeWork>[1] = {},
  memory: Partial<Memory> = {},
  set: Partial<Payout> = {},
) {
  const signed = { ...payout, ...set }
  const work = { ...makeWork(signed, { envelopes: [old, newer], ...extra }), payout: signed }
  const facts = {
    work,
    settings,
    memory: { ...emptyMemory, ...memory },
    survey: makeSurvey(survey),
  }
  return envelopeVerdict(facts)
}

test('a hash in a ledger decides, and wins over everything else', () => {
  const applied = makeTransaction({ hash: old.hash })
  expect(verdict({ found: [applied] })).toMatchObject({
    kind: 'paid',
    transaction: { hash: old.hash },
  })
  const failed = makeTransaction({ hash: newer.hash, successful: false })
  expect(verdict({ found: [failed] })).toMatchObject({ kind: 'failed' })
})

test('R5: a 404 for every hash decides nothing', () => {
  expect(verdict({ absent: 2 })).toEqual({ kind: 'live' })
})

test('a consumed sequence decides only once its consumer is in the books', () => {
  expect(verdict({ sequence: 11n })).toEqual({ kind: 'unbooked' })
  const lane = { bookedSequence: 11n }
  expect(verdict({ sequence: 11n }, { lane, consumer: foreign })).toMatchObject({ kind: 'dead' })
  const unmatched = [makeTransaction({ hash: 'e'.repeat(64) })]
  expect(verdict({ sequence: 11n }, { lane, consumer: foreign, unmatched })).toEqual({
    kind: 'unbooked',
  })
})

test('a bump over the sequence kills it as well, also one that another account signed', () => {
  expect(verdict({ sequence: 11n }, { lane: { bookedSequence: 11n } })).toMatchObject({
    kind: 'dead',
  })
  const bump = makeTransaction({ sequence: 10n, bumpTo: 20n, foreign: true, hash: 'b'.repeat(64) })
  const lane = { bookedSequence: 20n }
  expect(verdict({ sequence: 20n }, { lane, consumer: bump })).toMatchObject({ kind: 'dead' })
})

test('an expired envelope is dead only by a ledger of the snapshot that closed after the last second of all', () => {
  const late = { sequence: 110, closedAt: 1_091 }
  expect(verdict({ ledger: 110 })).toEqual({ kind: 'read_ledger', which: 110 })
  expect(verdict({ ledger: 110 }, {}, { ledgerTime: late })).toMatchObject({ kind: 'dead' })
  const before = { kind: 'read_ledger', which: 109 }
  expect(verdict({ ledger: 109 }, {}, { ledgerTime: late })).toEqual(before)
  // The lane's newest ledger runs ahead of the account's replica while others pay into the wallet.
  expect(verdict({ ledger: 109 }, { lane: { tip: late } })).toEqual(before)
  const read = { sequence: 109, closedAt: 1_091 }
  expect(verdict({ ledger: 109 }, { lane: { tip: late } }, { ledgerTime: read })).toMatchObject({
    kind: 'dead',
  })
  const between = { sequence: 110, closedAt: 1_090 }
  expect(verdict({ ledger: 110 }, {}, { ledgerTime: between })).toEqual({ kind: 'live' })
})

test('without Latest-Ledger three reads after a ledger 30 s past the last second have to agree', () => {
  const noHeader = { ledger: null }
  expect(verdict(noHeader)).toEqual({ kind: 'read_ledger', which: 'latest' })
  const before = { sequence: 110, closedAt: 1_120 }
  expect(verdict({ ...noHeader, before })).toEqual({ kind: 'live' })
  const past = { ...noHeader, before: { sequence: 111, closedAt: 1_121 } }
  expect(verdict(past)).toEqual({ kind: 'seems_expired' })
  expect(verdict(past, {}, {}, { expiryReads: 1 })).toEqual({ kind: 'seems_expired' })
  expect(verdict(past, {}, {}, { expiryReads: 2 })).toMatchObject({ kind: 'dead' })
})
