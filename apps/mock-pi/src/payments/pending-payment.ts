import type { Settings } from '@aloha-pi/contracts/control'
import type { PaymentRecord } from './payment-machine.ts'

/** What the open payment of a user does to a new one for the same app. */
export type PendingCheck =
  | { kind: 'free' }
  | { kind: 'replaces'; payment: PaymentRecord }
  | { kind: 'blocked'; by: PaymentRecord }

/**
 * Pi documents that a payment without a transaction gives way to a new one, and that one with a transaction
 * blocks it until it is completed. `lock` is what developers report instead: any open payment blocks.
 */
export function checkPending(
  open: PaymentRecord | undefined,
  mode: Settings['u2a_pending'],
): PendingCheck {
  if (open == null) return { kind: 'free' }
  return open.txid == null && mode === 'replace-unpaid'
    ? { kind: 'replaces', payment: open }
    : { kind: 'blocked', by: open }
}
