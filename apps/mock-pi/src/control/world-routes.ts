import { controlContract } from '@aloha-pi/contracts/control'
import { initServer } from '@ts-rest/express'
import { controlRefusal } from '../http/control-refusal.ts'
import { refuse } from '../http/send-refusal.ts'
import { expirePayments } from '../payments/payment-world.ts'
import type { World } from '../world.ts'
import { clockToWire, worldToWire } from './control-wire.ts'

const s = initServer()

/** The world as a whole: its identity, settings and clock. */
export function createWorldRoutes(world: World) {
  const clockNow = () => {
    settle()
    return { status: 200 as const, body: clockToWire(world.clock) }
  }
  /** Lets happen what is due: who waits for a ledger is told of it. */
  const settle = () => {
    expirePayments(world)
    world.ledger.view()
  }
  return {
    world: s.route(controlContract.world, async () => ({ status: 200, body: worldToWire(world) })),
    reset: s.route(controlContract.reset, async () => {
      world.reset()
      return { status: 200, body: worldToWire(world) }
    }),
    settings: s.route(controlContract.settings, async ({ body }) => {
      // Ledgers that are due by now close by the old settings.
      settle()
      Object.assign(world.settings, body)
      settle()
      return { status: 200, body: world.settings }
    }),
    clock: s.route(controlContract.clock, async () => clockNow()),
    freezeClock: s.route(controlContract.freezeClock, async () => {
      world.clock.freeze()
      return clockNow()
    }),
    resumeClock: s.route(controlContract.resumeClock, async () => {
      world.clock.resume()
      return clockNow()
    }),
    advanceClock: s.route(controlContract.advanceClock, async ({ body: { ms }, res }) =>
      world.clock.advance(ms)
        ? clockNow()
        : refuse(res, refuseTime('ms', 'must not lead beyond the year 9999')),
    ),
    jumpClock: s.route(controlContract.jumpClock, async ({ body: { to }, res }) =>
      world.clock.jump(Date.parse(to))
        ? clockNow()
        : refuse(res, refuseTime('to', 'must not be before the time of the mock')),
    ),
  }
}

const refuseTime = (field: string, rule: string) =>
  controlRefusal('invalid_request', { field, rule })
