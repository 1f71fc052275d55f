import type { PaymentRecord } from './payment-record.ts'

/** What an object or array, and a key, take in memory beyond their characters: `[{},{},…]` is short as text only. */
const OBJECT = 64
const KEY = 32

/** Characters of a payment's memo and metadata, with objects, arrays and keys counted as so many more. */
export function weighPayment({ memo, metadata }: PaymentRecord): number {
  return memo.length + JSON.stringify(metadata).length + weighStructure(metadata)
}

/** The same of what pages reported of it. */
export function weighReports(payment: PaymentRecord | undefined): number {
  if (payment?.direction !== 'user_to_app') return 0
  return payment.reports.reduce((sum, { event }) => sum + event.length + OBJECT, 0)
}

function weighStructure(json: unknown): number {
  if (typeof json !== 'object' || json == null) return 0
  const values = Object.values(json)
  const keys = Array.isArray(json) ? 0 : KEY * values.length
  return values.reduce<number>((sum, value) => sum + weighStructure(value), OBJECT + keys)
}
