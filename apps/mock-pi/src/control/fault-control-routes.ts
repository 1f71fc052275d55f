import { controlContract, faultEffectTypes, faultOperations } from '@aloha-pi/contracts/control'
import { initServer } from '@ts-rest/express'
import { refuse } from '../http/send-refusal.ts'
import type { World } from '../world/world.ts'
import { addFault, faultToWire } from './add-fault.ts'
import { controlRefusal } from './control-refusal.ts'

const s = initServer()

/** Trouble on demand. `countHeld` says how many requests wait because of it. */
export function createFaultControlRoutes(world: World, countHeld: () => number) {
  const showAll = () => ({
    faults: world.faults.list().map(faultToWire),
    held: countHeld(),
    operations: [...faultOperations],
    effects: [...faultEffectTypes],
  })
  return {
    faults: s.route(controlContract.faults, async () => ({ status: 200, body: showAll() })),
    addFault: s.route(controlContract.addFault, async ({ body, res }) => {
      const added = addFault(world, body)
      return added.ok ? { status: 201, body: added.fault } : refuse(res, added.refusal)
    }),
    clearFaults: s.route(controlContract.clearFaults, async () => {
      world.faults.clear()
      return { status: 200, body: showAll() }
    }),
    removeFault: s.route(controlContract.removeFault, async ({ params: { fault_id: id }, res }) => {
      const removed = world.faults.remove(id)
      return removed == null
        ? refuse(res, controlRefusal('fault_not_found', { id }))
        : { status: 200, body: faultToWire(removed) }
    }),
  }
}
