import type { Response } from 'express'
import { drawDelay } from '../../faults/draw-delay.ts'
import type { Fault } from '../../faults/fault.ts'
import { noteHeld } from '../../http/exchange-notes.ts'
import { waitInRequest, type WaitEnd, type WaitPorts } from '../../http/wait-in-request.ts'
import type { World } from '../../world/world.ts'

/** As long as a timer can run. */
const FOREVER_MS = 2_147_483_647

export type HoldPorts = WaitPorts & { world: World }

/** Waits as long as the fault says. */
export function holdFor(ports: HoldPorts, res: Response, fault: Fault): Promise<WaitEnd> {
  const { effect } = fault
  if (effect.type !== 'latency' && effect.type !== 'late') return hold(ports, res, { fault })
  const { clock, faults } = ports.world
  const ms = drawDelay(effect, () => faults.random(fault))
  if (effect.clock !== 'mock') return hold(ports, res, { fault, ms })
  return hold(ports, res, { fault, until: clock.now() + ms })
}

/** Waits for real ms, until a time of the mock's clock, or until the client goes away. */
export async function hold(
  ports: HoldPorts,
  res: Response,
  { fault, ms, until }: { fault: Fault; ms?: number; until?: number },
): Promise<WaitEnd> {
  const { clock } = ports.world
  if (!res.closed && !res.destroyed) noteHeld(res)
  const end = await waitInRequest(ports, res, {
    isOver: () => until != null && clock.now() >= until,
    msUntilDue: () => (until == null ? null : clock.realMsUntil(until)),
    changes: [clock.onMove],
    timeoutMs: ms ?? FOREVER_MS,
    signals: [fault.ended],
  })
  if (end === 'cut') reset(res)
  return end
}

/** Ends the connection with a reset, as a crashed server or a broken network does. */
export function reset(res: Response) {
  const { socket } = res.req
  if (!socket.destroyed) socket.resetAndDestroy()
}
