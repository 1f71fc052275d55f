import { isFinal } from '../../src/payouts/model/payout.ts'
import { mayWait, permittedEndsOf } from '../check/check-invariants.ts'
import type { Clients } from './clients.ts'
import { isOpen } from '../model/pi-records.ts'
import type { Plan } from './plan.ts'
import type { SimWorld } from './sim-world.ts'

/** After the last fault: requests that were under way arrive within 90 s, leases end, the audit comes round. */
const RECOVERY_MS = 95_000
const PATIENCE_MS = 900_000
/** For each payout of a long queue. */
const PATIENCE_EACH_MS = 15_000

/** Everything is final, reported and closed, or may stay as it is; or patience is over. */
export function awaitFinal(world: SimWorld, clients: Clients, plan: Plan) {
  const { scheduler, database, pi, violations } = world
  const { faults, scope, faultsEndMs, payouts } = plan
  let nextLook = faultsEndMs + RECOVERY_MS
  const patienceEndMs = faultsEndMs + PATIENCE_MS + payouts * PATIENCE_EACH_MS
  let finalAt = 0
  const isQuiet = () => {
    const tables = database.tables()
    // Most looks end here, and cost little.
    for (const { state } of tables.payouts.values()) {
      if (state === 'created' || state === 'signed') return false
    }
    const all = [...tables.payouts.values()]
    const ends = permittedEndsOf({ pi, tables, scope, faults })
    // A row that a rollback lost may stay lost when its client knows its end.
    if (all.some((payout) => !isFinal(payout.state) && ends.ofPayout(payout) == null)) {
      return false
    }
    const ended = all.filter(({ state }) => isFinal(state))
    finalAt = Math.max(0, ...ended.map(({ updatedAt }) => updatedAt.getTime()))
    const permitted = mayWait(tables, ends)
    if (clients.waiting().some((requestHash) => !permitted.has(requestHash))) return false
    return [...pi.records().values()].every(
      (record) => !isOpen(record) || record.isUnlisted || ends.ofPayment(record) != null,
    )
  }
  return {
    finalAt: () => finalAt,
    isReached() {
      const now = scheduler.now()
      if (violations.length > 0 || now > patienceEndMs) return true
      if (now < nextLook) return false
      nextLook = now + 1_000
      return isQuiet()
    },
  }
}
