import type { Alarm } from './ports.ts'
import type { MoveFields } from './changes.ts'
import type { Payout } from './payout.ts'
import type { PayoutSettings } from './settings.ts'
import { absorbed, type Absorbed } from './steps.ts'

/** Doubles with every visit that brought nothing. */
function backOffMs(attempts: number, settings: PayoutSettings): number {
  return Math.min(settings.retryMaxMs, settings.retryMinMs * 2 ** Math.min(attempts, 20))
}

type Pause = {
  /** At least; from `Retry-After`. */
  atLeastMs?: number | null
  /** Instead of the back-off. */
  delayMs?: number
  set?: MoveFields
  alarms?: readonly Alarm[]
  audit?: Absorbed['audit']
}

/** Ends the visit and comes back later. */
export function rest(payout: Payout, settings: PayoutSettings, pause: Pause = {}): Absorbed {
  const own = pause.delayMs ?? backOffMs(payout.attempts, settings)
  const delayMs = Math.max(own, Math.min(pause.atLeastMs ?? 0, settings.retryMaxMs))
  return absorbed({
    changes: [
      {
        type: 'rest',
        payoutId: payout.id,
        from: payout.state,
        delayMs,
        set: pause.set ?? {},
      },
    ],
    alarms: pause.alarms ?? [],
    isOver: true,
    audit: pause.audit ?? null,
  })
}
