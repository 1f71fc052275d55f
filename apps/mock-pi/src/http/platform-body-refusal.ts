import { fillMessage, type InputIssue } from '@aloha-pi/contracts'
import {
  notificationErrors,
  platformContract,
  type NotificationErrorCode,
} from '@aloha-pi/contracts/platform'
import { z } from 'zod'
import { platformRefusal } from './platform-refusal.ts'
import type { Refusal } from './send-refusal.ts'

const bodyWithUid = z.object({ payment: z.object({ uid: z.string() }) })

/** Words a body that breaks the contract: each operation of Pi has its own code for it. */
export function refusePlatformBody(
  issue: InputIssue,
  { tsRestRoute, body }: { tsRestRoute?: unknown; body: unknown },
): Refusal {
  switch (tsRestRoute) {
    case platformContract.payments.create:
      return refuseNewPayment(issue, body)
    case platformContract.payments.complete:
      return issue.rule === 'is required'
        ? platformRefusal('missing_txid', 'request/missing_txid')
        : invalid('invalid_arguments', issue)
    case platformContract.sdk.createUserPayment:
      return invalid('invalid_input', issue)
    case platformContract.notifications.notify:
      return refuseNotifications(issue)
    default:
      return invalid('invalid_arguments', issue)
  }
}

function invalid(
  code: 'invalid_arguments' | 'invalid_amount' | 'invalid_input',
  { field, rule }: InputIssue,
): Refusal {
  return platformRefusal(code, `request/${code}`, { values: { field, rule } })
}

function refuseNewPayment(issue: InputIssue, body: unknown): Refusal {
  const { field, rule } = issue
  if (field === 'payment.amount') return invalid('invalid_amount', issue)
  if (field === 'payment.metadata') {
    const isEmpty = rule === platformRefusal('invalid_metadata', '').body.error_message
    return platformRefusal('invalid_metadata', 'request/invalid_metadata', {
      message: isEmpty ? undefined : `${field} ${rule}.`,
    })
  }
  const uid = bodyWithUid.safeParse(body).data?.payment.uid
  return field === 'payment.uid' && uid != null
    ? platformRefusal('user_not_found', 'user/not_found', { values: { uid } })
    : invalid('invalid_arguments', issue)
}

function refuseNotifications({ field, rule }: InputIssue): Refusal {
  return rule === notificationErrors.too_many_notifications.message
    ? notificationRefusal('too_many_notifications')
    : notificationRefusal('invalid_notification', { field, rule })
}

/** Notifications answer with a sentence in `error` and nothing else. */
export function notificationRefusal<Code extends NotificationErrorCode>(
  code: Code,
  values: Record<string, string> = {},
) {
  const row: { status: (typeof notificationErrors)[Code]['status']; message: string } =
    notificationErrors[code]
  return {
    rule: `notifications/${code}`,
    status: row.status,
    body: { error: fillMessage(row.message, values) },
  }
}
