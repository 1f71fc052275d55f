import { RESERVED_METADATA_KEY } from '@aloha-pi/contracts/aloha'
import { paymentIdSchema, paymentSchema, type Payment } from '@aloha-pi/contracts/platform'
import type { OpenPayments } from '../payouts/model/ports.ts'

/** So many ids of unreadable entries are kept: for an operator who looks for them. */
const MAX_IDS = 5
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi

/** Sorts the entries of Pi's list into payments and entries of another shape. */
export function collectPayments(): { add(entry: unknown): void; collected(): OpenPayments } {
  const payments: Payment[] = []
  const ids: string[] = []
  const named = new Set<string>()
  let count = 0
  return {
    add(entry) {
      const payment = paymentSchema.safeParse(entry)
      if (payment.success) {
        payments.push(payment.data)
        return
      }
      count += 1
      const id = identifierOf(entry)
      if (id != null && ids.length < MAX_IDS) ids.push(id)
      for (const each of uuidsIn(entry)) named.add(each)
    },
    collected: () => ({ payments, unreadable: { count, ids, named } }),
  }
}

function identifierOf(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry == null || !('identifier' in entry)) return undefined
  return paymentIdSchema.safeParse(entry.identifier).data
}

/** Wherever they are in it: of what does not fit, no field is sure to be in its place. */
function uuidsIn(entry: unknown): string[] {
  if (typeof entry !== 'object') return []
  const text = JSON.stringify(entry)
  if (!text.includes(RESERVED_METADATA_KEY)) return []
  return (text.match(UUID) ?? []).map((uuid) => uuid.toLowerCase())
}
