import type { Change, MoveFields } from '../model/changes.ts'
import type { Payout, WaitReason } from '../model/payout.ts'
import type { Alarm } from '../model/ports.ts'
import type { PayoutSettings } from '../model/settings.ts'
import { absorbed, type Absorbed } from './steps.ts'

type Backoff = {
  /** `ledger`: the same each time. The others double: up to `retryMaxMs`, a minute, or `refusedMaxMs`. */
  pace: 'ledger' | 'quick' | 'minute' | 'slow'
  /** Visits after which others go on meanwhile; null: what it waits for concerns all. */
  asideAfter: number | null
}

/** How long a payout waits, by what it waits for. */
const backoffs: Record<WaitReason, Backoff> = {
  ledger: { pace: 'ledger', asideAfter: null },
  books: { pace: 'ledger', asideAfter: null },
  unidentified_transaction: { pace: 'ledger', asideAfter: null },
  quarantine: { pace: 'quick', asideAfter: null },
  money: { pace: 'minute', asideAfter: 0 },
  pi: { pace: 'minute', asideAfter: 3 },
  horizon: { pace: 'quick', asideAfter: null },
  wallet: { pace: 'minute', asideAfter: null },
  verification: { pace: 'quick', asideAfter: 8 },
  transaction: { pace: 'slow', asideAfter: 3 },
  refusal: { pace: 'slow', asideAfter: 0 },
  app: { pace: 'minute', asideAfter: null },
  user_payment: { pace: 'slow', asideAfter: 0 },
  app_payment: { pace: 'minute', asideAfter: null },
  deployment: { pace: 'quick', asideAfter: null },
  key: { pace: 'slow', asideAfter: 0 },
  fault: { pace: 'minute', asideAfter: 3 },
}

type Pause = {
  because: WaitReason
  /** At least; from `Retry-After`. */
  atLeastMs?: number | null
  /** Instead of the backoff. */
  delayMs?: number
  /** Instead of what the reason says. */
  isAside?: boolean
  blockedBy?: string | null
  set?: MoveFields
  /** What follows beside, for others. */
  changes?: readonly Change[]
  alarms?: readonly Alarm[]
  audit?: Absorbed['audit']
}

/** Ends the visit; the payout is visited again later. */
export function backOff(payout: Payout, settings: PayoutSettings, pause: Pause): Absorbed {
  const { because, set = {}, blockedBy = null, changes = [], alarms = [], audit = null } = pause
  const own = backoffFor(payout, because, settings)
  const delayMs = Math.max(
    pause.delayMs ?? own.delayMs,
    Math.min(pause.atLeastMs ?? 0, settings.retryMaxMs),
  )
  const isAside = pause.isAside ?? own.isAside
  const { id: payoutId, state: from } = payout
  const waits = { type: 'rest', payoutId, from, delayMs, set, because, blockedBy, isAside } as const
  return absorbed({ changes: [waits, ...changes], alarms, isOver: true, audit })
}

const MINUTE_MS = 60_000

/** The next delay in ms, and whether the payout stands aside until then. */
export function backoffFor(
  { waitsFor, attempts }: Pick<Payout, 'waitsFor' | 'attempts'>,
  reason: WaitReason,
  settings: PayoutSettings,
): { delayMs: number; isAside: boolean } {
  const { pace, asideAfter } = backoffs[reason]
  const before = waitsFor === reason ? attempts : 0
  return {
    delayMs: delayOf(pace, before, settings),
    isAside: asideAfter != null && before >= asideAfter,
  }
}

function delayOf(pace: Backoff['pace'], before: number, settings: PayoutSettings): number {
  const { retryMinMs, retryMaxMs, refusedMaxMs, ledgerMs } = settings
  if (pace === 'ledger') return ledgerMs
  const max = { quick: retryMaxMs, minute: MINUTE_MS, slow: refusedMaxMs }[pace]
  return Math.min(max, retryMinMs * 2 ** Math.min(before, 20))
}
