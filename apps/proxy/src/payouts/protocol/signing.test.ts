import { describe, expect, test } from 'vitest'
import {
  emptyMemory,
  inShort,
  makeEnvelope,
  makePayment,
  makePayout,
  makeSurvey,
  makeWork,
  piId,
  recipient,
  settings,
} from '../../../testkit/make-work.ts'
import { absorb } from './absorb.ts'
import { correlated } from '../model/correlation.ts'
import { nextStep } from './next-step.ts'
import type { Payout } from '../model/payout.ts'
import { rules } from './rules.ts'
import type { Memory } from './memory.ts'
import type { Step } from './steps.ts'

const survey = makeSurvey()
type Extra = Parameters<typeof makeWork>[1]
const other = `G${'Q'.repeat(55)}`

function next(payout: Payout, memory: Partial<Memory> = {}, extra: Extra = {}): Step {
  return nextStep(makeWork(payout, extra), { ...emptyMemory, ...memory }, settings, rules)
}
/** A step without a call, in a line. */
function noted(step: Step): string {
  return step.type === 'note' ? inShort(step.absorbed) : step.type
}
const created = makePayout({ state: 'created' })

describe('the last look before a signature', () => {
  test('a payment that Pi showed within a minute is signed for as it is', () => {
    expect(next(created, { survey }, { paymentAgeMs: 60_000 })).toMatchObject({
      type: 'sign',
      order: { destination: recipient, memo: piId },
    })
  })

  test('an older one is read first, and one that was never shown', () => {
    const read = { type: 'read_payment', piId }
    expect(next(created, { survey }, { paymentAgeMs: 60_001 })).toEqual(read)
    expect(next(created, { survey }, { paymentAgeMs: null })).toEqual(read)
    const payment = makePayment(created)
    expect(next(created, { survey, payment }, { paymentAgeMs: null }).type).toBe('sign')
  })

  test.each([
    ['another wallet of the proxy', { from_address: other }, 'payment_from_address_differs'],
    ['another network', { network: 'Pi Network' as const }, 'payment_network_differs'],
    ['a recipient that moved', { to_address: other }, 'payment_to_address_differs'],
    ['another amount', { amount: 9 }, 'payment_amount_differs'],
  ])('%s is held, whenever it was adopted', (_, change, reason) => {
    const lastPayment = makePayment(created, change)
    expect(noted(next({ ...created, lastPayment }, { survey }))).toBe(
      `created -> held (${reason}), over, ! held`,
    )
    const payment = makePayment(created, change)
    expect(noted(next(created, { survey, payment }))).toContain(reason)
  })

  test('a payment of another deployment is left to the audit, which stops the lane', () => {
    const metadata = correlated(created, '00000000-0000-4000-a000-0000000000ff')
    const lastPayment = makePayment(created, { metadata })
    const step = next({ ...created, lastPayment }, { survey })
    expect(step).toMatchObject({ type: 'note', absorbed: { audit: [lastPayment] } })
    expect(noted(step)).toContain('rest')
  })

  test('a replacement is not signed for what Pi closed, or shows as something else', () => {
    const signed = makePayout({ state: 'signed', attempts: 1 })
    const envelopes = [makeEnvelope(signed)]
    const time = { sequence: 110, closedAt: 1_055 }
    const late = { envelopes, lane: { tip: time } }
    const seen = makeSurvey({ ledger: 110 })
    expect(next(signed, { survey: seen }, late).type).toBe('sign')
    const status = { ...makePayment(signed).status, cancelled: true }
    for (const change of [{ status }, { to_address: other }]) {
      const payment = makePayment(signed, change)
      expect(noted(next(signed, { survey: seen, payment }, late))).toMatch(/^rest \d+, over$/)
    }
  })
})

describe('brakes', () => {
  const stop = { reason: 'unknown_payout' as const, payment: 'p', payout: 'q', deployment: null }
  test.each([
    ['a pause', { brake: 'paused' as const }],
    ['a revoked key', { brake: 'key_revoked' as const }],
    ['a stopped lane', { lane: { stop } }],
  ])('%s signs nothing, and creates nothing', (_, extra) => {
    for (const state of ['received', 'creating', 'created'] as const) {
      expect(noted(next(makePayout({ state }), { survey }, extra))).toBe('over')
    }
    expect(next(makePayout({ state: 'paid', txid: 'a' }), {}, extra).type).toBe('complete')
  })

  test('a stopped lane signs no replacement and cancels nothing', () => {
    const signed = makePayout({ state: 'signed', attempts: 1 })
    const lane = { stop, tip: { sequence: 110, closedAt: 1_055 } }
    const extra = { envelopes: [makeEnvelope(signed)], lane }
    expect(next(signed, { survey: makeSurvey({ ledger: 110 }) }, extra).type).toBe('submit')
    expect(noted(next(makePayout({ state: 'cancelling' }), { survey }, { lane: { stop } }))).toBe(
      'over',
    )
  })

  test('switched off, what is not signed waits, and what is to be cancelled is', () => {
    const off = { ...settings, isOn: false }
    const step = (payout: Payout) =>
      noted(nextStep(makeWork(payout), { ...emptyMemory, survey }, off, rules))
    expect(step(created)).toBe('over')
    expect(step({ ...created, cancelRequested: true })).toBe('created -> cancelling')
  })
})

describe('a create that is answered with another payment', () => {
  const creating = makePayout({ state: 'creating' })
  const foreign = makePayment(makePayout({ idempotencyKey: 'order-2' }), {
    metadata: { order: 'of somebody else' },
  })
  test('is held after one look, and nothing of the payment is kept', () => {
    const step = next(creating, { isFresh: true })
    const outcome = { type: 'payment' as const, result: { kind: 'ok' as const, value: foreign } }
    const held = absorb(makeWork(creating), emptyMemory, { step, outcome }, { settings, rules })
    expect(inShort(held)).toBe('creating -> held (payment_correlation_differs), over, ! held')
    const [change] = held.changes
    expect(change?.type === 'move' && change.set.piId).toBeUndefined()
  })

  test('a payment that an earlier release kept by mistake is not cancelled', () => {
    const payout = makePayout({ state: 'cancelling', lastPayment: foreign })
    const step = next(payout, { survey })
    expect(step).toMatchObject({ absorbed: { changes: [{ set: { piId: null } }] } })
  })
})

test('another wallet transaction of a payment with our correlation pays nobody twice: amounts decide', () => {
  const payout = makePayout({ state: 'created' })
  const { amount } = payout
  const transaction = { memo: piId, payment: { destination: recipient, amount } }
  const isPaid = (change: object) =>
    rules.isPaymentOf(
      { ...transaction, ...change } as Parameters<typeof rules.isPaymentOf>[0],
      payout,
    )
  expect(isPaid({})).toBe(true)
  expect(isPaid({ payment: { destination: recipient, amount: amount + 1n } })).toBe(false)
  expect(isPaid({ payment: { destination: other, amount } })).toBe(false)
  expect(isPaid({ payment: null })).toBe(false)
})
