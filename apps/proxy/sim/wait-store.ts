import type { PayoutStore } from '../src/payouts/payout-store.ts'
import type { SimDatabase } from './sim-database.ts'

/** The simulated database as a store without faults: what its suite runs on. */
export function waitStore({ store }: SimDatabase): PayoutStore {
  const methods = Object.entries(store).map(([name, transact]) => {
    // The entries of a record of methods lose which takes what.
    const run = transact as (...args: unknown[]) => unknown
    return [name, async (...args: unknown[]) => run(...args)] as const
  })
  return Object.fromEntries(methods) as unknown as PayoutStore
}
