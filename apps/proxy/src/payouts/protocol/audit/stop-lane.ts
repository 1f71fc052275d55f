import type { Payment } from '@aloha-pi/contracts/platform'
import type { Correlation } from '../../model/correlation.ts'
import { alarm } from '../moves.ts'
import type { LaneStop, Work } from '../../model/work.ts'
import type { Memory } from '../memory.ts'
import { absorbed, type Absorbed } from '../steps.ts'

/** Somebody else pays with this key or wallet. Nothing is created, signed or cancelled before an operator decides. */
export function stopLane(
  { lane }: Work,
  { skipped }: Memory,
  {
    reason,
    payment,
    correlation,
    hash,
  }: {
    reason: LaneStop['reason']
    payment: Payment
    correlation: Correlation | undefined
    /** The wallet transaction that showed it. */
    hash?: string
  },
): Absorbed {
  const { identifier } = payment
  const { p: payout = '', v } = correlation ?? {}
  const stop: LaneStop = { reason, payment: identifier, payout, deployment: v ?? null }
  return absorbed({
    changes: lane.stop == null ? [{ type: 'stop_lane', stop }] : [],
    // A lane that is stopped tells it at the end of each audit.
    alarms: lane.stop == null ? [alarm(reason, null, `payment ${identifier}`)] : [],
    memory: { identified: null, ...(hash != null && { skipped: [...skipped, hash] }) },
  })
}
