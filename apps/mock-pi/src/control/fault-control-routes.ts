import { controlContract, faultEffectTypes, faultOperations } from '@aloha-pi/contracts/control'
import { initServer } from '@ts-rest/express'
import type { Fault } from '../faults/fault.ts'
import { refuse } from '../http/send-refusal.ts'
import type { World } from '../world/world.ts'
import { atLimit } from './at-limit.ts'
import { unknownPayment } from './act-in-wallet.ts'
import { controlRefusal } from './control-refusal.ts'
import { unknownApp } from './find-actors.ts'

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
      const { app, user, payment } = body.match ?? {}
      if (app != null && world.apps.find(app) == null) return refuse(res, unknownApp(app))
      if (user != null && world.users.find(user) == null) {
        return refuse(res, controlRefusal('user_not_found', { id: user }))
      }
      if (payment != null && world.payments.find(payment) == null) {
        return refuse(res, unknownPayment(payment))
      }
      return world.faults.isFull()
        ? refuse(res, atLimit('faults', world.limits.faults))
        : { status: 201, body: faultToWire(world.faults.add(body)) }
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

function faultToWire({ id, source, match, when, effect, seen, hits }: Fault) {
  return { id, source, match, when, effect, seen, hits }
}
