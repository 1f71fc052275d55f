import { backoff } from './backoff.ts'
import type { Alarm } from '../model/ports.ts'
import type { Change, MoveFields } from '../model/changes.ts'
import type { Payout, WaitReason } from '../model/payout.ts'
import type { PayoutSettings } from '../model/settings.ts'
import { absorbed, type Absorbed } from './steps.ts'

type Pause = {
  because: WaitReason
  /** At least; from `Retry-After`. */
  atLeastMs?: number | null
  /** Instead of the back-off. */
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

/** Ends the visit and comes back later. */
export function rest(payout: Payout, settings: PayoutSettings, pause: Pause): Absorbed {
  const { because, set = {}, blockedBy = null, changes = [], alarms = [], audit = null } = pause
  const own = backoff(payout, because, settings)
  const delayMs = Math.max(
    pause.delayMs ?? own.delayMs,
    Math.min(pause.atLeastMs ?? 0, settings.retryMaxMs),
  )
  const isAside = pause.isAside ?? own.isAside
  const { id: payoutId, state: from } = payout
  const waits = { type: 'rest', payoutId, from, delayMs, set, because, blockedBy, isAside } as const
  return absorbed({ changes: [waits, ...changes], alarms, isOver: true, audit })
}
