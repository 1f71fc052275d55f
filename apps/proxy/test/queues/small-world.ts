import { checkEnd } from '../../sim/check/check-invariants.ts'
import { noFaults, type Faults } from '../../sim/kernel/faults.ts'
import { addressOf, uidOf } from '../../sim/kernel/users.ts'
import { noOperators, type Plan } from '../../sim/world/plan.ts'
import { faultyPorts } from '../../sim/world/faulty-ports.ts'
import { createSimProcess } from '../../sim/kernel/process.ts'
import { createRandom } from '../../testkit/random.ts'
import { createScheduler, EPOCH_SECONDS, type Scheduler } from '../../sim/kernel/scheduler.ts'
import { storeRules } from '../../sim/model/sim-database.ts'
import type { Scope } from '../../sim/model/pi-records.ts'
import { createSimWorld } from '../../sim/world/sim-world.ts'
import type { Payout, PayoutState } from '../../src/payouts/model/payout.ts'
import type { NewPayout } from '../../src/payouts/store/payout-store.ts'
import type { Alarm, PiRefusal, Unknown } from '../../src/payouts/model/ports.ts'
import { createRunner } from '../../src/payouts/worker/runner.ts'
import type { PayoutSettings } from '../../src/payouts/model/settings.ts'
import { intercepted, type Call, type Intercept } from './intercepted-ports.ts'

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE

/** The chain's time at the beginning. */

export type SmallWorld = ReturnType<typeof openSmallWorld>

export type TimedAlarm = Alarm & { at: number }

type Wish = {
  scope?: Scope
  settings?: Partial<PayoutSettings>
  /** What becomes of single calls. May be replaced while the world runs. */
  intercept?: Intercept
  /** Time from one ledger to the next. */
  ledgerMs?: number
  /** Faults of the simulator, and until when. */
  faults?: Partial<Faults>
  faultsEndMs?: number
  /** The wallet can pay 3.02 Pi, fees included; else more than any test needs. */
  isPoor?: boolean
}

/**
 * One proxy in the simulated world, without any fault but those that the test makes. Its runner is the product's own;
 * time is virtual, and stops between two calls of `run`.
 */
export function openSmallWorld({
  scope = 'off',
  settings = {},
  intercept = {},
  ...wish
}: Wish = {}) {
  const scheduler = createScheduler()
  const { ledgerMs = 5 * SECOND } = wish
  const ledgers = createLedgers(scheduler, ledgerMs)
  const random = createRandom(1)
  const plan: Plan = {
    faults: { ...noFaults, poverty: wish.isPoor === true, ...wish.faults },
    instances: 1,
    payouts: 0,
    scope,
    faultsEndMs: wish.faultsEndMs ?? 0,
    fundedMs: 0,
    withoutMoney: settings.withoutMoney ?? 'wait',
    operators: noOperators,
  }
  const made = createSimWorld({
    random: {
      ...random,
      between: (...range) => ledgerTime(range, ledgerMs) ?? random.between(...range),
    },
    scheduler: ledgers.scheduler,
    plan,
    storeRules,
    trace: undefined,
  })
  const { chain: newest, database, pi, violations } = made
  let lagMs = 0
  const world = {
    ...made,
    scheduler,
    settings: { ...made.settings, ...settings },
    // Horizon as a whole is behind; the nodes that decide about a transaction are not.
    chain: {
      ...newest,
      account: () => newest.account(lagMs),
      ledger: (which: number | 'latest') => newest.ledger(which, lagMs),
      transactions: (cursor: string | null) => newest.transactions(cursor, lagMs, 0),
      transaction: (hash: string) => newest.transaction(hash, lagMs),
    },
  }
  const alarms: TimedAlarm[] = []
  const calls: Call[] = []
  const change = { intercept }

  const start = () => {
    const process = createSimProcess('p', scheduler, { skewMs: 0 })
    const { now, sleep } = process
    const ports = faultyPorts(process, world)
    const under = { clock: { now, sleep }, calls, intercept: () => change.intercept }
    const runnerPorts = {
      ...ports,
      pi: intercepted('pi', ports.pi, under),
      chain: intercepted('chain', ports.chain, under),
      clock: { now, sleep },
      alarms: { raise: (alarm: Alarm) => alarms.push({ ...alarm, at: scheduler.now() }) },
      onFault: (error: unknown) => made.fail('fault', String(error)),
    }
    const runner = createRunner(runnerPorts, world.settings, { owner: 'p' })
    void runner.run(new AbortController().signal)
  }
  start()

  const asked: NewPayout[] = []
  const ask = (request: Omit<NewPayout, 'caps' | 'windowMs' | 'isOpen'>): Payout => {
    const result = database.store.accept({ ...request, caps, windowMs: 0, isOpen: true })
    if (!('payout' in result)) throw new Error(`Not accepted: ${result.kind}`)
    asked.push({ ...request, caps, windowMs: 0, isOpen: true })
    return result.payout
  }
  const run = async (ms: number): Promise<void> => {
    let isOver = false
    scheduler.after(ms, () => (isOver = true))
    await scheduler.run(() => isOver)
  }
  const payouts = () => [...database.tables().payouts.values()]
  const ledger = () => newest.ledger('latest', 0)?.sequence ?? 0
  return {
    alarms,
    calls,
    pi,
    chain: newest,
    ledgers,
    violations,
    store: database.store,
    tables: database.tables,
    now: scheduler.now,
    settings: world.settings,
    /** From now on these calls meet this. */
    intercept: (next: Intercept) => void (change.intercept = next),
    /** How far Horizon is behind the chain. */
    lag: (ms: number) => void (lagMs = ms),
    ledger,
    /** When a ledger would close now, in the chain's seconds. */
    closeTime: () => EPOCH_SECONDS + Math.floor(scheduler.now() / SECOND),
    payouts,
    /** Payouts that no other client asked for: to one user, or each to another one. */
    ask: (
      count: number,
      each: { user?: number; amount?: bigint; isWithoutWallet?: boolean } = {},
    ): Payout[] =>
      Array.from({ length: count }, () => {
        const i = asked.length
        const user = each.user ?? 1_000 + i
        return ask({
          ...requestOf(i),
          uid: userId(user, each.isWithoutWallet),
          amount: each.amount ?? 10_000_000n,
        })
      }),
    run,
    /** The codes of the alarms so far, each once. */
    codes: () => [...new Set(alarms.map(({ code }) => code))],
    /** When an alarm with this code was raised first after a time, in ms since then; Infinity: never. */
    alarmedAfter: (from: number, code: string): number =>
      (alarms.find((alarm) => alarm.code === code && alarm.at >= from)?.at ?? Infinity) - from,
    /** Runs until it is so, looking each second: how many milliseconds and ledgers that took. */
    async until(isSo: () => boolean, maxMs: number): Promise<{ ms: number; ledgers: number }> {
      const [from, first] = [scheduler.now(), ledger()]
      while (!isSo()) {
        if (scheduler.now() - from > maxMs) {
          throw new Error(
            `Not so after ${maxMs / 1000} s: ${JSON.stringify(countStates(payouts()))}`,
          )
        }
        await run(SECOND)
      }
      return { ms: scheduler.now() - from, ledgers: ledger() - first }
    },
    /** How many are in each state, of all or of these. */
    states: (some?: readonly Payout[]) => {
      const ids = some && new Set(some.map(({ id }) => id))
      return countStates(payouts().filter(({ id }) => ids == null || ids.has(id)))
    },
    isDone: (some: readonly Payout[]) =>
      some.every(({ id }) => database.tables().payouts.get(id)?.state === 'completed'),
    row: ({ id }: Payout): Payout => {
      const row = database.tables().payouts.get(id)
      if (row == null) throw new Error(`No payout ${id}`)
      return row
    },
    /** What the simulator's checker has against a world in which everything ended. */
    wrong: () => [
      ...violations,
      ...checkEnd({
        chain: newest,
        pi,
        tables: database.tables(),
        addressOf,
        requests: asked,
        responses: [],
        cancels: new Set(),
        rollbacks: [],
        excused: new Set(),
        faults: plan.faults,
        withoutMoney: world.settings.withoutMoney,
        waiting: [],
        scope: plan.scope,
      }),
    ],
  }
}

/** In the simulated world every sixteenth user has no wallet on the chain. */
export function userId(user: number, isWithoutWallet = false): string {
  return uidOf(user * 16 + (isWithoutWallet ? 15 : 0))
}

const caps = {
  perPayout: 10n ** 15n,
  perClientDay: 10n ** 18n,
  globalDay: 10n ** 18n,
  openPerClient: 100_000,
}

function requestOf(i: number) {
  return {
    clientId: `00000000-0000-4000-9000-${(i % 3).toString(16).padStart(12, '0')}`,
    keyId: 'key',
    requestId: `r${i}`,
    idempotencyKey: `order-${i}`,
    requestHash: i.toString(16).padStart(64, '0'),
    memo: `payout ${i}`,
    metadata: { i },
  }
}

function countStates(payouts: readonly Payout[]): Partial<Record<PayoutState, number>> {
  const states: Partial<Record<PayoutState, number>> = {}
  for (const { state } of payouts) states[state] = (states[state] ?? 0) + 1
  return states
}

/** The simulated chain draws how often ledgers close from this range, and counts its lag in ledgers. */
function ledgerTime([min, max]: readonly number[], ledgerMs: number): number | undefined {
  return min === SECOND && max === 7 * SECOND ? ledgerMs : undefined
}

/** A scheduler that closes ledgers when the test says so, and does everything else in time. */
function createLedgers(real: Scheduler, firstMs: number) {
  let ms = firstMs
  let isStill = false
  let pending: (() => void) | undefined
  const quietlyAfter: Scheduler['quietlyAfter'] = (asked, run) => {
    // The simulated chain asks for its next ledger by this function.
    if (run.name !== 'close') return real.quietlyAfter(asked, run)
    if (isStill) pending = run
    else real.after(ms, () => (isStill ? (pending = run) : run()))
  }
  return {
    scheduler: { ...real, quietlyAfter },
    stop: () => void (isStill = true),
    /** The next ledger closes after the time of one, then as often as set. */
    go(every: number = ms) {
      ms = every
      isStill = false
      const run = pending
      pending = undefined
      if (run != null) real.after(ms, run)
    },
    /** One ledger in so long, while they are stopped. */
    closeIn(inMs: number) {
      const run = pending
      pending = undefined
      if (run != null) real.after(inMs, run)
    },
  }
}

/** Alarms of one cause in any one hour, of the cause with the most. `causeOf`: what makes two alarms one. */
export function maxPerHour(
  alarms: readonly TimedAlarm[],
  causeOf: (alarm: TimedAlarm) => string = ({ code }) => code,
): number {
  const near = (one: TimedAlarm) =>
    alarms.filter((other) => {
      const ms = other.at - one.at
      return causeOf(other) === causeOf(one) && ms >= 0 && ms < HOUR
    })
  return Math.max(0, ...alarms.map((alarm) => near(alarm).length))
}

export function refusal(status: number, code: string, more: Partial<PiRefusal> = {}): PiRefusal {
  return { kind: 'refused', status, code, payment: null, verificationError: null, ...more }
}

export function unknown(cause: Unknown['cause']): Unknown {
  return { kind: 'unknown', cause, retryAfterMs: null }
}
