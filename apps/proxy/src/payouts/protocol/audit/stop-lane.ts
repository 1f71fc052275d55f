import type { Payment } from '@aloha-pi/contracts/platform'
import type { Correlation } from '../../model/correlation.ts'
import type { LaneStop, Work } from '../../model/work.ts'
import { alarm } from '../moves.ts'
import { absorbed, type Absorbed } from '../steps.ts'
import type { AuditMemory } from './audit-memory.ts'

/** Another program pays with this key or wallet. Nothing is created, signed or cancelled before an operator decides. */
export function stopLane(
  { lane }: Work,
  {
    reason,
    payment,
    correlation,
  }: {
    reason: LaneStop['reason']
    payment: Payment
    correlation: Correlation | undefined
  },
): Absorbed<AuditMemory> {
  // A lane that is stopped raises its alarm at the end of each audit.
  if (lane.stop != null) return absorbed({})
  const { identifier } = payment
  const { p: payout = '', v } = correlation ?? {}
  const stop: LaneStop = { reason, payment: identifier, payout, deployment: v ?? null }
  return absorbed({
    changes: [{ type: 'stop_lane', stop }],
    alarms: [alarm(reason, null, `payment ${identifier}`)],
  })
}
