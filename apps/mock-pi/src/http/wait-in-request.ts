import type { Response } from 'express'
import type { Wait, WaitingRoom } from '../clock/waiting-room.ts'

export type WaitPorts = {
  room: WaitingRoom
  /** Aborted when the mock stops. */
  closing: AbortSignal
}

/** `cut`: the caller has left; `full`: too many wait already. */
export type WaitEnd = 'over' | 'cut' | 'full'

/** A wait that is also cut when the caller goes away, the world is reset, the mock stops, or a signal of its own aborts. */
export async function waitInRequest(
  { world, room, closing }: WaitPorts & { world: { ended: AbortSignal } },
  res: Response,
  { signals: own = [], ...wait }: Omit<Wait, 'signals'> & Partial<Pick<Wait, 'signals'>>,
): Promise<WaitEnd> {
  const gone = new AbortController()
  const leave = () => gone.abort()
  if (res.closed || res.destroyed) leave()
  res.on('close', leave)
  const signals = [gone.signal, world.ended, closing, ...own]
  const end = await room.wait({ ...wait, signals })
  res.off('close', leave)
  if (end === 'full') return end
  return signals.some(({ aborted }) => aborted) ? 'cut' : 'over'
}
