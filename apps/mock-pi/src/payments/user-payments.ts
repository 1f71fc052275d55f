import type { Settings } from '@aloha-pi/contracts/control'
import type { Scope } from '@aloha-pi/contracts/platform'
import type { PiApp } from '../apps/app-store.ts'
import type { Clock } from '../clock/clock.ts'
import type { Ledger } from '../ledger/simple-ledger.ts'
import type { Wallet } from '../ledger/wallet.ts'
import { LETTERS_AND_DIGITS, type Seeded } from '../seeded.ts'
import {
  beginPayment,
  decide,
  type Decision,
  type PaymentCommand,
  type PaymentRecord,
  type PaymentTerms,
} from './payment-machine.ts'
import type { PaymentStore } from './payment-store.ts'
import type { PiUser } from '../users/user-store.ts'
import { checkPending } from './pending-payment.ts'

/** Payment identifiers have 28 characters: as many as a text memo on the chain holds. */
const ID_LENGTH = 28

/** The parts of the world that user-to-app payments need. */
export type PaymentWorld = {
  clock: Clock
  ledger: Ledger
  payments: PaymentStore
  seeded: Seeded
  settings: Settings
}

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

export type Begun =
  | { ok: true; payment: PaymentRecord }
  | { ok: false; refusal: 'missing_scope' | 'missing_wallet' }
  | { ok: false; refusal: 'pending'; payment: PaymentRecord }

/** Begins a payment as the user, unless an open one stands in its way. */
export function beginUserPayment(world: PaymentWorld, request: UserPaymentRequest): Begun {
  const { app, user, uid } = request
  settlePayments(world)
  if (![...request.scopes].includes('payments')) return { ok: false, refusal: 'missing_scope' }
  if (user.wallet == null) return { ok: false, refusal: 'missing_wallet' }
  const open = world.payments.findOpen(app.id, uid)
  const pending = checkPending(open, world.settings.u2a_pending)
  if (pending.kind === 'blocked') return { ok: false, refusal: 'pending', payment: pending.by }
  if (pending.kind === 'replaces') applyCommand(world, pending.payment, { type: 'replace' })
  const { clock, payments, settings } = world
  const payment = beginPayment(agree(world, request), clock.now(), settings.approval_timeout_ms)
  return { ok: true, payment: payments.save(payment) }
}

function agree({ payments, seeded }: PaymentWorld, request: UserPaymentRequest): PaymentTerms {
  const { app, user, uid, amount, memo, metadata } = request
  return {
    id: seeded.text(`payment:${payments.count() + 1}`, LETTERS_AND_DIGITS, ID_LENGTH),
    appId: app.id,
    username: user.username,
    uid,
    amount,
    memo,
    metadata,
    toAddress: app.wallet.address,
    network: app.network,
  }
}

/** The payment as it is now. */
export function findPayment(world: PaymentWorld, id: string): PaymentRecord | undefined {
  settlePayments(world)
  return world.payments.find(id)
}

/** The payment that the browser SDK hands to `onIncompletePaymentFound`: the one that blocks a new one. */
export function findIncomplete(
  world: PaymentWorld,
  appId: string,
  uid: string,
): PaymentRecord | undefined {
  settlePayments(world)
  const open = world.payments.findOpen(appId, uid)
  const pending = checkPending(open, world.settings.u2a_pending)
  return pending.kind === 'blocked' ? pending.by : undefined
}

/** Applies a command to a payment that was just found. */
export function applyCommand(
  { clock, payments }: PaymentWorld,
  payment: PaymentRecord,
  command: PaymentCommand,
): Decision {
  const decision = decide(payment, command, clock.now())
  if (decision.payment !== payment) payments.save(decision.payment)
  return decision
}

/** Signs and submits the transaction of an approved payment, and links it. */
export function payAsUser(world: PaymentWorld, payment: PaymentRecord, wallet: Wallet): Decision {
  const { id, amount, toAddress, network } = payment
  const signed = world.ledger.sign({ from: wallet, to: toAddress, amount, memo: id, network })
  const pay = { type: 'pay', txid: signed.hash, fromAddress: wallet.address } as const
  const decision = applyCommand(world, payment, pay)
  if (decision.ok) world.ledger.submit(signed)
  return decision
}

/** Lets every payment expire whose approval time is over, each at its own time, in order. */
export function settlePayments(world: PaymentWorld) {
  for (const payment of world.payments.findDue(world.clock.now())) {
    applyCommand(world, payment, { type: 'expire' })
  }
}
