import type { SdkReport } from '../sdk-reports/sdk-report-log.ts'
import type { UserPayment } from './payment-record.ts'
import type { PaymentWorld } from './payment-world.ts'

/** Calls and callbacks of one payment: at Pi, a page gets a dozen at most. */
export const MAX_REPORTS = 200

type Reported = { ok: true } | { ok: false; refusal: 'too_many_reports' | 'too_much_text' }

/** Lets a call, a callback or an error of the browser SDK join the timeline of a payment that was just found. */
export function reportOnPayment(
  { payments, clock }: Pick<PaymentWorld, 'payments' | 'clock'>,
  payment: UserPayment,
  { kind, name, detail }: Pick<SdkReport, 'kind' | 'name' | 'detail'>,
): Reported {
  if (payment.reports.length >= MAX_REPORTS) return { ok: false, refusal: 'too_many_reports' }
  if (payments.size().isTextFull) return { ok: false, refusal: 'too_much_text' }
  const event = `sdk ${kind} ${name}${detail == null ? '' : `: ${detail}`}` as const
  const report = { at: clock.now(), event, after: payment.timeline.length }
  payments.save({ ...payment, reports: [...payment.reports, report] })
  return { ok: true }
}
