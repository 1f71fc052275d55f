import { expect, test } from 'vitest'
import type { Payout } from '../payouts/model/payout.ts'
import { shownWait } from './shown-wait.ts'

const payout = {
  clientId: 'shop',
  state: 'creating',
  waitsFor: 'user_payment',
  blockedBy: 'PaymentInTheWay',
} as Payout

function portsWith({ owner, payment }: { owner?: string; payment?: string } = {}) {
  return {
    store: {
      findByPiId: async () => (owner == null ? undefined : ({ clientId: owner } as Payout)),
    },
    findLaneWait: async () =>
      payment == null ? null : ({ waitsFor: 'app_payment', blockedBy: payment } as const),
  }
}

test.each([
  ["of its client's own payout", 'shop', 'PaymentInTheWay'],
  ['of no payout', undefined, 'PaymentInTheWay'],
  ["of another client's payout", 'another', null],
])('the payment that blocks it, %s: shown as it may be', async (_which, owner, blockedBy) => {
  const ports = portsWith(owner == null ? {} : { owner })
  expect(await shownWait(ports, payout, 'shop')).toEqual({ waitsFor: 'user_payment', blockedBy })
})

test.each([undefined, 'another'])('the caller %s gets no payment', async (clientId) => {
  expect(await shownWait(portsWith(), payout, clientId)).toEqual({ waitsFor: 'user_payment' })
})

test('what has not begun waits for the same as the one ahead of it, and what has begun does not', async () => {
  const ports = portsWith({ payment: 'PaymentOfTheApp' })
  const waiting = { ...payout, waitsFor: null, blockedBy: null }
  expect(await shownWait(ports, { ...waiting, state: 'received' }, 'shop')).toEqual({
    waitsFor: 'app_payment',
    blockedBy: 'PaymentOfTheApp',
  })
  expect(await shownWait(ports, { ...waiting, state: 'created' }, 'shop')).toEqual({
    waitsFor: null,
    blockedBy: null,
  })
})

test('what is held waits for an operator, and what is final for nothing', async () => {
  expect(await shownWait(portsWith(), { ...payout, state: 'held' }, 'shop')).toEqual({
    waitsFor: 'operator',
    blockedBy: null,
  })
  expect(await shownWait(portsWith(), { ...payout, state: 'completed' }, 'shop')).toEqual({
    waitsFor: null,
    blockedBy: null,
  })
})
