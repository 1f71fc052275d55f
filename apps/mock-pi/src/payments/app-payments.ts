import type { PiApp } from '../apps/app-store.ts'
import { newAppPayment, type Finding } from './app-payment-machine.ts'
import type { AppPayment } from './payment-record.ts'
import { nextPaymentId, readFaultOrders, type PaymentWorld } from './payment-world.ts'
import { verifyTransaction } from './verify-transaction.ts'

/** A payment that an app's server asks for. */
export type AppPaymentRequest = {
  app: PiApp
  uid: string
  amount: bigint
  memo: string
  metadata: Record<string, unknown>
}

export type AppPaymentBegun =
  | { ok: true; payment: AppPayment }
  | { ok: false; refusal: AppPaymentRefusal }
  | { ok: false; refusal: 'ongoing'; payment: AppPayment }
  | { ok: false; refusal: 'bad_fault_order'; rule: string }
type AppPaymentRefusal =
  | 'a2u_on_mainnet'
  | 'user_not_found'
  | 'missing_scope'
  | 'missing_wallet'
  | 'too_many_payments'

/** Begins a payment to a user who lets the app see their wallet, unless an open one blocks it. */
export function beginAppPayment(world: PaymentWorld, request: AppPaymentRequest): AppPaymentBegun {
  const { app, amount, memo, metadata } = request
  const { clock, faults, payments, settings, users } = world
  const refuse = (refusal: AppPaymentRefusal) => ({ ok: false, refusal }) as const
  if (app.network === 'Pi Network' && !settings.a2u_on_mainnet) return refuse('a2u_on_mainnet')
  const user = users.findByUid(app.id, request.uid)
  const grant = user?.grants.get(app.id)
  if (user == null || grant == null) return refuse('user_not_found')
  const { uid, scopes } = grant
  if (!scopes.has('wallet_address')) return refuse('missing_scope')
  if (user.wallet == null) return refuse('missing_wallet')
  const ordered = readFaultOrders(world, metadata)
  if (!ordered.ok) return { ok: false, refusal: 'bad_fault_order', rule: ordered.rule }
  const ongoing = findOngoing(world, app.id, uid)
  if (ongoing != null) return { ok: false, refusal: 'ongoing', payment: ongoing }
  if (payments.size().isFull) return refuse('too_many_payments')
  const terms = {
    id: nextPaymentId(world),
    appId: app.id,
    username: user.username,
    uid,
    amount,
    memo,
    metadata,
    toAddress: user.wallet.address,
    network: app.network,
  }
  faults.order(terms.id, ordered.orders)
  return { ok: true, payment: payments.save(newAppPayment(terms, app.wallet.address, clock.now())) }
}

/** The newest payment that keeps the app from beginning another one for this user. */
function findOngoing({ payments, settings }: PaymentWorld, appId: string, uid: string) {
  const open = payments.listOpen(appId)
  switch (settings.a2u_concurrency) {
    case 'per-app':
      return open[0]
    case 'per-user':
      return open.find((payment) => payment.uid === uid)
    case 'off':
      return undefined
  }
}

/** Looks for the transaction that the app's server names. */
export function inspectTransaction(
  { clock, ledger, settings }: PaymentWorld,
  { id, amount, fromAddress: from, toAddress: to }: AppPayment,
  txid: string,
): Finding {
  const transaction = ledger.view().transaction(txid)
  if (transaction == null) return { kind: 'unknown' }
  const lag = settings.a2u_verification_lag_ms
  if (lag > 0 && clock.now() < transaction.sealedAt + lag) return { kind: 'too_young' }
  const error = verifyTransaction({ id, amount, from, to }, transaction)
  return error == null ? { kind: 'matches' } : { kind: 'differs', error }
}
