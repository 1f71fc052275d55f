import type { Payout } from '../payouts/model/payout.ts'
import type { ClientPayouts } from '../payouts/store/payout-store.ts'

/** The payout by its own id or by Pi's payment id. Who may see it is the caller's to decide. */
export async function findPayout(
  store: Pick<ClientPayouts, 'find' | 'findByPiId'>,
  id: string,
): Promise<Payout | undefined> {
  return (isPayoutId(id) ? await store.find(id) : undefined) ?? (await store.findByPiId(id))
}

/** Only what can be a payout id is looked up as one: the column is a uuid. */
function isPayoutId(id: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
}
