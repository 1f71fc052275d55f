import { parsePiAmount, type Payment } from '@aloha-pi/contracts/platform'
import { correlationOf } from './correlation.ts'
import type { HeldReason, Payout } from './payout.ts'
import type { MoveFields } from './payout-store.ts'
import type { PayoutSettings } from './settings.ts'

/** Bytes of a text memo on the chain. */
const MEMO_BYTES = 28

/** In what Pi's payment contradicts the request (P11): nothing is signed then. Undefined: in nothing. */
export function contradiction(
  payment: Payment,
  payout: Payout,
  { wallet, network }: PayoutSettings,
): HeldReason | undefined {
  if (Buffer.byteLength(payment.identifier) > MEMO_BYTES) return 'payment_identifier_differs'
  const amount = parsePiAmount(payment.amount)
  if (!amount.ok || amount.stroops !== payout.amount) return 'payment_amount_differs'
  if (payment.user_uid !== payout.uid) return 'payment_uid_differs'
  if (payment.direction !== 'app_to_user') return 'payment_direction_differs'
  if (payment.network !== network) return 'payment_network_differs'
  if (payment.from_address !== wallet) return 'payment_from_address_differs'
  if (payment.to_address === wallet || !/^G[A-Z2-7]{55}$/.test(payment.to_address)) {
    return 'payment_to_address_differs'
  }
  const moved = payout.toAddress != null && payout.toAddress !== payment.to_address
  if (moved && payout.piId === payment.identifier) return 'payment_to_address_differs'
  return correlationOf(payment)?.p === payout.id ? undefined : 'payment_correlation_differs'
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
