import { paymentSchema, type Payment } from '@aloha-pi/contracts/platform'

const DEEPEST = 6

/** Every payment in a response, wherever it is. What is not a payment of today is the schema's to find. */
export function paymentsIn(json: unknown, depth = 0): Payment[] {
  if (typeof json !== 'object' || json == null || depth > DEEPEST) return []
  if ('identifier' in json && 'direction' in json) {
    const payment = paymentSchema.safeParse(json)
    return payment.success ? [payment.data] : []
  }
  return Object.values(json).flatMap((each) => paymentsIn(each, depth + 1))
}
