import { callBack, type Callback } from './call-back.ts'
import type { Phase } from '../host/host.ts'
import { ask, type Session } from './session.ts'

const EVERY_MS = 10_000
const MAX_REPEATS = 5

export type Repeated = {
  phase: Phase
  paymentId: string
  callback: Callback
  /** Ends the repeating. */
  signal: AbortSignal
}

/** Calls the app back now, and every 10 s of the mock's clock up to five times more, until its server acted. */
export async function repeatCallback(
  session: Session,
  { phase, paymentId, callback, signal }: Repeated,
) {
  // Read before the callback, so that a test that sees the callback can move the clock.
  let called = await session.clock.read()
  for (let repeats = 0; ; repeats += 1) {
    if (signal.aborted) return
    callBack(session.journal, callback)
    if (repeats === MAX_REPEATS) return
    const now = await waitForServer(session, { phase, paymentId, signal, until: called + EVERY_MS })
    if (now == null) return
    called = now
    const { retry } = await ask(session, (host) => host.decideCallbackRetrial(paymentId, phase))
    if (!retry) return
  }
}

/** The time after the wait; undefined when the server acted or the repeating ended before. */
async function waitForServer(
  { clock, host }: Session,
  { phase, paymentId, signal, until }: Omit<Repeated, 'callback'> & { until: number },
): Promise<number | undefined> {
  const ends = new AbortController()
  const end = () => ends.abort()
  signal.addEventListener('abort', end, { once: true })
  if (signal.aborted) end()
  try {
    const acted = host.serverActed?.(paymentId, phase, ends.signal)
    const waiting = clock.waitUntil(until, ends.signal)
    return await Promise.race([waiting, ...(acted == null ? [] : [acted.then(() => undefined)])])
  } catch (error) {
    if (ends.signal.aborted) return undefined
    throw error
  } finally {
    signal.removeEventListener('abort', end)
    end()
  }
}
