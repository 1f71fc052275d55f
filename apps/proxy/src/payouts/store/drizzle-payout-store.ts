import type { Db } from '../../database/db.ts'
import { createBrakes } from './brakes.ts'
import { createClientPayouts } from './client-payouts.ts'
import { createLanes } from './lanes.ts'
import { createOperatorPayouts } from './operator-payouts.ts'
import type { PayoutStore } from './payout-store.ts'

/** Payouts on PGlite or Postgres. */
export function createPayoutStore(db: Db): PayoutStore {
  return {
    ...createClientPayouts(db),
    ...createOperatorPayouts(db),
    ...createBrakes(db),
    ...createLanes(db),
  }
}
