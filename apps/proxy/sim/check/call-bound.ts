import { CALLS_PER_LEDGER, MAX_CALLS_AT_ONCE } from '../../src/payouts/worker/call-budget.ts'
import type { PiChain, PiPayments } from '../../src/payouts/model/ports.ts'
import type { PayoutSettings } from '../../src/payouts/model/settings.ts'

const MINUTE_MS = 60_000

/**
 * How many calls a process may make to Pi, and as many to Horizon, in any minute, whatever waits: what a quiet time saved,
 * and so many for each ledger that should close meanwhile, and for each of its own transactions that a ledger took.
 */
export function maxCallsPerMinute({ ledgerMs }: PayoutSettings, applied: number): number {
  return MAX_CALLS_AT_ONCE + CALLS_PER_LEDGER * (Math.ceil(MINUTE_MS / ledgerMs) + applied)
}

/** Counts the calls of one process, and shows when a minute has more of them than it may have. */
export function countCalls<Ports extends { pi: PiPayments; chain: PiChain }>(
  ports: Ports,
  {
    now,
    settings,
    fail,
  }: { now: () => number; settings: PayoutSettings; fail: (detail: string) => void },
): Ports {
  const applied: number[] = []
  const calls: Record<'Pi' | 'Horizon', number[]> = { Pi: [], Horizon: [] }
  const isOver = (at: number | undefined) => at != null && at <= now() - MINUTE_MS
  const count = <Result>(place: keyof typeof calls, call: () => Result): Result => {
    const made = calls[place]
    made.push(now())
    while (isOver(made[0])) made.shift()
    while (isOver(applied[0])) applied.shift()
    const max = maxCallsPerMinute(settings, applied.length)
    if (made.length > max) fail(`${made.length} calls to ${place} in a minute, ${max} allowed`)
    return call()
  }
  const { pi, chain } = ports
  return {
    ...ports,
    pi: {
      create: (payment) => count('Pi', () => pi.create(payment)),
      get: (id) => count('Pi', () => pi.get(id)),
      complete: (id, txid) => count('Pi', () => pi.complete(id, txid)),
      cancel: (id) => count('Pi', () => pi.cancel(id)),
      incomplete: () => count('Pi', () => pi.incomplete()),
    },
    chain: {
      account: (address) => count('Horizon', () => chain.account(address)),
      ledger: (which) => count('Horizon', () => chain.ledger(which)),
      walletTransactions: (address, cursor) =>
        count('Horizon', () => chain.walletTransactions(address, cursor)),
      transaction: (hash) => count('Horizon', () => chain.transaction(hash)),
      async submit(envelope) {
        const result = await count('Horizon', () => chain.submit(envelope))
        if (result.kind === 'applied') applied.push(now())
        return result
      },
    },
  }
}
