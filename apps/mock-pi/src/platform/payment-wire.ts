import type { Spelling } from '@aloha-pi/contracts/control'
import { stroopsToPi, type Payment } from '@aloha-pi/contracts/platform'
import type { Response } from 'express'
import type { PaymentRecord } from '../payments/payment-record.ts'

/** How payments are written: which names, and where the links lead. */
export type PaymentStyle = { spelling: Spelling; url: string }

/** The style of one response: its links lead to where the request came. */
export type PaymentStyleOf = (res: Response) => PaymentStyle

/** The PaymentDTO of a record, its fields in the order that Pi sends them. */
export function paymentToWire(payment: PaymentRecord, { spelling, url }: PaymentStyle): Payment {
  const guide = spelling === 'guide+wire'
  const status = statusOf(payment)
  return {
    identifier: payment.id,
    user_uid: payment.uid,
    ...(guide && { Pioneer_uid: payment.uid }),
    amount: stroopsToPi(payment.amount),
    memo: payment.memo,
    metadata: payment.metadata,
    from_address: payment.fromAddress ?? '',
    to_address: payment.toAddress,
    direction: payment.direction,
    status: {
      ...status,
      ...(guide && { canceled: status.cancelled, Pioneer_cancelled: status.user_cancelled }),
    },
    transaction:
      payment.txid == null
        ? null
        : {
            txid: payment.txid,
            verified: status.transaction_verified,
            _link: `${url}/transactions/${payment.txid}`,
          },
    created_at: new Date(payment.createdAt).toISOString(),
    network: payment.network,
    split_recipients: null,
    token_canonical: null,
  }
}

function statusOf({ state, timeline, txid }: PaymentRecord): Payment['status'] {
  return {
    developer_approved: timeline.some(({ event }) => event === 'approved'),
    transaction_verified: txid != null && state !== 'linked',
    developer_completed: state === 'completed',
    cancelled: state === 'cancelled' || state === 'expired' || state === 'replaced',
    user_cancelled: state === 'cancelled_by_user',
  }
}
