import { LAST_LEDGER } from '@aloha-pi/contracts/control'
import type { SeedData } from '@aloha-pi/contracts/wire'
import { buildPayment } from '../../ledger/build-payment.ts'
import { BASE_FEE } from '../../ledger/network-parameters.ts'
import type { Stellar } from '../../ledger/stellar.ts'
import { beginAppPayment } from '../../payments/app-payments.ts'
import type {
  AppPayment,
  Decision,
  PaymentRecord,
  UserPayment,
} from '../../payments/payment-record.ts'
import { findPayment } from '../../payments/payment-world.ts'
import { actAsServer } from '../../payments/server-payments.ts'
import { beginUserPayment, cancelAsUser, payAsUser } from '../../payments/user-payments.ts'
import { refuseAppPayment, refuseUserPayment } from '../../platform/begin-refusals.ts'
import { refusePayment } from '../../platform/payment-refusals.ts'
import { readAmount } from '../../platform/read-amount.ts'
import { DEFAULT_SCOPES } from '../../users/user-store.ts'
import type { World } from '../../world/world.ts'
import { atLimit } from '../at-limit.ts'
import { allow, appNamed } from './put-actors.ts'
import { refusedBy, SeedRefused } from './seed-refused.ts'

type SeedPayment = NonNullable<SeedData['payments']>[number]
/** Where a payment is made, and how an error names it. */
type Making = { world: World; stellar: Stellar; field: string }

/** The state that the store has for it: Pi learns of a payout's transaction only when it is completed. */
export function stateInStore({ direction, state }: SeedPayment): PaymentRecord['state'] {
  return direction === 'app_to_user' && state === 'paid' ? 'approved' : state
}

/** Begins the payment and leads it into its state; throws `SeedRefused`. */
export function makePayment(making: Making, wanted: SeedPayment): PaymentRecord {
  const { world, field } = making
  const app = appNamed(world, wanted.app, `${field}.app`)
  const user = world.users.find(wanted.user)
  if (user == null)
    throw new SeedRefused(`${field}.user`, `must be a user: there is no ${wanted.user}`)
  const grant =
    user.grants.get(app.id) ?? allow(world, user, { app, scopes: DEFAULT_SCOPES, field })
  const { memo = 'A payment', metadata = { source: 'seed' } } = wanted
  const request = { app, user, ...grant, amount: readAmount(wanted.amount), memo, metadata }
  const style = styleOf(world)
  if (wanted.direction === 'app_to_user') {
    const begun = beginAppPayment(world, request)
    if (!begun.ok) throw refusedBy(refuseAppPayment(begun, grant, style), field)
    return leadPayout(making, begun.payment, wanted)
  }
  const begun = beginUserPayment(world, request)
  if (!begun.ok) throw refusedBy(refuseUserPayment(begun, style), field)
  return leadPayment(making, begun.payment, wanted)
}

function leadPayment(making: Making, payment: UserPayment, { state }: SeedPayment): PaymentRecord {
  const { world, stellar } = making
  const decided = decide(making)
  const asServer = (before: PaymentRecord, type: 'approve' | 'cancel') =>
    decided(actAsServer(world, before, { type }))
  const pay = (before: PaymentRecord) => {
    needLedger(making)
    return decided(payAsUser(world, stellar, before))
  }
  switch (state) {
    case 'created':
      return payment
    case 'approved':
      return asServer(payment, 'approve')
    case 'paid':
      return pay(asServer(payment, 'approve'))
    case 'completed': {
      const paid = pay(asServer(payment, 'approve'))
      return decided(actAsServer(world, paid, { type: 'complete', txid: paid.txid ?? '' }))
    }
    case 'cancelled':
      return asServer(payment, 'cancel')
    case 'cancelled_by_user':
      return decided(cancelAsUser(world, payment))
    case 'expired':
      return expire(world, payment)
  }
}

/** It began so long ago that its time to be approved is over just now. */
function expire(world: World, payment: UserPayment): PaymentRecord {
  const { createdAt, approveBy } = payment
  const at = Math.max(0, createdAt - (approveBy - createdAt))
  const timeline = [{ at, event: 'created' as const }]
  world.payments.save({ ...payment, createdAt: at, approveBy: createdAt, timeline })
  return findPayment(world, payment.id) ?? payment
}

function leadPayout(making: Making, payment: AppPayment, { state }: SeedPayment): PaymentRecord {
  const { world } = making
  const decided = decide(making)
  switch (state) {
    case 'paid':
      transfer(making, payment)
      return payment
    case 'completed': {
      const txid = transfer(making, payment)
      return decided(actAsServer(world, payment, { type: 'complete', txid }))
    }
    case 'cancelled':
      return decided(actAsServer(world, payment, { type: 'cancel' }))
    default:
      return payment
  }
}

/** Sends the amount of a payout from the wallet of its app; returns the txid. */
function transfer(making: Making, { id, appId, toAddress: to, amount }: AppPayment): string {
  const { world, stellar, field } = making
  needLedger(making)
  const from = world.apps.find(appId)?.wallet
  const account = from == null ? undefined : world.ledger.view().account(from.address)
  if (from == null || account == null) throw new Error(`The app of ${id} has no account`)
  const order = {
    type: 'payment' as const,
    from,
    to,
    amount,
    memo: id,
    network: world.network,
    sequence: account.sequence + 1n,
    fee: BASE_FEE,
  }
  const included = world.ledger.include(buildPayment(stellar, order))
  if (included.ok && included.transaction.successful) return included.transaction.envelope.hash
  const { code, operations = [] } = included.ok ? included.transaction.result : included.result
  const codes = [code, ...operations].join(', ')
  throw new SeedRefused(`${field}.amount`, `must be what the wallet of the app can pay: ${codes}`)
}

function needLedger({ world, field }: Making) {
  if (world.ledger.ledgersLeft() < 1) throw refusedBy(atLimit('ledgers', LAST_LEDGER), field)
}

function decide({ world, field }: Making) {
  return (decision: Decision): PaymentRecord => {
    if (decision.ok) return decision.payment
    throw refusedBy(refusePayment(decision.refusal, decision.payment, styleOf(world)), field)
  }
}

function styleOf({ settings }: World) {
  return { spelling: settings.spelling, url: '' }
}
