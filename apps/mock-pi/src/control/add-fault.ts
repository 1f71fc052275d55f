import type { ControlFault, NewFault } from '@aloha-pi/contracts/wire'
import type { Fault } from '../faults/fault.ts'
import type { World } from '../world/world.ts'
import { unknownPayment } from './act-in-wallet.ts'
import { atLimit } from './at-limit.ts'
import { controlRefusal } from './control-refusal.ts'
import { unknownApp } from './find-actors.ts'

/** Adds a rule that is well formed, unless it is about what the world does not have, or the world is full. */
export function addFault(world: World, rule: NewFault) {
  const { app, user, payment } = rule.match ?? {}
  const refuse = <Refusal>(refusal: Refusal) => ({ ok: false, refusal }) as const
  if (app != null && world.apps.find(app) == null) return refuse(unknownApp(app))
  if (user != null && world.users.find(user) == null) {
    return refuse(controlRefusal('user_not_found', { id: user }))
  }
  if (payment != null && world.payments.find(payment) == null) {
    return refuse(unknownPayment(payment))
  }
  return world.faults.isFull()
    ? refuse(atLimit('faults', world.limits.faults))
    : ({ ok: true, fault: faultToWire(world.faults.add(rule)) } as const)
}

export function faultToWire(fault: Fault): ControlFault {
  const { id, source, match, when, effect, seen, hits } = fault
  return { id, source, match, when, effect, seen, hits }
}
