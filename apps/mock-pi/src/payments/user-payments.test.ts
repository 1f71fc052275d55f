import { expect, test } from 'vitest'
import { haveWorld } from '../../test/have-world.ts'
import type { World } from '../world.ts'
import {
  applyCommand,
  beginUserPayment,
  findIncomplete,
  findPayment,
  payAsUser,
  settlePayments,
  type UserPaymentRequest,
} from './user-payments.ts'

const modes = ['replace-unpaid', 'lock'] as const

function begin(world: World, request: UserPaymentRequest) {
  const begun = beginUserPayment(world, request)
  if (!begun.ok) throw new Error(`Refused: ${begun.refusal}`)
  return begun.payment
}

/** Approved, and paid when told so. */
function advance(world: World, request: UserPaymentRequest, to: 'approved' | 'paid') {
  const { payment } = applyCommand(world, begin(world, request), { type: 'approve' })
  const wallet = request.user.wallet
  if (to === 'approved' || wallet == null) return payment
  return payAsUser(world, payment, wallet).payment
}

test('a new payment replaces an open one without a transaction', () => {
  const { world, request } = haveWorld()
  const created = begin(world, request())
  const approved = advance(world, request(), 'approved')
  const newest = begin(world, request())

  expect(findPayment(world, created.id)?.state).toBe('replaced')
  expect(findPayment(world, approved.id)?.state).toBe('replaced')
  expect(findPayment(world, newest.id)?.state).toBe('created')
})

test.each(modes)('%s: a paid payment that was never completed blocks a new one', (mode) => {
  const { world, request } = haveWorld()
  world.settings.u2a_pending = mode
  const paid = advance(world, request(), 'paid')

  expect(beginUserPayment(world, request())).toEqual({
    ok: false,
    refusal: 'pending',
    payment: paid,
  })
  expect(findIncomplete(world, paid.appId, paid.uid)).toEqual(paid)
})

test('lock: a payment that was approved but never paid blocks a new one', () => {
  const { world, request } = haveWorld()
  world.settings.u2a_pending = 'lock'
  const approved = advance(world, request(), 'approved')

  expect(beginUserPayment(world, request())).toMatchObject({
    refusal: 'pending',
    payment: { id: approved.id },
  })
  expect(findIncomplete(world, approved.appId, approved.uid)?.id).toBe(approved.id)
})

test('an unpaid payment is not reported as incomplete unless it locks', () => {
  const { world, request } = haveWorld()
  const { appId, uid } = advance(world, request(), 'approved')
  expect(findIncomplete(world, appId, uid)).toBeUndefined()
})

test.each([
  ['completing the paid payment', 'paid', 'complete'],
  ['cancelling it as the developer', 'approved', 'cancel'],
  ['cancelling it as the user', 'approved', 'cancel_as_user'],
] as const)('lock: %s frees the user', (_, state, type) => {
  const { world, request } = haveWorld()
  world.settings.u2a_pending = 'lock'
  const open = advance(world, request(), state)

  applyCommand(world, open, type === 'complete' ? { type, txid: open.txid ?? '' } : { type })

  expect(findIncomplete(world, open.appId, open.uid)).toBeUndefined()
  expect(begin(world, request()).state).toBe('created')
})

test('lock: an expired payment frees the user', () => {
  const { world, request } = haveWorld()
  world.settings.u2a_pending = 'lock'
  begin(world, request())
  world.clock.advance(60_000)
  expect(begin(world, request()).state).toBe('created')
})

test('payments of other users and of other apps do not stand in the way', () => {
  const { world, request } = haveWorld()
  const paid = advance(world, request(), 'paid')
  const app = world.apps.create('other')
  const grant = world.users.grant(request().user, app.id, ['payments'])

  expect(begin(world, request('bob')).state).toBe('created')
  expect(begin(world, { ...request(), app, ...grant }).state).toBe('created')
  expect(findPayment(world, paid.id)?.state).toBe('paid')
})

test('payments that nobody touches expire at their own times, in order', () => {
  const { world, request } = haveWorld()
  const first = begin(world, request('alice'))
  world.clock.advance(10_000)
  world.settings.approval_timeout_ms = 5000
  const second = begin(world, request('bob'))
  world.clock.advance(3_600_000)

  expect(world.payments.findDue(world.clock.now()).map(({ id }) => id)).toEqual([
    second.id,
    first.id,
  ])
  expect(findPayment(world, first.id)?.timeline.at(-1)).toEqual({
    at: first.createdAt + 60_000,
    event: 'expired',
  })
  expect(findPayment(world, second.id)?.timeline.at(-1)).toEqual({
    at: second.createdAt + 5000,
    event: 'expired',
  })
})

test('a payment still expires after an earlier one was approved', () => {
  const { world, request } = haveWorld()
  const first = begin(world, request('alice'))
  const second = begin(world, request('bob'))
  applyCommand(world, first, { type: 'approve' })
  world.clock.advance(60_000)

  settlePayments(world)

  expect(world.payments.find(first.id)?.state).toBe('approved')
  expect(world.payments.find(second.id)?.state).toBe('expired')
})

test('a paid payment has a transaction on the ledger whose memo is its id', () => {
  const { world, request } = haveWorld()
  const { id, txid, fromAddress } = advance(world, request(), 'paid')
  expect(world.ledger.find(txid ?? '')).toMatchObject({ memo: id, sourceAccount: fromAddress })
})

test('a refused payment leaves nothing on the ledger', () => {
  const { world, request } = haveWorld()
  const { user } = request()
  const created = begin(world, request())

  const decision = user.wallet == null ? null : payAsUser(world, created, user.wallet)

  expect(decision).toMatchObject({ ok: false, refusal: 'not_approved' })
  const signed = advance(world, request(), 'paid')
  expect(world.ledger.find(signed.txid ?? '')?.sequence).toBe(1n)
})

test('a user without the scope payments cannot begin a payment', () => {
  const { world, request } = haveWorld()
  const asked = { ...request(), scopes: ['username'] as const }
  expect(beginUserPayment(world, asked)).toEqual({ ok: false, refusal: 'missing_scope' })
})

test('a user without a wallet cannot begin a payment', () => {
  const { world, request } = haveWorld()
  const asked = { ...request(), user: { ...request().user, wallet: null } }
  expect(beginUserPayment(world, asked)).toEqual({ ok: false, refusal: 'missing_wallet' })
})

test('the same seed gives the same ids', () => {
  const ids = [0, 1].map(() => {
    const { world, request } = haveWorld()
    return begin(world, request()).id
  })
  expect(ids[0]).toMatch(/^[A-Za-z0-9]{28}$/)
  expect(ids[1]).toBe(ids[0])
})
