import {
  formatStroops,
  platformErrors,
  type PlatformErrorCode,
  type PlatformErrorRow,
  type VerificationError,
} from '@aloha-pi/contracts/platform'
import type { PaymentRecord, PaymentRefusal } from '../payments/payment-record.ts'
import { paymentToWire, type PaymentStyle } from './payment-wire.ts'
import { platformRefusal } from './platform-refusal.ts'

type Message = (payment: PaymentRecord) => string
type Row = { code: PlatformErrorCode; message?: Message; verificationError?: VerificationError }

const BEGIN_AGAIN = 'Start over: let the user create a new payment, and approve it immediately.'
const STUCK =
  'It is now linked to the payment, which can no longer be completed or cancelled: send only transactions with the right memo, amount and wallets.'

const seconds = (ms: number) => String(ms / 1000)
const differing = (verificationError: VerificationError, difference: Message) => ({
  code: 'verification_failed' as const,
  verificationError,
  message: (payment: PaymentRecord) => `The transaction ${difference(payment)}. ${STUCK}`,
})

/** What Pi says of a transaction that is not the one that the payment asks for. */
const verificationRows = {
  tx_memo_payment_identifier_mismatch: differing(
    'tx_memo_payment_identifier_mismatch',
    ({ id }) => `does not have the memo (text) ${id}`,
  ),
  tx_failed: differing('tx_failed', () => 'failed on the blockchain'),
  tx_operation_mismatch: differing(
    'tx_operation_mismatch',
    () => 'is not exactly one payment of Pi',
  ),
  tx_source_mismatch: differing(
    'tx_source_mismatch',
    ({ fromAddress }) => `is not paid by ${fromAddress}`,
  ),
  tx_destination_mismatch: differing(
    'tx_destination_mismatch',
    ({ toAddress }) => `does not pay ${toAddress}`,
  ),
  tx_amount_mismatch: differing(
    'tx_amount_mismatch',
    ({ amount }) => `does not pay ${formatStroops(amount)} Pi`,
  ),
  tx_not_found: {
    code: 'verification_failed',
    verificationError: 'tx_not_found',
    message: () => 'This transaction is not in a ledger: complete the payment when it is.',
  },
  payment_already_linked_with_a_tx: {
    code: 'verification_failed',
    verificationError: 'payment_already_linked_with_a_tx',
    message: ({ id, txid }) =>
      `Payment ${id} is linked to transaction ${txid}, which does not match: it can no longer be completed or cancelled.`,
  },
} as const satisfies Record<VerificationError, Row>

/** The wording of each refusal. Where Pi's own text is unknown, it says what to do. */
const rows = {
  ...verificationRows,
  already_approved: { code: 'already_approved' },
  already_completed: { code: 'already_completed' },
  already_paid: {
    code: 'payment_tx_present',
    message: ({ id, txid }) => `Payment ${id} is already paid by transaction ${txid}.`,
  },
  app_to_user: {
    code: 'forbidden',
    message: ({ id }) =>
      `Payment ${id} is app-to-user: the server of the app pays, completes and cancels it.`,
  },
  cancelled: {
    code: 'cancelled_payment',
    message: ({ id, direction }) =>
      direction === 'app_to_user'
        ? `Payment ${id} was cancelled by the developer.`
        : `Payment ${id} was cancelled by the developer. ${BEGIN_AGAIN}`,
  },
  cancelled_by_user: {
    code: 'cancelled_payment',
    message: ({ id }) => `Payment ${id} was cancelled by the user. ${BEGIN_AGAIN}`,
  },
  expired: {
    code: 'cancelled_payment',
    message: ({ id, createdAt, timeline }) =>
      `Payment ${id} expired: it was not approved within ${seconds((timeline.at(-1)?.at ?? 0) - createdAt)} seconds. ${BEGIN_AGAIN}`,
  },
  replaced: {
    code: 'cancelled_payment',
    message: ({ id }) =>
      `Payment ${id} was cancelled by Pi, because the user began another one with this app. Continue with the new one.`,
  },
  not_approved: { code: 'not_approved_payment' },
  not_due: { code: 'not_approved_payment' },
  not_settled: {
    code: 'not_verified',
    message: ({ id }) =>
      `The transaction of payment ${id} is too recent: Pi has not verified it yet. Try again.`,
  },
  not_verified: {
    code: 'not_verified',
    message: ({ id }) =>
      `Payment ${id} has no verified transaction yet: complete it after the user has paid.`,
  },
  pending: { code: 'pending_payment' },
  tx_present: { code: 'payment_tx_present' },
  txid_mismatch: { code: 'txid_mismatch' },
  underfunded: {
    code: 'horizon_failure',
    message: ({ id, amount }) =>
      `The user's wallet cannot pay ${formatStroops(amount)} Pi and the fee and keep its reserve, so payment ${id} was not submitted. Fund it with POST /_mock/ledger/fund.`,
  },
} as const satisfies Record<PaymentRefusal, Row>
type Codes = (typeof rows)[PaymentRefusal]['code']

/** The refusal as Pi sends it, with the payment where Pi sends one along. */
export function refusePayment(
  refusal: PaymentRefusal,
  payment: PaymentRecord,
  style: PaymentStyle,
) {
  const { code, message, verificationError }: Row & { code: Codes } = rows[refusal]
  const row: PlatformErrorRow = platformErrors[code]
  const sendsPayment = row.extra?.includes('payment') === true
  return platformRefusal(code, `payment/${refusal}`, {
    values: { id: payment.id },
    message: message?.(payment),
    extra: {
      ...(sendsPayment && { payment: paymentToWire(payment, style) }),
      ...(verificationError != null && { verification_error: verificationError }),
    },
  })
}

/** Of a payment of another app, as it was captured for an approval. */
export function refuseForeignPayment(action: string, payment: PaymentRecord, style: PaymentStyle) {
  return platformRefusal('forbidden', 'payment/of_another_app', {
    values: { action },
    extra: { payment: paymentToWire(payment, style) },
  })
}
