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
type Call = (
  name: keyof PayoutStore,
  args: readonly unknown[],
  transact: () => unknown,
) => Promise<unknown>

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

/** Every method on the prototype: processes start by the thousand, and each has a store. */
class AsyncStore {
  readonly #store: Atomic<PayoutStore>
  readonly #call: Call

  constructor(store: Atomic<PayoutStore>, call: Call) {
    this.#store = store
    this.#call = call
  }

  static {
    // Walking over the methods loses which takes what; none of them is changed.
    for (const name of Object.keys(methods) as (keyof PayoutStore)[]) {
      const value = function later(this: AsyncStore, ...args: never[]) {
        const transact = this.#store[name] as (...args: never[]) => unknown
        return this.#call(name, args, () => transact(...args))
      }
      Object.defineProperty(this.prototype, name, { value })
    }
  }
}

/** A store whose responses come when `call` says: every method takes and returns what the database's does. */
export function asyncStore(store: Atomic<PayoutStore>, call: Call): PayoutStore {
  return new AsyncStore(store, call) as unknown as PayoutStore
}

/** The simulated database as a store without faults: what its suite runs on. */
export function openSimStore({ store }: { store: Atomic<PayoutStore> }): PayoutStore {
  return asyncStore(store, async (_name, _args, transact) => transact())
}
