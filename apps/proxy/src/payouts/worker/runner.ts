import { budgeted } from './call-budget.ts'
import { createLanePlan, type LanePlan } from './lane-plan.ts'
import { limitAlarms } from './limit-alarms.ts'
import { audit, guarded, visit, type Site } from './visit.ts'
import type { Lease } from '../model/work.ts'
import type { Lanes } from '../store/payout-store.ts'
import type { PerformPorts } from './perform.ts'
import type { Alarms } from '../model/ports.ts'
import { rules as productRules, type Rules } from '../protocol/rules.ts'
import type { PayoutSettings } from '../model/settings.ts'

export type RunnerPorts = PerformPorts & {
  store: Lanes
  alarms: Alarms
  /** A fault of the database or of the program: the runner tries again later. */
  onFault(error: unknown): void
}

export type Runner = {
  /** Works until the signal aborts; then the step under way ends, and the lane is released. */
  run(signal: AbortSignal): Promise<void>
  /** There may be work: do not wait for the next look. */
  wake(): void
}

/** How the calls of one runner to Pi and Horizon are kept within a budget. */
export type LimitCalls = (ports: RunnerPorts, settings: PayoutSettings) => RunnerPorts

/** Abort reason; a string, so no Error is allocated. */
const OVER = 'over'

/** How often an instance without the lane looks whether it is free: an orderly stop hands it over within this time. */
const LANE_LOOK_MS = 1_000

/** A transaction that the database forgot may apply until its time bound; and its ledger must be seen. */
const QUARANTINE_MARGIN_MS = 60_000

/** Drives one lane: takes its lease, then visits whatever is due, one payout after the other, and the audit in between. */
export function createRunner(
  unlimited: RunnerPorts,
  settings: PayoutSettings,
  {
    owner,
    rules = productRules,
    limitCalls = budgeted,
  }: { owner: string; rules?: Rules; limitCalls?: LimitCalls },
): Runner {
  const limited = limitCalls(unlimited, settings)
  const { store, clock } = limited
  const ports = { ...limited, alarms: limitAlarms(limited.alarms, clock) }
  const { wallet: source, leaseMs } = settings
  let idle = new AbortController()

  async function run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await guarded(ports, () => runOnce(signal))
      await clock.sleep(settings.retryMinMs, signal)
    }
  }

  /** Waits for the lane and keeps it until it is lost, or the signal aborts. */
  async function runOnce(signal: AbortSignal): Promise<void> {
    const quarantineMs = settings.timeBoundSeconds * 1000 + QUARANTINE_MARGIN_MS
    await store.openLane(source, quarantineMs)
    const lease = await store.takeLane({ source, owner, leaseMs, quarantineMs })
    if (lease == null) return clock.sleep(Math.min(LANE_LOOK_MS, leaseMs / 3), signal)
    const lost = new AbortController()
    const isOver = AbortSignal.any([signal, lost.signal])
    const kept = keepLease(lease, lost)
    try {
      await workLane({ lease, ports, settings, rules, isOver })
    } finally {
      lost.abort(OVER)
      await kept
      await guarded(ports, () => store.releaseLane(lease))
    }
  }

  async function keepLease(lease: Lease, lost: AbortController): Promise<void> {
    while (!lost.signal.aborted) {
      await clock.sleep(settings.renewMs, lost.signal)
      if (lost.signal.aborted) return
      // A database that fails to respond takes no lease away: every write is fenced anyway.
      const isKept = await guarded(ports, () => store.renewLane(lease, leaseMs))
      if (isKept === false) lost.abort(OVER)
    }
  }

  async function workLane(site: Site): Promise<void> {
    const { isOver } = site
    const plan = createLanePlan(clock.now(), settings)
    isOver.addEventListener('abort', () => idle.abort(OVER))
    while (!isOver.aborted) {
      const next = await guarded(ports, () => turn(site, plan))
      if (next === 'lost') return
      if (next == null) await clock.sleep(settings.retryMinMs, isOver)
    }
  }

  /** The audit when it is due, then one visit; sleeps when nothing is due. */
  async function turn(site: Site, plan: LanePlan): Promise<'go_on' | 'lost'> {
    const { lease, isOver } = site
    if (plan.isAuditDue(clock.now())) {
      const suspects = plan.beginAudit(clock.now())
      const left = await audit(site, suspects)
      if (left !== undefined) plan.endAudit(left)
    }
    const { isOn, fee, withoutMoney } = settings
    const mayTakeAside = plan.mayTakeAside(clock.now())
    const wish = { isOn, mayTakeAside, fee, waitsForMoney: withoutMoney === 'wait' }
    const picked = await store.pick(lease, wish)
    if (picked.kind === 'stale') return 'lost'
    if (picked.kind === 'idle') {
      const ms = plan.idle(picked, clock.now())
      if (isOver.aborted) return 'lost'
      if (idle.signal.aborted) idle = new AbortController()
      await clock.sleep(ms, idle.signal)
      return 'go_on'
    }
    const { work } = picked
    const from = clock.now()
    const suspects = await visit(site, work)
    plan.endVisit({ isAside: work.payout?.isAside === true, from, suspects }, clock.now())
    return 'go_on'
  }

  return { run, wake: () => idle.abort(OVER) }
}
