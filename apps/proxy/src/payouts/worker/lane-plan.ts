import type { Payment } from '@aloha-pi/contracts/platform'
import type { PayoutSettings } from '../model/settings.ts'
import type { Picked } from '../store/payout-store.ts'

/** While the wallet cannot pay what waits, it is looked at every so many ledgers. */
const POOR_LEDGERS = 6

/** A visit that took longer was held up by a pause of the process, not by its calls: others need no such time. */
const MAX_VISIT_MS = 60_000

/** So often at most in the time of one audit, when payouts ask for it. */
const AUDITS_ASKED = 4

type Idle = Extract<Picked, { kind: 'idle' }>
type Visited = { isAside: boolean; from: number; suspects: readonly Payment[] | null }

/** When a lane's next audit and its next retry are due. It calls nothing: times are those of the runner's clock. */
export function createLanePlan(
  begin: number,
  {
    auditMs,
    ledgerMs,
    idleMs,
    retryMinMs,
  }: Pick<PayoutSettings, 'auditMs' | 'ledgerMs' | 'idleMs' | 'retryMinMs'>,
) {
  const askedMs = auditMs / AUDITS_ASKED
  let auditAt = begin
  let auditedAt = -Infinity
  /** Audits since the last one that ended. */
  let unended = 0
  let suspects: readonly Payment[] = []
  let asideAt = 0
  return {
    isAuditDue: (now: number) => now >= auditAt,
    /** The payments that the audit should look at beside Pi's list. One that a fault stops is due again soon. */
    beginAudit(now: number): readonly Payment[] {
      auditAt = now + Math.min(retryMinMs * 2 ** Math.min(unended, 20), askedMs)
      auditedAt = now
      unended += 1
      return suspects
    },
    /** What the audit left for the next one. */
    endAudit(left: readonly Payment[] | null) {
      auditAt = auditedAt + auditMs
      unended = 0
      suspects = left ?? []
    },
    /** Whether one that stands aside may have a turn. */
    mayTakeAside: (now: number) => now >= asideAt,
    /** Nothing is due: how long until something is. */
    idle({ waitMs, isPoor }: Idle, now: number): number {
      // Money may come at any time, and only a look at the wallet shows it.
      if (isPoor) auditAt = Math.min(auditAt, auditedAt + POOR_LEDGERS * ledgerMs)
      const untilAudit = Math.max(0, auditAt - now)
      return Math.min(waitMs ?? untilAudit, untilAudit, idleMs)
    },
    /** `suspects`: the payout asks for an audit, which should look at these. */
    endVisit({ isAside, from, suspects: named }: Visited, now: number) {
      // Retries share one turn per ledger, and as much time goes to others as the last one took.
      const tookMs = Math.min(now - from, MAX_VISIT_MS)
      if (isAside) asideAt = now + Math.max(ledgerMs, tookMs)
      if (named == null) return
      suspects = [...named, ...withoutThese(suspects, named)]
      auditAt = Math.min(auditAt, Math.max(now, auditedAt + askedMs))
    },
  }
}

export type LanePlan = ReturnType<typeof createLanePlan>

function withoutThese(payments: readonly Payment[], these: readonly Payment[]): Payment[] {
  const ids = new Set(these.map(({ identifier }) => identifier))
  return payments.filter(({ identifier }) => !ids.has(identifier))
}
