import type { PaymentRecord } from './payment-record.ts'

/** What an object or array, and a key, take in memory beyond their characters: `[{},{},…]` is short as text only. */
const OBJECT = 64
const KEY = 32

/** Characters of a payment's memo and metadata, with objects, arrays and keys counted as so many more. */
export function weighPayment({ memo, metadata }: PaymentRecord): number {
  return memo.length + JSON.stringify(metadata).length + weighStructure(metadata)
}

function weighStructure(json: unknown): number {
  if (typeof json !== 'object' || json == null) return 0
  const values = Object.values(json)
  const keys = Array.isArray(json) ? 0 : KEY * values.length
  return values.reduce<number>((sum, value) => sum + weighStructure(value), OBJECT + keys)
}
