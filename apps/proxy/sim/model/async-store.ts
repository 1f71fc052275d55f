import type { PayoutStore } from '../../src/payouts/store/payout-store.ts'

/** A method of the store without the waiting: what one transaction does and returns. */
export type Atomic<Store> = {
  [Method in keyof Store]: Store[Method] extends (
    ...args: infer Args
  ) => Promise<infer ClientResponse>
    ? (...args: Args) => ClientResponse
    : never
}

/** A call of a method: it does its transaction some time, and settles with its response. */
type Call = (method: keyof PayoutStore, args: readonly unknown[]) => Promise<unknown>

const methods = {
  accept: true,
  adopt: true,
  apply: true,
  cancel: true,
  envelopes: true,
  find: true,
  findByPiId: true,
  findByRequest: true,
  findClient: true,
  findMany: true,
  giveUpPayment: true,
  history: true,
  inspect: true,
  list: true,
  listOpen: true,
  loadLane: true,
  markForeign: true,
  openLane: true,
  pause: true,
  pick: true,
  quarantine: true,
  release: true,
  releaseLane: true,
  renewDeployment: true,
  renewLane: true,
  requestCancel: true,
  resume: true,
  retry: true,
  settlePaid: true,
  showLanes: true,
  startLaneAt: true,
  takeLane: true,
} satisfies Record<keyof PayoutStore, true>

export const storeMethods = Object.keys(methods) as (keyof PayoutStore)[]

/** What one call of a method does and returns. */
export function transact(
  store: Atomic<PayoutStore>,
  method: keyof PayoutStore,
  args: readonly unknown[],
): unknown {
  // A method by its name loses which arguments it takes; none of them is changed on the way.
  return (store[method] as (...args: readonly unknown[]) => unknown)(...args)
}

/** Every method on the prototype: processes start by the thousand, and each has a store. */
class AsyncStore {
  readonly #call: Call

  constructor(call: Call) {
    this.#call = call
  }

  static {
    for (const method of storeMethods) {
      const value = function later(this: AsyncStore, ...args: never[]) {
        return this.#call(method, args)
      }
      Object.defineProperty(this.prototype, method, { value })
    }
  }
}

/** A store whose responses come when `call` says: every method takes and returns what the database's does. */
export function asyncStore(call: Call): PayoutStore {
  return new AsyncStore(call) as unknown as PayoutStore
}

/** The simulated database as a store without faults: what its suite runs on. */
export function openSimStore({ store }: { store: Atomic<PayoutStore> }): PayoutStore {
  return asyncStore(async (method, args) => transact(store, method, args))
}
