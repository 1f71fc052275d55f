import { expect, test } from 'vitest'
import { haveWorld } from '../../test/have-world.ts'
import { appPaymentInState } from '../../test/payment-in-state.ts'
import { addApp } from '../apps/add-app.ts'
import { loadStellar } from '../ledger/stellar.ts'
import type { World } from '../world/world.ts'
import type { UserPayment } from './payment-record.ts'
import { expirePayments, findPayment } from './payment-world.ts'
import {
  applyUserCommand,
  beginUserPayment,
  cancelAsUser,
  findIncomplete,
  payAsUser,
  type UserPaymentRequest,
} from './user-payments.ts'

const stellar = await loadStellar()

const modes = ['replace-unpaid', 'lock'] as const

function begin(world: World, request: UserPaymentRequest) {
  const begun = beginUserPayment(world, request)
  if (!begun.ok) throw new Error(`Refused: ${begun.refusal}`)
  return begun.payment
}

/** Approved, and paid on request. */
function advance(world: World, request: UserPaymentRequest, to: 'approved' | 'paid'): UserPayment {
  const { payment } = applyUserCommand(world, begin(world, request), { type: 'approve' })
  if (to === 'approved') return payment
  const paid = payAsUser(world, stellar, payment)
  if (!paid.ok || paid.payment.direction !== 'user_to_app') throw new Error('Nothing was paid')
  return paid.payment
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

  applyUserCommand(world, open, type === 'complete' ? { type, txid: open.txid ?? '' } : { type })

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

test('payments of other users and of other apps do not block it', () => {
  const { world, request } = haveWorld()
  const paid = advance(world, request(), 'paid')
  const app = addApp(world, { name: 'other' })
  const grant = world.users.grant(request().user, app.id, ['payments'])

  expect(begin(world, request('bob')).state).toBe('created')
  expect(begin(world, { ...request(), app, ...grant }).state).toBe('created')
  expect(findPayment(world, paid.id)?.state).toBe('paid')
})

test('payments that no one touches expire at their own times, in order', () => {
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
  applyUserCommand(world, first, { type: 'approve' })
  world.clock.advance(60_000)

  expirePayments(world)

  expect(world.payments.find(first.id)?.state).toBe('approved')
  expect(world.payments.find(second.id)?.state).toBe('expired')
})

test('a paid payment has a signed transaction in a separate ledger, whose memo is its id', () => {
  const { world, request } = haveWorld()
  const before = world.ledger.view()
  const balanceOf = (address: string) => world.ledger.view().account(address)?.balance ?? 0n
  const { user, app } = request()
  const payer = user.wallet?.address ?? ''
  const [payerBefore, appBefore] = [balanceOf(payer), balanceOf(app.wallet.address)]

  const { id, txid, fromAddress } = advance(world, request(), 'paid')

  const transaction = world.ledger.view().transaction(txid ?? '')
  expect(transaction).toMatchObject({ successful: true, ledger: before.latest().sequence + 1 })
  expect(transaction?.envelope.memo).toEqual({ type: 'text', value: Buffer.from(id) })
  expect([transaction?.envelope.source.address, fromAddress]).toEqual([payer, payer])
  expect(balanceOf(payer)).toBe(payerBefore - 10_000_000n - 100_000n)
  expect(balanceOf(app.wallet.address)).toBe(appBefore + 10_000_000n)
})

test('a payment that is not approved leaves nothing on the ledger', () => {
  const { world, request } = haveWorld()
  const created = begin(world, request())
  const before = world.ledger.view().latest()

  const decision = payAsUser(world, stellar, created)

  expect(decision).toEqual({ ok: false, refusal: 'not_approved', payment: created })
  expect(world.ledger.view().latest()).toEqual(before)
})

test('a wallet pays all but the fee and its reserve, and a stroop more is not submitted', () => {
  const { world, request } = haveWorld()
  const most = 10_000n * 10_000_000n - 9_800_000n - 100_000n
  const tooMuch = advance(world, { ...request(), amount: most + 1n }, 'approved')
  const before = world.ledger.view().latest()

  expect(payAsUser(world, stellar, tooMuch)).toEqual({
    ok: false,
    refusal: 'underfunded',
    payment: tooMuch,
  })
  expect(world.ledger.view().latest()).toEqual(before)
  expect(advance(world, { ...request(), amount: most }, 'paid').state).toBe('paid')
  const payer = request().user.wallet?.address ?? ''
  expect(world.ledger.view().account(payer)?.balance).toBe(9_800_000n)
})

test('an app-to-user payment is neither paid nor cancelled by a user', () => {
  const { world } = haveWorld()
  const payment = appPaymentInState('approved')
  const refused = { ok: false, refusal: 'app_to_user', payment }
  expect(payAsUser(world, stellar, payment)).toEqual(refused)
  expect(cancelAsUser(world, payment)).toEqual(refused)
})

test('M6: a world that is full of open payments begins none, unless it replaces one', () => {
  const { world, request } = haveWorld({ openPayments: 1 })
  const first = begin(world, request('alice'))
  expect(beginUserPayment(world, request('bob'))).toEqual({
    ok: false,
    refusal: 'too_many_payments',
  })
  expect(begin(world, request('alice')).id).not.toBe(first.id)
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
