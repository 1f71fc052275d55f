import type { Settings } from '@aloha-pi/contracts/control'
import type { UserPayment } from './payment-record.ts'

/** What the open payment of a user does to a new one for the same app. */
export type PendingCheck =
  | { kind: 'free' }
  | { kind: 'replaces'; payment: UserPayment }
  | { kind: 'blocked'; by: UserPayment }

/**
 * Pi documents that a payment without a transaction gives way to a new one, and that one with a transaction
 * blocks it until it is completed. `lock` is what developers report instead: any open payment blocks.
 */
export function checkPending(
  open: UserPayment | undefined,
  mode: Settings['u2a_pending'],
): PendingCheck {
  if (open == null) return { kind: 'free' }
  return open.txid == null && mode === 'replace-unpaid'
    ? { kind: 'replaces', payment: open }
    : { kind: 'blocked', by: open }
}
