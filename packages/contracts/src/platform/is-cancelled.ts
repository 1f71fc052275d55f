import type { Payment } from './payment-schema.ts'

/** Whether the app, the user or Pi has cancelled the payment. */
export function isCancelled({ status }: Pick<Payment, 'status'>): boolean {
  return status.cancelled || status.user_cancelled
}
