import type { Response } from 'express'
import type { Wait, WaitingRoom } from '../clock/waiting-room.ts'
import type { World } from '../world/world.ts'
import { walletRefusal } from './wallet-refusal.ts'

export type WaitPorts = {
  room: WaitingRoom
  /** Aborted when the mock stops. */
  closing: AbortSignal
}

/** A wait that also ends when the caller goes away, the world is reset or the mock stops; returns a refusal when full. */
export async function waitForChange(
  { world, room, closing }: WaitPorts & { world: World },
  res: Response,
  wait: Omit<Wait, 'signals'>,
) {
  const gone = new AbortController()
  const leave = () => gone.abort()
  if (res.closed) leave()
  res.on('close', leave)
  const signals = [gone.signal, world.ended, closing]
  const end = await room.wait({ ...wait, signals })
  res.off('close', leave)
  const limit = String(world.limits.waiting)
  return end === 'full' ? walletRefusal('too_many_waiting', { limit }) : null
}
