import type { Refusal } from '../http/refusal.ts'
import type { ClientPayouts } from '../payouts/store/payout-store.ts'
import { unknownPayment, wrongDirection } from '../upstream/pi-refusals.ts'

export type OtherDirectionPorts = {
  payouts: Pick<ClientPayouts, 'findByPiId'>
  /** Anyone may read any payment; otherwise a client reads its own and those of no one. */
  publicDetails: boolean
}

/**
 * Refuses a payment that is not of the direction of the route. A payout is named to its own client only, unless
 * details are public: to others it is as unknown as a payment that does not exist.
 */
export async function otherDirection(
  { payouts, publicDetails }: OtherDirectionPorts,
  { paymentId, clientId }: { paymentId: string; clientId: string | undefined },
  route: 'u2a' | 'a2u',
): Promise<Refusal<'wrong_direction' | 'payment_not_found'>> {
  if (publicDetails || route === 'a2u') return wrongDirection(paymentId, route)
  const payout = await payouts.findByPiId(paymentId)
  return payout?.clientId === clientId
    ? wrongDirection(paymentId, route)
    : unknownPayment(paymentId)
}
