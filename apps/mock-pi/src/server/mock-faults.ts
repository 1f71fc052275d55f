import type { ControlFault, Explanation, NewFault, Refusals } from '@aloha-pi/contracts/wire'
import { addFault, faultToWire } from '../control/add-fault.ts'
import { explainRequest, listRefusals } from '../control/explain-request.ts'
import type { World } from '../world/world.ts'

/** Trouble on demand, as the control API offers it. */
export type MockFaults = {
  /** From now on, requests that match meet the effect; throws a sentence that names the member and the rule. */
  add(rule: NewFault): ControlFault
  /** With their counters: rules, then what payments ordered; oldest first. */
  list(): ControlFault[]
  /** Removes one and cuts off the requests that it keeps waiting; throws when there is none. */
  remove(faultId: string): ControlFault
  /** Removes all, also those that payments ordered. */
  clear(): void
}

export function createMockFaults(world: World): MockFaults {
  return {
    add(rule) {
      const added = addFault(world, rule)
      if (added.ok) return added.fault
      throw new Error(added.refusal.body.error_message)
    },
    list: () => world.faults.list().map(faultToWire),
    remove(faultId) {
      const removed = world.faults.remove(faultId)
      if (removed != null) return faultToWire(removed)
      throw new Error(`There is no fault ${faultId}`)
    },
    clear: () => world.faults.clear(),
  }
}

/** What became of requests, in process. */
export type MockExplain = {
  /** Of a request that was refused or met a fault, by the header `x-request-id`; `last`: the newest. Throws when none is remembered. */
  explain(requestId: string): Promise<Explanation>
  /** Those requests, newest first. */
  refusals(): Promise<Refusals>
}

export function createMockExplain(world: World): MockExplain {
  return {
    async explain(requestId) {
      const explained = await explainRequest(world, requestId)
      if (explained.ok) return explained.explanation
      throw new Error(explained.refusal.body.error_message)
    },
    refusals: () => listRefusals(world),
  }
}
