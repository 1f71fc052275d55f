import {
  controlContract,
  LAST_CLOCK_TIME,
  LAST_LEDGER_BY_CLOCK,
  MAX_CLOCK_WAIT_MS,
} from '@aloha-pi/contracts/control'
import { initServer } from '@ts-rest/express'
import { refuse } from '../http/send-refusal.ts'
import { expirePayments } from '../payments/payment-world.ts'
import { changeSettings } from '../world/default-settings.ts'
import { isBeyondLedgers } from '../world/is-beyond-ledgers.ts'
import type { World } from '../world/world.ts'
import { atLimit } from './at-limit.ts'
import { controlRefusal } from './control-refusal.ts'
import { clockToWire, worldToWire } from './control-wire.ts'

const s = initServer()

/** The world as a whole: its identity, settings and clock. */
export function createWorldRoutes(world: World) {
  const clockNow = () => {
    settle()
    return { status: 200 as const, body: clockToWire(world.clock) }
  }
  /** Lets happen what is due, and informs those who wait for a ledger. */
  const settle = () => {
    expirePayments(world)
    world.ledger.view()
  }
  const isTooFar = (instant: number) => isBeyondLedgers(world, instant)
  return {
    world: s.route(controlContract.world, async () => ({ status: 200, body: worldToWire(world) })),
    reset: s.route(controlContract.reset, async () => {
      world.reset()
      return { status: 200, body: worldToWire(world) }
    }),
    settings: s.route(controlContract.settings, async ({ body }) => {
      // Ledgers that are due by now close by the old settings.
      settle()
      changeSettings(world.settings, body)
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
    realClock: s.route(controlContract.realClock, async ({ res }) => {
      const ahead = world.clock.ahead()
      if (ahead > MAX_CLOCK_WAIT_MS) {
        const seconds = String(Math.ceil(ahead / 1000))
        return refuse(res, controlRefusal('clock_too_far_ahead', { seconds }))
      }
      if (ahead < 0 && isTooFar(world.clock.now() - ahead))
        return refuse(res, atLimit('ledgers', LAST_LEDGER_BY_CLOCK))
      world.clock.followReal()
      return clockNow()
    }),
    advanceClock: s.route(controlContract.advanceClock, async ({ body: { ms }, res }) => {
      if (isTooFar(world.clock.now() + ms))
        return refuse(res, atLimit('ledgers', LAST_LEDGER_BY_CLOCK))
      const move = world.clock.advance(ms)
      return move === 'moved' ? clockNow() : refuse(res, refuseTime('ms', move))
    }),
    jumpClock: s.route(controlContract.jumpClock, async ({ body: { to }, res }) => {
      const instant = Date.parse(to)
      if (isTooFar(instant)) return refuse(res, atLimit('ledgers', LAST_LEDGER_BY_CLOCK))
      const move = world.clock.jump(instant)
      return move === 'moved' ? clockNow() : refuse(res, refuseTime('to', move))
    }),
  }
}

const RULES = {
  past: "must not be before the mock's time",
  beyond: `must not move the clock beyond ${LAST_CLOCK_TIME}`,
} as const

const refuseTime = (field: string, move: keyof typeof RULES) =>
  controlRefusal('invalid_request', { field, rule: RULES[move] })
