import type { PayoutStore } from '../../src/payouts/store/payout-store.ts'

/** A method of the store without the waiting: what one transaction does and returns. */
export type Atomic<Store> = {
  [Method in keyof Store]: Store[Method] extends (
    ...args: infer Args
  ) => Promise<infer ClientResponse>
    ? (...args: Args) => ClientResponse
    : never
}

type Transact = (...args: unknown[]) => unknown

/** A store whose responses come when `later` says: every method takes and returns what the database's does. */
export function asyncStore(
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
export function openSimStore({ store }: { store: Atomic<PayoutStore> }): PayoutStore {
  return asyncStore(
    store,
    (_name, transact) =>
      async (...args) =>
        transact(...args),
  )
}
