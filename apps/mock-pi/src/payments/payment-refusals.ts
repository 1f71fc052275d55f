import {
  platformErrors,
  type PlatformErrorCode,
  type PlatformErrorRow,
} from '@aloha-pi/contracts/platform'
import { platformRefusal } from '../http/platform-refusal.ts'
import type { PaymentRecord, PaymentRefusal } from './payment-machine.ts'
import type { Begun } from './user-payments.ts'
import { paymentToWire, type PaymentStyle } from './payment-wire.ts'

type Row = { code: PlatformErrorCode; message?: (payment: PaymentRecord) => string }

/** How each refusal of the machine is said in Pi's words. Where Pi's own text is unknown, it teaches. */
const rows = {
  already_approved: { code: 'already_approved' },
  already_completed: { code: 'already_completed' },
  already_paid: {
    code: 'payment_tx_present',
    message: ({ id, txid }) => `Payment ${id} is already paid by transaction ${txid}.`,
  },
  cancelled: {
    code: 'cancelled_payment',
    message: ({ id }) => `Payment ${id} was cancelled by the developer. ${BEGIN_AGAIN}`,
  },
  cancelled_by_user: {
    code: 'cancelled_payment',
    message: ({ id }) => `Payment ${id} was cancelled by the user. ${BEGIN_AGAIN}`,
  },
  expired: {
    code: 'cancelled_payment',
    message: ({ id, createdAt, approveBy }) =>
      `Payment ${id} expired: it was not approved within ${seconds(approveBy - createdAt)} seconds. ${BEGIN_AGAIN}`,
  },
  replaced: {
    code: 'cancelled_payment',
    message: ({ id }) =>
      `Payment ${id} was cancelled by Pi, because the user began another one with this app. Go on with that one.`,
  },
  not_approved: { code: 'not_approved_payment' },
  not_due: { code: 'not_approved_payment' },
  not_verified: {
    code: 'not_verified',
    message: ({ id }) =>
      `Payment ${id} has no verified transaction yet: it is completed after the user paid.`,
  },
  pending: { code: 'pending_payment' },
  tx_present: { code: 'payment_tx_present' },
  txid_mismatch: { code: 'txid_mismatch' },
} as const satisfies Record<PaymentRefusal, Row>

const BEGIN_AGAIN = 'Begin again: let the user create a new payment, and approve it at once.'

const seconds = (ms: number) => String(ms / 1000)

/** The refusal as Pi answers it, with the payment where Pi sends one along. */
export function refusePayment(
  refusal: PaymentRefusal,
  payment: PaymentRecord,
  style: PaymentStyle,
) {
  const { code, message }: { code: Codes; message?: Row['message'] } = rows[refusal]
  const row: PlatformErrorRow = platformErrors[code]
  const sendsPayment = row.extra?.includes('payment') === true
  return platformRefusal(code, `payment/${refusal}`, {
    values: { id: payment.id },
    message: message?.(payment),
    ...(sendsPayment && { extra: { payment: paymentToWire(payment, style) } }),
  })
}

/** Why a user could not begin a payment, as Pi answers it. */
export function refuseBegin(begun: Extract<Begun, { ok: false }>, style: PaymentStyle) {
  switch (begun.refusal) {
    case 'pending':
      return refusePayment('pending', begun.payment, style)
    case 'missing_scope':
      return platformRefusal('missing_scope', 'user/missing_scope', {
        message: `User hasn't authorized "payments" scope for this app.`,
      })
    case 'missing_wallet':
      return platformRefusal('missing_wallet', 'user/missing_wallet', { values: { owner: 'user' } })
  }
}

type Codes = (typeof rows)[PaymentRefusal]['code']
