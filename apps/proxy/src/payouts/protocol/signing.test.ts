import { describe, expect, test } from 'vitest'
import {
  inShort,
  makeEnvelope,
  makePayment,
  makePayout,
  makeSurvey,
  piId,
  recipient,
} from '../../../testkit/make-work.ts'
import { absorbIn, nextIn, stepInShort } from '../../../testkit/take-step.ts'
import { correlated } from '../model/correlation.ts'
import type { Step } from './steps.ts'

const survey = makeSurvey()
const other = `G${'Q'.repeat(55)}`
const created = makePayout({ state: 'created' })

describe('the last look before a signature', () => {
  test('a payment that Pi showed within a minute is signed for as it is', () => {
    expect(nextIn(created, { survey }, { paymentAgeMs: 60_000 })).toMatchObject({
      type: 'sign',
      order: { destination: recipient, memo: piId },
    })
  })

  test('an older one is read first, and one that was never shown', () => {
    const read = { type: 'read_payment', piId }
    expect(nextIn(created, { survey }, { paymentAgeMs: 60_001 })).toEqual(read)
    expect(nextIn(created, { survey }, { paymentAgeMs: null })).toEqual(read)
    const payment = makePayment(created)
    expect(nextIn(created, { survey, payment }, { paymentAgeMs: null }).type).toBe('sign')
  })

  test.each([
    ['another wallet of the proxy', { from_address: other }, 'payment_from_address_differs'],
    ['another network', { network: 'Pi Network' as const }, 'payment_network_differs'],
    ['a recipient that moved', { to_address: other }, 'payment_to_address_differs'],
    ['another amount', { amount: 9 }, 'payment_amount_differs'],
  ])('%s is held, whenever it was adopted', (_, change, reason) => {
    const lastPayment = makePayment(created, change)
    expect(stepInShort(nextIn({ ...created, lastPayment }, { survey }))).toBe(
      `created -> held (${reason}), over, ! held`,
    )
    const payment = makePayment(created, change)
    expect(stepInShort(nextIn(created, { survey, payment }))).toContain(reason)
  })

  test('a payment of another deployment is left to the audit, which stops the lane', () => {
    const metadata = correlated(created, '00000000-0000-4000-a000-0000000000ff')
    const lastPayment = makePayment(created, { metadata })
    const step = nextIn({ ...created, lastPayment }, { survey })
    expect(step).toMatchObject({ type: 'note', absorbed: { audit: [lastPayment] } })
    expect(stepInShort(step)).toContain('rest')
  })

  test('a replacement is not signed for what Pi closed, or shows as something else', () => {
    const signed = makePayout({ state: 'signed', attempts: 1 })
    const envelopes = [makeEnvelope(signed)]
    const time = { sequence: 110, closedAt: 1_055 }
    const late = { envelopes, lane: { tip: time } }
    const seen = makeSurvey({ ledger: 110 })
    expect(nextIn(signed, { survey: seen }, late).type).toBe('sign')
    const status = { ...makePayment(signed).status, cancelled: true }
    for (const change of [{ status }, { to_address: other }]) {
      const payment = makePayment(signed, change)
      expect(stepInShort(nextIn(signed, { survey: seen, payment }, late))).toMatch(
        /^rest \d+, over$/,
      )
    }
  })
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
  const result = absorbIn({ state: 'created' }, { step, outcome: signed })
  expect(inShort(result)).toBe('created -> signed, add_envelope')
  expect(
    JSON.stringify(result.changes[0], (_k, v: unknown) => (typeof v === 'bigint' ? '' : v)),
  ).not.toContain('AAAA')
  const outcome = { type: 'sign_refused', reason: 'cap' } as const
  const refusal = absorbIn({ state: 'created' }, { step, outcome })
  expect(inShort(refusal)).toBe('created -> held (signer_refused), over, ! held')
})
