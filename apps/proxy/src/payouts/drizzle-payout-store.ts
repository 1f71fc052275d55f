import type { Db } from '../database/db.ts'
import { createBrakes } from './drizzle-payout-store-brakes.ts'
import { createClientPayouts } from './drizzle-payout-store-clients.ts'
import { createLanes } from './drizzle-payout-store-lanes.ts'
import { createOperatorPayouts } from './drizzle-payout-store-operators.ts'
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
