import type { Scope } from '@aloha-pi/contracts/platform'
import type { PiApp } from '../apps/app-store.ts'
import { buildPayment } from '../ledger/build-payment.ts'
import { availableBalance, BASE_FEE } from '../ledger/network-parameters.ts'
import type { Stellar } from '../ledger/stellar.ts'
import type { PiUser } from '../users/user-store.ts'
import type { Decision, PaymentRecord, PaymentRefusal, UserPayment } from './payment-record.ts'
import {
  expirePayments,
  keep,
  nextPaymentId,
  readFaultOrders,
  type PaymentWorld,
} from './payment-world.ts'
import { checkPending } from './pending-payment.ts'
import {
  decideUserPayment,
  newUserPayment,
  type UserPaymentCommand,
} from './user-payment-machine.ts'
import { verifyTransaction } from './verify-transaction.ts'

/** A payment that a user asks for, with what they allow the app. */
export type UserPaymentRequest = {
  app: PiApp
  user: PiUser
  uid: string
  scopes: Iterable<Scope>
  amount: bigint
  memo: string
  metadata: Record<string, unknown>
}

export type UserPaymentBegun =
  | { ok: true; payment: UserPayment }
  | { ok: false; refusal: 'missing_scope' | 'missing_wallet' | 'too_many_payments' }
  | { ok: false; refusal: 'pending'; payment: UserPayment }
  | { ok: false; refusal: 'bad_fault_order'; rule: string }

/** Begins a payment as the user, unless an open one blocks it. */
export function beginUserPayment(
  world: PaymentWorld,
  request: UserPaymentRequest,
): UserPaymentBegun {
  const { app, user, uid, scopes, amount, memo, metadata } = request
  const { clock, faults, payments, settings } = world
  expirePayments(world)
  if (![...scopes].includes('payments')) return { ok: false, refusal: 'missing_scope' }
  if (user.wallet == null) return { ok: false, refusal: 'missing_wallet' }
  const ordered = readFaultOrders(world, metadata)
  if (!ordered.ok) return { ok: false, refusal: 'bad_fault_order', rule: ordered.rule }
  const pending = checkPending(payments.findOpen(app.id, uid), settings.u2a_pending)
  if (pending.kind === 'blocked') return { ok: false, refusal: 'pending', payment: pending.by }
  if (pending.kind === 'replaces') applyUserCommand(world, pending.payment, { type: 'replace' })
  else if (payments.size().isFull) return { ok: false, refusal: 'too_many_payments' }
  const terms = {
    id: nextPaymentId(world),
    appId: app.id,
    username: user.username,
    uid,
    amount,
    memo,
    metadata,
    toAddress: app.wallet.address,
    network: app.network,
  }
  const payment = newUserPayment(terms, clock.now(), settings.approval_timeout_ms)
  faults.order(payment.id, ordered.orders)
  return { ok: true, payment: payments.save(payment) }
}

/** The payment that the browser SDK hands to `onIncompletePaymentFound`: the one that blocks a new one. */
export function findIncomplete(
  world: PaymentWorld,
  appId: string,
  uid: string,
): UserPayment | undefined {
  expirePayments(world)
  const open = world.payments.findOpen(appId, uid)
  const pending = checkPending(open, world.settings.u2a_pending)
  return pending.kind === 'blocked' ? pending.by : undefined
}

/** Applies a command to a user-to-app payment that was just found. */
export function applyUserCommand(
  world: PaymentWorld,
  payment: UserPayment,
  command: UserPaymentCommand,
): Decision<UserPayment> {
  return keep(world, payment, decideUserPayment(payment, command, world.clock.now()))
}

/** Cancels in the wallet of the user. */
export function cancelAsUser(world: PaymentWorld, payment: PaymentRecord): Decision {
  return payment.direction === 'app_to_user'
    ? refuse('app_to_user', payment)
    : applyUserCommand(world, payment, { type: 'cancel_as_user' })
}

/** Signs in the wallet of the user, puts the transaction into a separate ledger, and links it. */
export function payAsUser(world: PaymentWorld, stellar: Stellar, payment: PaymentRecord): Decision {
  if (payment.direction === 'app_to_user') return refuse('app_to_user', payment)
  const { id, amount, toAddress: to, network } = payment
  const wallet = world.users.find(payment.username)?.wallet
  const from = wallet?.address ?? ''
  const account = world.ledger.view().account(from)
  if (wallet == null || account == null) throw new Error(`The payer of ${id} has no account`)
  const sequence = account.sequence + 1n
  const order = { from: wallet, to, amount, memo: id, network, sequence, fee: BASE_FEE }
  const envelope = buildPayment(stellar, { type: 'payment', ...order })
  const pay = { type: 'pay', txid: envelope.hash, fromAddress: from } as const
  const decision = decideUserPayment(payment, pay, world.clock.now())
  if (!decision.ok) return decision
  if (amount > availableBalance(account) - BASE_FEE) return refuse('underfunded', payment)

  const included = world.ledger.include(envelope, from)
  const wrong = included.ok
    ? verifyTransaction({ id, amount, from, to }, included.transaction)
    : included.result.code
  if (wrong != null) throw new Error(`The transaction of ${id} did not pay: ${wrong}`)
  return keep(world, payment, decision)
}

function refuse(refusal: PaymentRefusal, payment: PaymentRecord): Decision {
  return { ok: false, refusal, payment }
}
