import { fillMessage, type InputIssue } from '@aloha-pi/contracts'
import {
  MAX_NOTIFICATIONS_PER_REQUEST,
  metadataSchema,
  notificationErrors,
  platformContract,
  type NotificationErrorCode,
} from '@aloha-pi/contracts/platform'
import * as z from 'zod'
import type { Refusal } from '../http/send-refusal.ts'
import { platformRefusal } from './platform-refusal.ts'

/** What is looked at again in a body that its schema refused. */
const refusedPayment = z.object({ payment: z.object({ metadata: z.unknown() }) })
const refusedTxid = z.object({ txid: z.literal(['', null]) })
const refusedNotifications = z.object({ notifications: z.array(z.unknown()) })

/** Words a body that breaks the contract: each operation of Pi has its own code for it. */
export function refusePlatformBody(
  issue: InputIssue,
  { tsRestRoute, body }: { tsRestRoute?: unknown; body: unknown },
): Refusal {
  switch (tsRestRoute) {
    case platformContract.payments.create:
      return refuseNewPayment(issue, body)
    case platformContract.payments.complete:
      return issue.rule === 'is required' || isEmptyTxid(body)
        ? platformRefusal('missing_txid', 'request/missing_txid')
        : invalid('invalid_arguments', issue)
    case platformContract.sdk.createUserPayment:
      return invalid('invalid_input', issue)
    case platformContract.notifications.notify:
      return refuseNotifications(issue, body)
    default:
      return invalid('invalid_arguments', issue)
  }
}

/** Null, or text without characters: what a form sends for a variable that is not set. */
function isEmptyTxid(body: unknown): boolean {
  return refusedTxid.safeParse(body).success
}

function invalid(
  code: 'invalid_arguments' | 'invalid_amount' | 'invalid_input',
  { field, rule }: InputIssue,
): Refusal {
  return platformRefusal(code, `request/${code}`, { values: { field, rule } })
}

function refuseNewPayment(issue: InputIssue, body: unknown): Refusal {
  const { metadata } = refusedPayment.safeParse(body).data?.payment ?? {}
  switch (issue.field) {
    case 'payment.amount':
      return invalid('invalid_amount', issue)
    case 'payment.metadata':
      return metadataSchema.safeParse(metadata).success
        ? platformRefusal('invalid_metadata', 'request/empty_metadata')
        : platformRefusal('invalid_metadata', 'request/invalid_metadata', {
            message: `${issue.field} ${issue.rule}.`,
          })
    default:
      return invalid('invalid_arguments', issue)
  }
}

function refuseNotifications(issue: InputIssue, body: unknown): Refusal {
  const { notifications = [] } = refusedNotifications.safeParse(body).data ?? {}
  return notifications.length > MAX_NOTIFICATIONS_PER_REQUEST
    ? notificationRefusal('too_many_notifications')
    : notificationRefusal('invalid_notification', issue)
}

/** Notifications respond with a sentence in `error` and nothing else. */
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
