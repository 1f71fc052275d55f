import type { Response } from 'express'
import type { Wait } from '../clock/waiting-room.ts'
import { waitInRequest, type WaitPorts } from '../http/wait-in-request.ts'
import type { World } from '../world/world.ts'
import { walletRefusal } from './wallet-refusal.ts'

/** Waits as `waitInRequest` does; returns a refusal when too many wait already. */
export async function waitForChange(
  ports: WaitPorts & { world: World },
  res: Response,
  wait: Omit<Wait, 'signals'>,
) {
  const end = await waitInRequest(ports, res, wait)
  const limit = String(ports.world.limits.waiting)
  return end === 'full' ? walletRefusal('too_many_waiting', { limit }) : null
}
