import { anotherWorld } from '../mock-world/another-world.ts'
import {
  actOnPayment,
  WORLD_MAX_AGE_MS,
  type ActPorts,
  type ActRequest,
  type ActResult,
} from './act-on-payment.ts'
import { joinIdentical } from './join-identical.ts'
import {
  readDetails,
  type DetailsPorts,
  type DetailsRequest,
  type DetailsResult,
} from './payment-details.ts'

/** What the routes can do with payments. */
export type Payments = {
  act(request: ActRequest): Promise<ActResult>
  details(request: DetailsRequest): Promise<DetailsResult>
}

export function createPayments(ports: ActPorts & DetailsPorts): Payments {
  const { cache, world } = ports
  const join = joinIdentical<ActResult>()

  const act = async (request: ActRequest): Promise<ActResult> => {
    try {
      return await actOnPayment(ports, request)
    } finally {
      cache.forget(request.paymentId)
    }
  }

  return {
    act(request) {
      const { clientId, paymentId, command } = request
      return join(JSON.stringify([clientId, paymentId, command]), () => act(request))
    },
    async details(request) {
      const [verdict, details] = await Promise.all([
        world.check(WORLD_MAX_AGE_MS),
        readDetails(ports, request),
      ])
      return verdict.ok ? details : anotherWorld(verdict.advice)
    },
  }
}
