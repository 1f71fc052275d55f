import type { Response } from 'express'
import type { Wait, WaitingRoom } from '../clock/waiting-room.ts'

export type WaitPorts = {
  room: WaitingRoom
  /** Aborted when the mock stops. */
  closing: AbortSignal
}

/** A wait that also ends when the caller goes away, the world is reset or the mock stops. */
export async function waitInRequest(
  { world, room, closing }: WaitPorts & { world: { ended: AbortSignal } },
  res: Response,
  wait: Omit<Wait, 'signals'>,
): Promise<'over' | 'full'> {
  const gone = new AbortController()
  const leave = () => gone.abort()
  if (res.closed) leave()
  res.on('close', leave)
  const signals = [gone.signal, world.ended, closing]
  const end = await room.wait({ ...wait, signals })
  res.off('close', leave)
  return end
}
