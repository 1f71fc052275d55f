import type { PaymentRecord } from './payment-record.ts'

/** What happened to a payment and what pages reported of it, in the order in which it happened. */
export function timelineOf(payment: PaymentRecord): { at: number; event: string }[] {
  const reports = payment.direction === 'user_to_app' ? payment.reports : []
  return payment.timeline.flatMap(({ at, event }, place) => [
    { at, event },
    ...reports.filter(({ after }) => after === place + 1),
  ])
}

/** Grows with each change of a payment, and with each report. */
export function versionOf(payment: PaymentRecord): number {
  return timelineOf(payment).length
}
