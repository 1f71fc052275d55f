import type { Payout } from '../payouts/model/payout.ts'
import type { ClientPayouts } from '../payouts/store/payout-store.ts'
import { waitOf, type LaneWait, type Wait } from '../payouts/model/wait-of.ts'

/** What the caller of the API may know of a payout's wait; without `blockedBy`: nothing about payments. */
export type ShownWait = Pick<Wait, 'waitsFor'> & Partial<Pick<Wait, 'blockedBy'>>

type Ports = {
  store: Pick<ClientPayouts, 'findByPiId'>
  findLaneWait: () => Promise<LaneWait | null>
}

/** The id of a payment opens its details, so that of another client is not shown, and none to other callers. */
export async function shownWait(
  { store, findLaneWait }: Ports,
  payout: Payout,
  clientId: string | undefined,
): Promise<ShownWait> {
  const ofLane = payout.state === 'received' ? await findLaneWait() : null
  const { waitsFor, blockedBy } = waitOf(payout, ofLane)
  if (payout.clientId !== clientId) return { waitsFor }
  const other = blockedBy == null ? undefined : await store.findByPiId(blockedBy)
  const isOfAnother = other != null && other.clientId !== clientId
  return { waitsFor, blockedBy: isOfAnother ? null : blockedBy }
}
