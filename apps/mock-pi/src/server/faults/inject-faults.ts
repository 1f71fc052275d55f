import type { RequestHandler } from 'express'
import type { Fault } from '../../faults/fault.ts'
import { applyEffect } from './apply-effect.ts'
import { holdFor } from './hold.ts'
import {
  markFault,
  noteFault,
  refuseToHold,
  type FaultPorts,
  type MetRequest,
} from './met-request.ts'
import { creationOf, factsOf } from './request-facts.ts'

/** Lets requests meet the faults of the world. Without any it only asks whether there are some. */
export function injectFaults(ports: FaultPorts): RequestHandler {
  return (req, res, next) => {
    const { world } = ports
    const creation = creationOf(world, req, res)
    if (creation == null && world.faults.isIdle()) return next()
    const facts = factsOf(world, req, res)
    const { latency, effect } = world.faults.meet(facts, creation)
    if (latency == null && effect == null) return next()
    return meet(ports, { req, res, next, facts }, { latency, effect })
  }
}

async function meet(
  ports: FaultPorts,
  met: MetRequest,
  { latency, effect }: { latency: Fault | undefined; effect: Fault | undefined },
) {
  const { res, next } = met
  if (latency != null) {
    markFault(ports, res, latency)
    const held = await holdFor(ports, res, latency)
    if (held === 'full') return refuseToHold(ports, res, latency)
    if (held === 'cut') return noteFault(ports, res, latency, null)
    // Its response is as usual, and says so only here.
    if (effect == null) return next()
  }
  if (effect != null) await applyEffect(ports, met, effect)
}
