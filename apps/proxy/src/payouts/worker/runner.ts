import { absorb } from '../protocol/absorb.ts'
import { budgeted } from './call-budget.ts'
import { limitAlarms } from './limit-alarms.ts'
import { hold } from '../protocol/moves.ts'
import { nextStep } from '../protocol/next-step.ts'
import type { Payment } from '@aloha-pi/contracts/platform'
import type { Lease, Work } from '../model/work.ts'
import type { Lanes } from '../store/payout-store.ts'
import { perform, type PerformPorts } from './perform.ts'
import type { Alarms } from '../model/ports.ts'
import { backOff } from '../protocol/back-off.ts'
import { rules as productRules, type Rules } from '../protocol/rules.ts'
import type { PayoutSettings } from '../model/settings.ts'
import { absorbAudit } from '../protocol/audit/absorb-audit.ts'
import { beginAudit, type AuditMemory } from '../protocol/audit/audit-memory.ts'
import { nextAuditStep } from '../protocol/audit/next-audit-step.ts'
import { emptyMemory, type Memory } from '../protocol/memory.ts'
import type { Visit } from '../protocol/situation.ts'
import type { Absorbed, Outcome, Step } from '../protocol/steps.ts'

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

/** Not an error: a reason spares the making of one. */
const OVER = 'over'

/** Steps of one visit in which neither books nor cursor move. More is a circle, and a fault. */
const MOST_STEPS = 1_000

/** Drives one lane: takes its lease, then step by step through whatever is due, and the audit in between. */
export function createRunner(
  unlimited: RunnerPorts,
  settings: PayoutSettings,
  {
    owner,
    rules = productRules,
    limitCalls = budgeted,
  }: { owner: string; rules?: Rules; limitCalls?: LimitCalls },
): Runner {
  const ports = limitCalls(unlimited, settings)
  const { store, clock } = ports
  const alarms = limitAlarms(ports.alarms, clock)
  const { wallet: source, leaseMs, auditMs, ledgerMs } = settings
  let nap = new AbortController()

  async function run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await guarded(() => runOnce(signal))
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
      await workLane(lease, isOver)
    } finally {
      lost.abort(OVER)
      await kept
      await guarded(() => store.releaseLane(lease))
    }
  }

  async function keepLease(lease: Lease, lost: AbortController): Promise<void> {
    while (!lost.signal.aborted) {
      await clock.sleep(settings.renewMs, lost.signal)
      if (lost.signal.aborted) return
      // A database that fails to answer takes no lease away: every write is fenced anyway.
      const isKept = await guarded(() => store.renewLane(lease, leaseMs))
      if (isKept === false) lost.abort(OVER)
    }
  }

  async function workLane(lease: Lease, isOver: AbortSignal): Promise<void> {
    const plan: Plan = { auditAt: clock.now(), auditedAt: -Infinity, suspects: null, asideAt: 0 }
    isOver.addEventListener('abort', () => nap.abort(OVER))
    while (!isOver.aborted) {
      const next = await guarded(() => turn(lease, plan, isOver))
      if (next === 'lost') return
      if (next == null) await clock.sleep(settings.retryMinMs, isOver)
    }
  }

  /** The audit when it is due, else one visit, else a nap. */
  async function turn(lease: Lease, plan: Plan, isOver: AbortSignal): Promise<'go_on' | 'lost'> {
    if (clock.now() >= plan.auditAt) {
      const { suspects } = plan
      plan.auditAt = clock.now() + auditMs
      plan.auditedAt = clock.now()
      plan.suspects = (await audit(lease, suspects, isOver)) ?? null
    }
    const { isOn, fee, withoutMoney } = settings
    const mayTakeAside = clock.now() >= plan.asideAt
    const wish = { isOn, mayTakeAside, fee, waitsForMoney: withoutMoney === 'wait' }
    const picked = await store.pick(lease, wish)
    if (picked.kind === 'stale') return 'lost'
    if (picked.kind === 'idle') {
      // Money may come at any time, and nothing but a look at the wallet tells of it.
      const lookAt = plan.auditedAt + POOR_LEDGERS * ledgerMs
      if (picked.isPoor) plan.auditAt = Math.min(plan.auditAt, lookAt)
      const untilAudit = Math.max(0, plan.auditAt - clock.now())
      const ms = Math.min(picked.waitMs ?? untilAudit, untilAudit, settings.idleMs)
      if (isOver.aborted) return 'lost'
      nap = new AbortController()
      await clock.sleep(ms, nap.signal)
      return 'go_on'
    }
    // Retries share one turn per ledger, and as much time goes to others as the last one took.
    const from = clock.now()
    const suspects = await visit(
      lease,
      { work: picked.work, memory: emptyMemory },
      ofPayout,
      isOver,
    )
    if (picked.work.payout?.isAside === true) {
      const now = clock.now()
      const tookMs = Math.min(now - from, MAX_VISIT_MS)
      plan.asideAt = now + Math.max(settings.ledgerMs, tookMs)
    }
    if (suspects != null) {
      plan.suspects = [...suspects, ...withoutThese(plan.suspects ?? [], suspects)]
      plan.auditAt = Math.max(clock.now(), plan.auditedAt + auditMs / AUDITS_ASKED)
    }
    return 'go_on'
  }

  async function audit(lease: Lease, suspects: readonly Payment[] | null, isOver: AbortSignal) {
    const work = await store.loadLane(lease)
    if (work == null) return null
    // What stops a visit must not keep its alarm from being raised.
    const left = await guarded(() =>
      visit(lease, { work, memory: beginAudit(suspects ?? []) }, ofAudit, isOver),
    )
    const { fee, stuckMs: olderThanMs, wallet } = settings
    const found = await store.inspect(lease, { olderThanMs, fee })
    const { stuck, uncovered, contradicted, unequal } = found
    if (stuck > 0) alarms.raise({ code: 'stuck', payoutId: null, detail: String(stuck) })
    const isPoor = uncovered > 0 && settings.withoutMoney === 'wait'
    if (isPoor) alarms.raise({ code: 'wallet_poor', payoutId: null, detail: wallet })
    for (const payoutId of contradicted) {
      alarms.raise({ code: 'paid_twice', payoutId, detail: 'the books contradict the payout' })
    }
    for (const payoutId of unequal) {
      const detail = 'the books show another amount, or lack its transaction'
      alarms.raise({ code: 'books_differ', payoutId, detail })
    }
    return left
  }

  /** A fault must not keep others waiting behind the payout that met it. */
  async function visit<Learned>(
    lease: Lease,
    begin: At<Learned>,
    logic: Logic<Learned>,
    isOver: AbortSignal,
  ) {
    try {
      return await takeSteps(lease, { ...begin }, logic, isOver)
    } catch (error) {
      const { payout } = begin.work
      if (payout != null) {
        const { changes } = backOff(payout, settings, { because: 'fault' })
        await guarded(() => store.apply(lease, changes, null))
      }
      throw error
    }
  }

  /** Steps until there is nothing to do for this payout now; answers what the audit should look at. */
  async function takeSteps<Learned>(
    lease: Lease,
    at: At<Learned>,
    logic: Logic<Learned>,
    isOver: AbortSignal,
  ): Promise<readonly Payment[] | null> {
    for (let steps = 0; steps < MOST_STEPS && !isOver.aborted; steps += 1) {
      const { work, memory } = at
      const step = logic.next({ work, memory, settings }, rules)
      const outcome = await perform(step, ports, settings, isOver)
      const result = logic.absorb({ work, memory, settings }, rules, { step, outcome })
      at.memory = { ...memory, ...result.memory }
      if (result.changes.length > 0) {
        const applied = await store.apply(lease, result.changes, work.payout?.id ?? null)
        if (applied.kind !== 'applied') {
          await giveWay(lease, work, applied)
          return null
        }
        at.work = applied.work
        // A wallet that others pay into has long lists before its first payout.
        if (result.changes.some(({ type }) => type === 'book')) steps = 0
      }
      for (const alarm of result.alarms) alarms.raise(alarm)
      if (result.isOver) return result.audit
    }
    if (isOver.aborted) return null
    throw new Error(`A visit without an end: ${at.work.payout?.id ?? 'the audit'}`)
  }

  /** A write that met another one comes back later, so that no circle is fast. One payment has one payout. */
  async function giveWay(lease: Lease, { payout }: Work, { kind }: { kind: 'stale' | 'taken' }) {
    if (payout == null) return
    const because = { because: 'its payment is kept by another payout' }
    const isTaken = kind === 'taken'
    const result = isTaken
      ? hold(payout, 'payment_of_another_payout', because)
      : backOff(payout, settings, { because: 'fault' })
    const applied = await store.apply(lease, result.changes, null)
    if (applied.kind === 'applied') for (const alarm of result.alarms) alarms.raise(alarm)
  }

  /** A fault is reported, and never ends the runner. */
  async function guarded<Result>(task: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await task()
    } catch (error) {
      ports.onFault(error)
      return undefined
    }
  }

  return { run, wake: () => nap.abort(OVER) }
}

type At<Learned> = { work: Work; memory: Learned }

/** How a visit goes on: to a payout, or the audit. */
type Logic<Learned> = {
  next(visit: Visit<Learned>, rules: Rules): Step<Learned>
  absorb(
    visit: Visit<Learned>,
    rules: Rules,
    taken: { step: Step<Learned>; outcome: Outcome },
  ): Absorbed<Learned>
}
const ofPayout: Logic<Memory> = { next: nextStep, absorb }
const ofAudit: Logic<AuditMemory> = { next: nextAuditStep, absorb: absorbAudit }

/** How often an instance without the lane looks whether it is free: an orderly stop hands it over within this time. */
const LANE_LOOK_MS = 1_000

function withoutThese(payments: readonly Payment[], these: readonly Payment[]): Payment[] {
  const ids = new Set(these.map(({ identifier }) => identifier))
  return payments.filter(({ identifier }) => !ids.has(identifier))
}

type Plan = {
  /** When the audit is next, when it was last, and with which payments beside Pi's list: named ones, or left alone. */
  auditAt: number
  auditedAt: number
  suspects: readonly Payment[] | null
  /** When one that stands aside may have a turn again. */
  asideAt: number
}

/** While the wallet cannot pay what waits, it is looked at every so many ledgers. */
const POOR_LEDGERS = 6

/** A visit that took longer was held up by a pause of the process, not by its calls: others need no such time. */
const MAX_VISIT_MS = 60_000

/** So often at most in the time of one audit, when payouts ask for it. */
const AUDITS_ASKED = 4

/** A transaction that the database forgot may apply until its time bound; and its ledger must be seen. */
const QUARANTINE_MARGIN_MS = 60_000
