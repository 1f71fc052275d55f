import type { Payment } from '@aloha-pi/contracts/platform'
import { isNamedBy } from '../../model/correlation.ts'
import { adopt, alarm } from '../moves.ts'
import { isFinal, type Payout } from '../../model/payout.ts'
import type { Change } from '../../model/changes.ts'
import type { Work } from '../../model/work.ts'
import type { Alarm } from '../../model/ports.ts'
import type { Rules } from '../rules.ts'
import type { Visit } from '../situation.ts'
import type { AuditMemory, Listed } from './audit-memory.ts'
import { absorbed, type Absorbed } from '../steps.ts'
import { stopLane } from './stop-lane.ts'

/**
 * Whose every open payment is. One that a payout in work lacks is given to it; one that no payout will pay is an orphan; one
 * of another deployment, or of a payout that the database cannot have lost, stops the lane.
 */
export function sortOut(
  { work, settings }: Visit<AuditMemory>,
  rules: Rules,
  { open, isUnreadable, payouts }: Listed & { payouts: readonly Payout[] },
): Absorbed<AuditMemory> {
  const changes: Change[] = []
  const alarms: Alarm[] = []
  const orphans: Payment[] = []
  const lost: Payment[] = []
  const foreign: string[] = []
  const adopted = new Map<string, string>()
  let stopped: Absorbed<AuditMemory> | undefined
  for (const payment of open) {
    const whose = ownerOf(payment, payouts, { work, rules })
    if (whose.kind === 'other_program') foreign.push(payment.identifier)
    if (whose.kind === 'foreign_deployment' || whose.kind === 'unknown_payout') {
      const correlation = rules.correlationOf(payment)
      stopped ??= stopLane(work, { reason: whose.kind, payment, correlation })
    }
    if (whose.kind === 'orphan') orphans.push(payment)
    if (whose.kind === 'lost') lost.push(payment)
    if (whose.kind !== 'payout') continue
    const { payout } = whose
    const piId = adopted.get(payout.id) ?? payout.piId
    if (isOrphaned(payment, { ...payout, piId })) orphans.push(payment)
    else if (piId == null && (payout.state === 'creating' || payout.state === 'received')) {
      const taken = adopt(payout, payment, { settings, rules }, 'handed over')
      // One payment per payout: a second one is an orphan at the next audit.
      adopted.set(payout.id, payment.identifier)
      changes.push(...taken.changes)
      alarms.push(...taken.alarms)
    }
  }
  alarms.push(...foreignAlarms(foreign))
  const sorted = (orphans: readonly Payment[], left: readonly Payment[]) => ({
    payments: { phase: 'cancel' as const, open, isUnreadable, orphans, left },
  })
  if (stopped != null) {
    return absorbed({
      ...stopped,
      alarms: [...alarms, ...stopped.alarms],
      memory: sorted([], []),
    })
  }
  const isQuarantined = work.lane.quarantineLeftMs > 0
  const memory = isQuarantined ? sorted([], [...orphans, ...lost]) : sorted(orphans, lost)
  return absorbed({ changes, alarms, memory })
}

/** So many ids are enough to find the program that made them. */
const IDS_SHOWN = 5

/** One for all payments that other programs made: Pi's list may hold thousands. */
function foreignAlarms(ids: readonly string[]): Alarm[] {
  if (ids.length === 0) return []
  const more = ids.length - IDS_SHOWN
  const shown = ids.slice(0, IDS_SHOWN).join(', ')
  const detail = more > 0 ? `${shown} and ${more} more` : shown
  return [alarm('foreign_payment', null, detail)]
}

type Owner =
  | { kind: 'payout'; payout: Payout }
  | { kind: 'other_program' }
  /** Of a payout that this database lost: to be cancelled, or not yet. */
  | { kind: 'orphan' | 'lost' }
  | { kind: 'foreign_deployment' | 'unknown_payout' }

function ownerOf(
  payment: Payment,
  payouts: readonly Payout[],
  { work, rules }: { work: Work; rules: Rules },
): Owner {
  const correlation = rules.correlationOf(payment)
  if (correlation == null) return { kind: 'other_program' }
  if (rules.isForeign(correlation, work.deployment)) return { kind: 'foreign_deployment' }
  const payout = payouts.find((each) => isNamedBy(correlation, each))
  if (payout != null) return { kind: 'payout', payout }
  if (rules.mayCancelUnknown(work.lane)) return { kind: 'orphan' }
  return { kind: rules.mayHaveLost(work.lane) ? 'lost' : 'unknown_payout' }
}

/** No payout will pay it: its payout has another payment, ended without one, or an operator gave it up. */
function isOrphaned(payment: Payment, { piId, state, givesUpPayment }: Payout): boolean {
  if (piId != null && piId !== payment.identifier) return true
  const isUnpaid = piId == null || state === 'cancelled' || state === 'failed'
  return isFinal(state) && (isUnpaid || givesUpPayment)
}
