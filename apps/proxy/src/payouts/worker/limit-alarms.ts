import type { Alarm, Alarms, Clock } from '../model/ports.ts'

/** One cause is said once in this time. */
const QUIET_MS = 3_600_000
/** More causes than that at once: the oldest is forgotten, and said again when it comes back. */
const MAX_CAUSES = 1_000

/**
 * What makes two alarms one: `each` payout and detail, since each is about money; the `payout`; the `detail`, whatever
 * payout met it; or only the `code`, where the detail names one of many.
 */
const sameness: Record<Alarm['code'], 'each' | 'payout' | 'detail' | 'code'> = {
  held: 'each',
  paid_unconfirmed: 'each',
  paid_twice: 'each',
  books_differ: 'each',
  repaired: 'each',
  orphan_cancelled: 'each',
  envelope_refused: 'each',
  foreign_transaction: 'each',
  unidentified_transaction: 'each',
  foreign_deployment: 'detail',
  unknown_payout: 'detail',
  wallet_unknown: 'detail',
  horizon_late: 'code',
  history_pruned: 'code',
  chain_reset: 'code',
  payment_blocks: 'code',
  wallet_poor: 'detail',
  upstream_auth: 'code',
  upstream_down: 'detail',
  refused_for_now: 'detail',
  foreign_payment: 'code',
  unreadable_payment: 'payout',
  no_transaction: 'each',
  books_gap: 'code',
  stuck: 'code',
  fault: 'detail',
}

/** Every alarm of payouts: docs/payouts.md has a paragraph for each. */
export const alarmCodes = Object.keys(sameness)

/** Passes on the first alarm of each cause, and after an hour the next one with how many there were meanwhile. */
export function limitAlarms(alarms: Alarms, clock: Clock): Alarms {
  const causes = new Map<string, { at: number; times: number }>()
  return {
    raise(alarm) {
      const key = keyOf(alarm)
      const now = clock.now()
      const cause = causes.get(key)
      if (cause != null && now - cause.at < QUIET_MS) {
        cause.times += 1
        return
      }
      causes.delete(key)
      causes.set(key, { at: now, times: 0 })
      const [oldest] = causes.keys()
      if (causes.size > MAX_CAUSES && oldest != null) causes.delete(oldest)
      alarms.raise({ ...alarm, times: (cause?.times ?? 0) + 1 })
    },
  }
}

function keyOf({ code, payoutId, detail }: Alarm): string {
  switch (sameness[code]) {
    case 'each':
      return `${code} ${payoutId} ${detail}`
    case 'payout':
      return `${code} ${payoutId}`
    case 'detail':
      return `${code} ${detail}`
    case 'code':
      return code
  }
}
