import type { PayoutRequest } from '../src/a2u/accept-payout.ts'
import { rules as productRules, type Rules } from '../src/payouts/protocol/rules.ts'
import type { LimitCalls } from '../src/payouts/worker/runner.ts'
import { awaitFinal } from './world/await-final.ts'
import type { Violation } from './check/facts.ts'
import { checkEnd, isPoor, permittedEndsOf } from './check/check-invariants.ts'
import { createClients, type Clients } from './world/clients.ts'
import { injectFaults } from './world/inject-faults.ts'
import { createInstances, type CrashPlan } from './world/instances.ts'
import { employOperators } from './world/operators.ts'
import { addressOf } from './kernel/users.ts'
import type { Family } from './kernel/faults.ts'
import { BLOCKED_USER, drawPlan, drawRequest, TO_BLOCKED_USER, type Plan } from './world/plan.ts'
import type { Strike } from './world/world.ts'
import { watchLiveness } from './world/liveness.ts'
import { createRandom } from '../testkit/random.ts'
import { createScheduler } from './kernel/scheduler.ts'
import { haveSecondSite } from './world/second-site.ts'
import type { PayoutState } from '../src/payouts/model/payout.ts'
import type { Tables } from './model/tables.ts'
import { storeRules, type StoreRules } from './model/sim-database.ts'
import { createSimWorld, type SimWorld } from './world/sim-world.ts'

export type HistoryOptions = {
  seed: number
  /** What may happen: see `drawPlan`. */
  family?: Family
  /** Replaces rules of the product: a mutant. */
  mutate?: (rules: Rules, around: Surroundings) => Rules
  mutateStore?: (rules: StoreRules) => StoreRules
  /** Instead of the product's budget of calls. */
  limitCalls?: LimitCalls
  trace?: (line: string) => void
  /** Instead of what the seed draws. */
  plan?: Partial<Plan>
  /** Where the first process dies. */
  crash?: CrashPlan
  /** What befalls single calls, instead of what is drawn. */
  strike?: Strike
}

/** What a mutant may look at and the product never does: the process's clock, a counter that all share, other accounts. */
export type Surroundings = {
  clock: { now: () => number }
  counter: { next: bigint | null }
  chain: Pick<SimWorld['chain'], 'nextOfChannel'>
}

export type HistoryResult = {
  seed: number
  violations: Violation[]
  payouts: number
  kills: number
  pauses: number
  rollbacks: number
  faults: ReadonlyMap<string, number>
  /** How many payouts ended in each state. */
  states: ReadonlyMap<string, number>
  /** Payouts that stay as they are, by what permits it: Pi lies or refuses for good. */
  stays: ReadonlyMap<string, number>
  /** Virtual milliseconds from the last fault until every payout was final. */
  untilFinalMs: number
  /** Of each payout that ended after the faults: ledgers beyond those of the turns before it. */
  lateLedgers: readonly number[]
  virtualMs: number
}

/** One history: a world, the product in it, and what the checker says. The same seed gives the same history. */
export async function runHistory(options: HistoryOptions): Promise<HistoryResult> {
  const random = createRandom(options.seed)
  const scheduler = createScheduler()
  const plan = { ...drawPlan(random, options.family ?? 'plain'), ...options.plan }
  const { mutate, mutateStore, crash, strike, trace } = options
  const world = createSimWorld({
    random,
    scheduler,
    plan,
    storeRules: mutateStore?.(storeRules) ?? storeRules,
    strike,
    trace,
  })
  const counter = { next: null }
  const rulesFor = (clock: { now: () => number }) =>
    mutate?.(productRules, { clock, counter, chain: world.chain }) ?? productRules
  const instances = createInstances(world, {
    skewMs: plan.faults.skewMs,
    rulesFor,
    limitCalls: options.limitCalls,
    crash,
  })
  for (let i = 0; i < plan.instances; i += 1) instances.start(i)
  const injected = injectFaults(world, instances, plan)
  const { rollbacks } = injected
  const ofStore = mutateStore?.(storeRules) ?? storeRules
  const second = haveSecondSite(world, plan, { rulesFor, storeRules: ofStore })
  const excused = new Set<string>()
  employOperators(world, instances, { plan, second, rollbacks, excused })
  const isOver = world.areFaultsOver
  const clients = createClients({
    scheduler,
    random,
    proxies: instances.proxies,
    isOver,
    clientIdOf: world.clientIdOf,
  })
  const requests = haveClients(world, clients, plan)
  fundWallet(world, plan)
  const liveness = watchLiveness(world, plan)
  const end = awaitFinal(world, clients, plan)
  await scheduler.run(end.isReached)
  instances.forget()
  second.forget()

  if (world.violations.length === 0) {
    const { chain, pi, database } = world
    const { faults, withoutMoney, scope } = plan
    const heard = {
      requests: [...requests, ...second.requests],
      excused: new Set([...second.shared, ...excused, ...world.refusedUnknowing]),
      responses: clients.responses(),
      cancels: clients.cancels(),
      waiting: clients.waiting(),
    }
    const tables = database.tables()
    const ofPlan = { faults, withoutMoney, scope, rollbacks }
    const facts = { chain, pi, tables, addressOf, ...ofPlan, ...heard }
    for (const { invariant, detail } of checkEnd(facts)) world.fail(invariant, detail)
  }
  return {
    seed: options.seed,
    violations: world.violations,
    payouts: requests.length,
    kills: instances.kills(),
    pauses: injected.pauses,
    rollbacks: injected.rollbacks.length,
    faults: world.faultCounts,
    states: countStates(world),
    stays: countStays(world, plan),
    untilFinalMs: Math.max(0, end.finalAt() - plan.faultsEndMs),
    lateLedgers: liveness.lateLedgers(),
    virtualMs: scheduler.now(),
  }
}

/** Every payout is asked for, some twice; some are cancelled, at any time or at the worst one. */
function haveClients(world: SimWorld, clients: Clients, plan: Plan): PayoutRequest[] {
  const { scheduler, random } = world
  const requests: PayoutRequest[] = []
  const { repeats, cancels } = plan.faults
  for (let i = 0; i < plan.payouts; i += 1) {
    const request = drawRequest(random, i, plan.faults)
    requests.push(request)
    scheduler.after(random.between(0, plan.faultsEndMs * 0.7), () => {
      clients.ask(request)
      if (random.chance(repeats)) {
        scheduler.after(random.between(0, 30_000), () => clients.ask(request))
      }
      if (!random.chance(cancels)) return
      if (random.chance(0.4)) {
        scheduler.after(random.between(0, 30_000), () => clients.cancel(request))
      } else cancelOnceSigned(world, clients, request)
    })
  }
  if (!plan.faults.blockedUser) return requests
  for (let i = 0; i < TO_BLOCKED_USER; i += 1) {
    const request = drawRequest(random, 2_000 + i, plan.faults, BLOCKED_USER)
    requests.push(request)
    scheduler.after(random.between(0, 20_000), () => clients.ask(request))
  }
  return requests
}

function countStates({ database }: SimWorld): Map<string, number> {
  const states = new Map<string, number>()
  for (const { state } of database.tables().payouts.values()) {
    states.set(state, (states.get(state) ?? 0) + 1)
  }
  return states
}

function countStays({ pi, database }: SimWorld, { scope, faults }: Plan): Map<string, number> {
  const tables = database.tables()
  const ends = permittedEndsOf({ pi, tables, scope, faults })
  const stays = new Map<string, number>()
  for (const payout of tables.payouts.values()) {
    const why = ends.ofPayout(payout)
    if (why != null) stays.set(why, (stays.get(why) ?? 0) + 1)
  }
  return stays
}

/** When an envelope is under way a cancel is most likely to meet a payment. */
function cancelOnceSigned(world: SimWorld, clients: Clients, request: PayoutRequest): void {
  const { scheduler, random, database } = world
  const { requestHash } = request
  const look = () => {
    if (world.areFaultsOver()) return
    if (stateOf(database.tables(), requestHash) !== 'signed')
      return scheduler.quietlyAfter(1_000, look)
    scheduler.after(random.between(0, 25_000), () => clients.cancel(request))
  }
  look()
}

function stateOf({ payouts }: Tables, hash: string): PayoutState | undefined {
  for (const { requestHash, state } of payouts.values()) {
    if (requestHash === hash) return state
  }
  return undefined
}

/** The owner of a poor wallet pays into it, whatever the proxy says. */
function fundWallet({ scheduler, chain, trace }: SimWorld, { faults, fundedMs }: Plan): void {
  if (!isPoor(faults)) return
  scheduler.after(fundedMs, () => {
    trace?.(() => 'money comes into the wallet')
    chain.fund(FUNDS)
  })
}

/** Pays for every payout of a history. */
const FUNDS = 10n ** 10n
