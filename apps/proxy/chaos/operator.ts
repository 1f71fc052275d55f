import { setTimeout } from 'node:timers/promises'
import type { DatabaseConfig } from '../src/config/config.ts'
import { openDatabase } from '../src/stores/open-database.ts'
import type { PayoutStore } from '../src/payouts/store/payout-store.ts'
import type { Record } from './record.ts'

/**
 * As long as what was forgotten may matter: `PAYOUT_TIME_BOUND_S`, which is 20 s here, and the 30 s that Horizon may lag.
 * The commands' own 240 s would make a run last for minutes more.
 */
const QUARANTINE_MS = 55_000
const LOOK_MS = 1_000

export type Operator = {
  /** What comes before the start on copied files. */
  quarantine(): Promise<void>
  /** Looks after stopped lanes and held payouts from now on. */
  goOn(): void
  /** Does not touch the database any more before `goOn`. */
  pause(): Promise<void>
  /** End of the last quarantine that it began, in ms since 1970. */
  quarantinedUntil(): number
  /** Settles when no quarantine is left. */
  quarantineOver(): Promise<void>
}

/** Someone who does what docs/payouts.md says about a restored backup, and nothing else. */
export function employOperator(parts: {
  config: DatabaseConfig
  wallet: string
  record: Record
  /** Ids of payouts that a replaced database held. */
  wasLost: (payout: string) => boolean
}): Operator {
  const { config, wallet, record, wasLost } = parts
  let quarantinedUntil = 0
  let working: { over: AbortController; done: Promise<void> } | undefined

  async function withStore(act: (store: PayoutStore) => Promise<void>) {
    await using database = await openDatabase(config, () => undefined)
    await act(database.payouts)
  }

  async function look(store: PayoutStore) {
    const { lanes } = await store.showLanes()
    for (const { stop } of lanes) {
      if (stop == null) continue
      if (stop.reason !== 'unknown_payout' || !wasLost(stop.payout)) {
        record.fail('stopped', `the lane stops for nothing: ${JSON.stringify(stop)}`)
      }
      await store.adopt(wallet, QUARANTINE_MS)
      quarantinedUntil = Date.now() + QUARANTINE_MS
      record.count(`operator: lane adopt after ${stop.reason}`)
    }
    for (const { id, heldReason } of await store.list({ states: ['held'], limit: 1_000 })) {
      // What the key of another app cannot see. Any other reason has no cause here: it stays held, and is found.
      if (heldReason !== 'payment_not_found') continue
      await store.release(id, 'retry')
      record.count(`operator: release retry of ${heldReason}`)
    }
  }

  async function work(over: AbortSignal) {
    while (!over.aborted) {
      try {
        await withStore(look)
      } catch {
        // Postgres is being restarted: later. A lane that no one looks after is found as I5.
        record.count('operator: the database did not respond')
      }
      await setTimeout(LOOK_MS, undefined, { signal: over }).catch(() => undefined)
    }
  }

  return {
    async quarantine() {
      await withStore((store) => store.quarantine(wallet, QUARANTINE_MS))
      quarantinedUntil = Date.now() + QUARANTINE_MS
      record.count('operator: quarantine')
    },
    goOn() {
      const over = new AbortController()
      working ??= { over, done: work(over.signal) }
    },
    async pause() {
      working?.over.abort()
      await working?.done
      working = undefined
    },
    quarantinedUntil: () => quarantinedUntil,
    async quarantineOver() {
      while (Date.now() < quarantinedUntil) await setTimeout(100)
    },
  }
}
