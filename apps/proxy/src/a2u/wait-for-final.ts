import { isFinal, type Payout } from '../payouts/model/payout.ts'
import type { Clock } from '../payouts/model/ports.ts'
import type { ClientPayouts } from '../payouts/store/payout-store.ts'

export type WaitLimits = {
  /** How often the waiting calls together read their payouts. */
  pollMs: number
  /** Waiting calls of this instance; more get a response immediately. */
  most: number
  /** Waiting calls for one payout; more are refused. */
  mostPerPayout: number
}

export type Waited = { kind: 'read'; payout: Payout } | { kind: 'too_many' }

/**
 * Waits until a payout is final or held, or the time is over; returns the newest row either way. All waiting calls of
 * an instance share one query per poll.
 */
export type WaitForFinal = (payout: Payout, ms: number, signal?: AbortSignal) => Promise<Waited>

export function createWaitForFinal(
  store: Pick<ClientPayouts, 'findMany'>,
  clock: Clock,
  limits: WaitLimits & { onFault: (error: unknown) => void },
): WaitForFinal {
  const waiting = new Map<string, number>()
  let total = 0
  let poll: Promise<Map<string, Payout>> | undefined

  const readLater = async () => {
    const rows = new Map<string, Payout>()
    try {
      await clock.sleep(limits.pollMs)
      poll = undefined
      for (const payout of await store.findMany([...waiting.keys()])) rows.set(payout.id, payout)
    } catch (error) {
      // The row is committed: a database that is down meanwhile makes no difference to the response.
      limits.onFault(error)
    }
    return rows
  }

  const waitFor = async (first: Payout, until: number, signal: AbortSignal | undefined) => {
    let payout = first
    const isOver = () => clock.now() >= until || signal?.aborted === true
    while (!isSettled(payout) && !isOver()) {
      payout = (await (poll ??= readLater())).get(payout.id) ?? payout
    }
    return payout
  }

  return async (payout, ms, signal) => {
    if (isSettled(payout)) return { kind: 'read', payout }
    const others = waiting.get(payout.id) ?? 0
    if (others >= limits.mostPerPayout) return { kind: 'too_many' }
    if (total >= limits.most) return { kind: 'read', payout }
    waiting.set(payout.id, others + 1)
    total += 1
    try {
      return { kind: 'read', payout: await waitFor(payout, clock.now() + ms, signal) }
    } finally {
      total -= 1
      const left = (waiting.get(payout.id) ?? 1) - 1
      if (left === 0) waiting.delete(payout.id)
      else waiting.set(payout.id, left)
    }
  }
}

/** A held payout needs an operator: waiting longer does not help. */
function isSettled({ state }: Payout): boolean {
  return isFinal(state) || state === 'held'
}
