import type { PayoutStore } from '../../src/payouts/store/payout-store.ts'
import type { Atomic, SimDatabase } from './sim-database.ts'

type Transact = (...args: unknown[]) => unknown

/** A store whose answers come when `later` says: every method takes and answers what the database's does. */
export function storeThatWaits(
  store: Atomic<PayoutStore>,
  later: (name: string, transact: Transact) => (...args: unknown[]) => Promise<unknown>,
): PayoutStore {
  const methods = Object.entries(store).map(
    // Walking over the methods loses which takes what; none of them is changed.
    ([name, transact]) => [name, later(name, transact as Transact)] as const,
  )
  return Object.fromEntries(methods) as unknown as PayoutStore
}

/** The simulated database as a store without faults: what its suite runs on. */
export function openSimStore({ store }: SimDatabase): PayoutStore {
  return storeThatWaits(
    store,
    (_name, transact) =>
      async (...args) =>
        transact(...args),
  )
}
