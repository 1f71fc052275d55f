import { canonicalUid, parsePiAmount, type Payment } from '@aloha-pi/contracts/platform'
import { correlationOf, isNamedBy } from '../model/correlation.ts'
import type { HeldReason, Payout, WalletTransaction } from '../model/payout.ts'
import type { MoveFields } from '../model/changes.ts'
import type { PayoutSettings } from '../model/settings.ts'

/**
 * What Pi's payment ids look like: 28 letters and digits in every capture, and a text memo holds 28 bytes. Nothing else
 * is signed as a memo, so that a transaction with another memo is not a payout.
 */
const PAYMENT_ID = /^[A-Za-z0-9_-]{20,28}$/

/** In what Pi's payment contradicts the request (P11): nothing is signed then. Undefined: in nothing. */
export function contradiction(
  payment: Payment,
  payout: Payout,
  { wallet, network }: PayoutSettings,
): HeldReason | undefined {
  // Whose it is comes first: of a payment of someone else nothing may be kept.
  if (payment.direction !== 'app_to_user') return 'payment_direction_differs'
  const correlation = correlationOf(payment)
  if (correlation == null || !isNamedBy(correlation, payout)) return 'payment_correlation_differs'
  if (!PAYMENT_ID.test(payment.identifier)) return 'payment_identifier_differs'
  const amount = parsePiAmount(payment.amount)
  if (!amount.ok || amount.stroops !== payout.amount) return 'payment_amount_differs'
  if (canonicalUid(payment.user_uid) !== canonicalUid(payout.uid)) return 'payment_uid_differs'
  if (payment.network !== network) return 'payment_network_differs'
  if (payment.from_address !== wallet) return 'payment_from_address_differs'
  if (payment.to_address === wallet || !/^G[A-Z2-7]{55}$/.test(payment.to_address)) {
    return 'payment_to_address_differs'
  }
  const first = firstRecipient(payment, payout)
  return first == null || first === payment.to_address ? undefined : 'payment_to_address_differs'
}

/** Reasons of `contradiction` that say that the payment is not this payout's. */
export function isOfAnother(reason: HeldReason): boolean {
  return reason === 'payment_direction_differs' || reason === 'payment_correlation_differs'
}

/** The recipient that Pi named first for this payment. */
function firstRecipient(payment: Payment, { toAddress, piId, lastPayment }: Payout): string | null {
  if (piId !== payment.identifier) return null
  const shown = lastPayment?.identifier === payment.identifier ? lastPayment.to_address : null
  return toAddress ?? shown
}

/** What the payout keeps of a payment that was checked. */
export function fieldsOf(payment: Payment): MoveFields {
  return {
    piId: payment.identifier,
    toAddress: payment.to_address,
    fromAddress: payment.from_address,
    network: payment.network,
    lastPayment: payment,
  }
}

export function isCancelled({ status }: Payment): boolean {
  return status.cancelled || status.user_cancelled
}

/** Whether a wallet transaction can be a payout's at all: one native payment, with a payment's id as memo. */
export function isPaymentLike({ memo, payment }: WalletTransaction): boolean {
  return memo != null && payment != null && PAYMENT_ID.test(memo)
}

/** Whether Pi's payment is what a wallet transaction with its id as memo paid. */
export function isPaidBy(payment: Payment, transaction: WalletTransaction): boolean {
  const amount = parsePiAmount(payment.amount)
  return (
    payment.direction === 'app_to_user' &&
    payment.from_address === transaction.source &&
    payment.to_address === transaction.payment?.destination &&
    amount.ok &&
    amount.stroops === transaction.payment.amount
  )
}
