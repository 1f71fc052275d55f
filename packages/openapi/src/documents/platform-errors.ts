import { fillMessage } from '@aloha-pi/contracts'
import { errorEvidence } from '@aloha-pi/contracts/evidence'
import {
  notificationErrors,
  platformErrors,
  type NotificationErrorCode,
  type Payment,
  type PlatformErrorCode,
  type PlatformErrorRow,
  type VerificationError,
} from '@aloha-pi/contracts/platform'
import type { DocumentedError } from '../build/document-source.ts'
import { paymentId, uid } from '../examples/identifiers.ts'
import {
  approvedPayment,
  cancelledPayment,
  completedPayment,
  createdPayment,
  openPayout,
  paidPayment,
} from '../examples/payments.ts'

const verificationError: VerificationError = 'tx_memo_payment_identifier_mismatch'

/** What stands for the `{names}` in the messages of examples. */
const values = {
  action: 'approve',
  allow: 'GET',
  field: 'payment.memo',
  host: 'pi.example',
  id: paymentId,
  limit: '1048576',
  method: 'GET',
  owner: 'user',
  path: '/v2/nothing',
  reason: 'it is not valid JSON',
  rule: 'is required',
  scope: 'wallet_address',
  uid,
  uids: uid,
}
const ownValues: Partial<Record<PlatformErrorCode | NotificationErrorCode, typeof values>> = {
  ad_not_found: { ...values, id: 'ad-5f0c2b7e91d4' },
  invalid_amount: { ...values, field: 'payment.amount', rule: 'must have at most 7 decimals' },
  invalid_notification: {
    ...values,
    field: 'notifications.0.subroute',
    rule: 'must begin with "/"',
  },
  invalid_request: { ...values, reason: 'The body is refused: it is not valid JSON.' },
  invalid_input: { ...values, field: 'memo' },
  unsupported_media_type: { ...values, reason: 'its content type is "text/plain"' },
}

/** The payment that an error carries, in the state that leads to the error. */
const standsInTheWay: Partial<Record<PlatformErrorCode, Payment>> = {
  ongoing_payment_found: openPayout,
  pending_payment: paidPayment,
  not_approved_payment: createdPayment,
  already_approved: approvedPayment,
  already_completed: completedPayment,
  cancelled_payment: cancelledPayment,
  txid_mismatch: paidPayment,
  not_verified: approvedPayment,
  forbidden: createdPayment,
}

/** A row of the Platform API's error table with its evidence and an example. */
export function platformError(code: PlatformErrorCode): DocumentedError {
  const { status, message, extra = [] }: PlatformErrorRow = platformErrors[code]
  return {
    code,
    status,
    message,
    evidence: errorEvidence.platform[code],
    example: {
      error: code,
      error_message: fillMessage(message, ownValues[code] ?? values),
      ...(extra.includes('payment') && { payment: paymentInTheWay(code) }),
      ...(extra.includes('verification_error') && { verification_error: verificationError }),
    },
  }
}

/** The same for the notifications: their errors are sentences. */
export function notificationError(code: NotificationErrorCode): DocumentedError {
  const { status, message } = notificationErrors[code]
  return {
    code,
    status,
    message,
    evidence: errorEvidence.notification[code],
    example: { error: fillMessage(message, ownValues[code] ?? values) },
  }
}

function paymentInTheWay(code: PlatformErrorCode): Payment {
  const payment = standsInTheWay[code]
  if (payment == null) throw new Error(`"${code}" carries a payment and has no example of one`)
  return payment
}
