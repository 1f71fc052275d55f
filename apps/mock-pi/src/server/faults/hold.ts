import type { Response } from 'express'
import type { WaitingRoom } from '../../clock/waiting-room.ts'
import { drawDelay } from '../../faults/draw-delay.ts'
import type { Fault } from '../../faults/fault.ts'
import { noteHeld } from '../../http/exchange-notes.ts'
import type { World } from '../../world/world.ts'

/** As long as a timer can run. */
const FOREVER_MS = 2_147_483_647

export type HoldPorts = {
  world: World
  /** Places for requests that wait. */
  room: WaitingRoom
  /** Aborted when the mock stops. */
  closing: AbortSignal
}

/** `cut`: the wait has no use any more, and the connection is closed; `full`: too many wait already. */
export type Held = 'over' | 'cut' | 'full'

/** Waits as long as the fault says. */
export function holdFor(ports: HoldPorts, res: Response, fault: Fault): Promise<Held> {
  const { effect } = fault
  if (effect.type !== 'latency' && effect.type !== 'late') return hold(ports, res, { fault })
  const { clock, faults } = ports.world
  const ms = drawDelay(effect, () => faults.random(fault))
  if (effect.clock !== 'mock') return hold(ports, res, { fault, ms })
  return hold(ports, res, { fault, until: clock.now() + ms })
}

/** Waits for real ms, until a time of the mock's clock, or until the client goes away. */
export async function hold(
  { world, room, closing }: HoldPorts,
  res: Response,
  { fault, ms, until }: { fault: Fault; ms?: number; until?: number },
): Promise<Held> {
  const { clock, ended } = world
  const gone = new AbortController()
  const leave = () => gone.abort()
  if (res.closed || res.destroyed) leave()
  else noteHeld(res)
  res.on('close', leave)
  const signals = [gone.signal, ended, closing, fault.ended]
  const isOver = () => until != null && clock.now() >= until
  const end = await room.wait({
    isOver,
    msUntilDue: () => (until == null ? null : clock.realMsUntil(until)),
    changes: [clock.onMove],
    timeoutMs: ms ?? FOREVER_MS,
    signals,
  })
  res.off('close', leave)
  if (end === 'full') return 'full'
  if (!signals.some(({ aborted }) => aborted)) return 'over'
  reset(res)
  return 'cut'
}

/** Ends the connection with a reset, as a crashed server or a broken network does. */
export function reset(res: Response) {
  const { socket } = res.req
  if (!socket.destroyed) socket.resetAndDestroy()
}
