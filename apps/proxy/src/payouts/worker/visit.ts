import type { Payment } from '@aloha-pi/contracts/platform'
import type { Alarms } from '../model/ports.ts'
import type { PayoutSettings } from '../model/settings.ts'
import type { Lease, Work } from '../model/work.ts'
import { absorb } from '../protocol/absorb.ts'
import { absorbAudit } from '../protocol/audit/absorb-audit.ts'
import { beginAudit, type AuditMemory } from '../protocol/audit/audit-memory.ts'
import { nextAuditStep } from '../protocol/audit/next-audit-step.ts'
import { backOff } from '../protocol/back-off.ts'
import { emptyMemory, type Memory } from '../protocol/memory.ts'
import { hold } from '../protocol/moves.ts'
import { nextStep } from '../protocol/next-step.ts'
import type { Rules } from '../protocol/rules.ts'
import type { Visit } from '../protocol/situation.ts'
import type { Absorbed, Outcome, Step } from '../protocol/steps.ts'
import type { Lanes } from '../store/payout-store.ts'
import { findingAlarms } from './finding-alarms.ts'
import { perform, type PerformPorts } from './perform.ts'

/** Where visits are made: under one lease, until the signal aborts. */
export type Site = {
  lease: Lease
  ports: PerformPorts & {
    store: Pick<Lanes, 'apply' | 'inspect' | 'loadLane'>
    alarms: Alarms
    onFault(error: unknown): void
  }
  settings: PayoutSettings
  rules: Rules
  isOver: AbortSignal
}

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

/** Steps of one visit in which neither books nor cursor move. More is a circle, and a fault. */
const MAX_STEPS = 1_000

/**
 * Goes as far with the payout as it can now; returns what the audit should look at. A fault must not keep others waiting
 * behind the payout that met it.
 */
export async function visit(site: Site, work: Work): Promise<readonly Payment[] | null> {
  const { lease, ports, settings } = site
  try {
    return await takeSteps(site, { work, memory: emptyMemory }, ofPayout)
  } catch (error) {
    const { payout } = work
    if (payout != null) {
      const { changes } = backOff(payout, settings, { because: 'fault' })
      await guarded(ports, () => ports.store.apply(lease, changes, null))
    }
    throw error
  }
}

/**
 * Compares the wallet, Pi and the payouts; returns the payments that the next audit should look at again, or undefined
 * when a fault stopped it.
 */
export async function audit(
  site: Site,
  suspects: readonly Payment[],
): Promise<readonly Payment[] | null | undefined> {
  const { lease, ports, settings } = site
  const work = await ports.store.loadLane(lease)
  if (work == null) return null
  // What stops the audit must not keep the alarms from being raised.
  const begin = { work, memory: beginAudit(suspects) }
  const left = await guarded(ports, () => takeSteps(site, begin, ofAudit))
  const { fee, stuckMs: olderThanMs } = settings
  const findings = await ports.store.inspect(lease, { olderThanMs, fee })
  for (const alarm of findingAlarms(findings, settings)) ports.alarms.raise(alarm)
  return left
}

/** Steps until there is nothing to do now; returns what the audit should look at. */
async function takeSteps<Learned>(
  { lease, ports, settings, rules, isOver }: Site,
  begin: { work: Work; memory: Learned },
  logic: Logic<Learned>,
): Promise<readonly Payment[] | null> {
  const at = { ...begin }
  for (let steps = 0; steps < MAX_STEPS && !isOver.aborted; steps += 1) {
    const { work, memory } = at
    const situation = { work, memory, settings }
    const step = logic.next(situation, rules)
    const outcome = await perform(step, ports, { settings, signal: isOver })
    const result = logic.absorb(situation, rules, { step, outcome })
    at.memory = { ...memory, ...result.memory }
    if (result.changes.length > 0) {
      const applied = await ports.store.apply(lease, result.changes, work.payout?.id ?? null)
      if (applied.kind !== 'applied') {
        await giveWay({ lease, ports, settings }, work, applied.kind)
        return null
      }
      at.work = applied.work
      // A wallet that others pay into has long lists before its first payout.
      if (result.changes.some(({ type }) => type === 'book')) steps = 0
    }
    for (const alarm of result.alarms) ports.alarms.raise(alarm)
    if (result.isOver) return result.audit
  }
  if (isOver.aborted) return null
  throw new Error(`A visit without an end: ${at.work.payout?.id ?? 'the audit'}`)
}

/** A write that met another one comes back later, so that no circle is fast. One payment has one payout. */
async function giveWay(
  { lease, ports, settings }: Pick<Site, 'lease' | 'ports' | 'settings'>,
  { payout }: Work,
  kind: 'stale' | 'taken',
): Promise<void> {
  if (payout == null) return
  const because = { because: 'its payment is kept by another payout' }
  const result =
    kind === 'taken'
      ? hold(payout, 'payment_of_another_payout', because)
      : backOff(payout, settings, { because: 'fault' })
  const applied = await ports.store.apply(lease, result.changes, null)
  if (applied.kind === 'applied') for (const alarm of result.alarms) ports.alarms.raise(alarm)
}

/** A fault is reported, and never ends the runner. */
export async function guarded<Result>(
  { onFault }: { onFault(error: unknown): void },
  task: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await task()
  } catch (error) {
    onFault(error)
    return undefined
  }
}
