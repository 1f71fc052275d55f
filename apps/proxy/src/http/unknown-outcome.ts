import type { U2aAction } from '../u2a/u2a-payment.ts'

const participles = { approve: 'approved', complete: 'completed', abort: 'cancelled' }

/** What a client must know when nobody can tell how its call ended. */
export function unknownOutcome(action: U2aAction): string {
  return `Whether the payment is ${participles[action]} is unknown; repeating this same call is safe and settles it`
}
