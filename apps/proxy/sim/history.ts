import type { PayoutRequest } from '../src/payouts/accept-payout.ts'
import { isFinal } from '../src/payouts/payout.ts'
import { rules as productRules, type Rules } from '../src/payouts/rules.ts'
import { checkEnd, type Violation } from './checker.ts'
import { createClients, type Clients } from './clients.ts'
import { disturb } from './disturbances.ts'
import { createInstances, type CrashPlan } from './instances.ts'
import { employOperators } from './operators.ts'
import { addressOf, drawPlan, drawRequest, type Family, type Plan } from './plan.ts'
import type { Strike } from './ports-of-process.ts'
import { createRandom } from './random.ts'
import { createScheduler } from './scheduler.ts'
import { haveSecondSite } from './second-site.ts'
import { storeRules, type StoreRules } from './sim-database.ts'
import { createSimWorld, type SimWorld } from './sim-world.ts'

export type HistoryOptions = {
  seed: number
  /** What may happen: see `drawPlan`. */
  family?: Family
  /** Replaces rules of the product: a mutant. */
  mutate?: (rules: Rules, around: Surroundings) => Rules
  mutateStore?: (rules: StoreRules) => StoreRules
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
  /** Virtual milliseconds from the last fault until every payout was final. */
  restMs: number
  virtualMs: number
}

/** After the last fault: requests that were under way arrive within 90 s, leases end, the audit comes round. */
const AFTERGLOW_MS = 95_000
const PATIENCE_MS = 900_000

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
  const instances = createInstances(world, { skewMs: plan.faults.skewMs, rulesFor, crash })
  for (let i = 0; i < plan.instances; i += 1) instances.start(i)
  const disturbances = disturb(world, instances, plan)
  const { rollbacks } = disturbances
  const ofStore = mutateStore?.(storeRules) ?? storeRules
  const second = haveSecondSite(world, plan, { rulesFor, storeRules: ofStore })
  const unanswerable = new Set<string>()
  employOperators(world, instances, { plan, second, rollbacks, unanswerable })
  const isOver = world.areFaultsOver
  const clients = createClients({
    scheduler,
    random,
    doors: instances.doors,
    isOver,
    clientIdOf: world.clientIdOf,
  })
  const requests = haveClients(world, clients, plan)
  haveHelpers(world, plan)
  const rest = watchForRest(world, clients, plan)
  await scheduler.run(rest.isReached)
  instances.forget()
  second.forget()

  if (world.violations.length === 0) {
    const { chain, pi, database } = world
    const { faults } = plan
    const heard = {
      requests: [...requests, ...second.requests],
      unanswerable: new Set([...second.shared, ...unanswerable]),
      answers: clients.answers(),
      cancels: clients.cancels(),
      waiting: clients.waiting(),
    }
    const tables = database.tables()
    const facts = { chain, pi, rollbacks, faults, tables, addressOf, ...heard }
    for (const { invariant, detail } of checkEnd(facts)) world.fail(invariant, detail)
  }
  return {
    seed: options.seed,
    violations: world.violations,
    payouts: plan.payouts,
    kills: instances.kills(),
    pauses: disturbances.pauses,
    rollbacks: disturbances.rollbacks.length,
    faults: world.faultCounts,
    states: countStates(world),
    restMs: Math.max(0, rest.finalAt() - plan.faultsEndMs),
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
  return requests
}

function countStates({ database }: SimWorld): Map<string, number> {
  const states = new Map<string, number>()
  for (const { state } of database.tables().payouts.values()) {
    states.set(state, (states.get(state) ?? 0) + 1)
  }
  return states
}

/** When an envelope is under way a cancel is most likely to meet a payment. */
function cancelOnceSigned(world: SimWorld, clients: Clients, request: PayoutRequest): void {
  const { scheduler, random, database } = world
  const { requestHash } = request
  const look = () => {
    if (world.areFaultsOver()) return
    const row = [...database.tables().payouts.values()].find(
      (payout) => payout.requestHash === requestHash,
    )
    if (row?.state !== 'signed') return scheduler.after(1_000, look)
    scheduler.after(random.between(0, 25_000), () => clients.cancel(request))
  }
  look()
}

/** Once everything is calm Pi's support closes what nobody else can, and the operator looks at what is held. */
function haveHelpers({ scheduler, pi, database }: SimWorld, { faultsEndMs }: Plan): void {
  const help = () => {
    pi.closeStuck()
    for (const { id, state } of database.tables().payouts.values()) {
      if (state !== 'held') continue
      if (database.store.release(id, 'cancel') == null) database.store.release(id, 'retry')
    }
    scheduler.after(60_000, help)
  }
  scheduler.after(faultsEndMs + AFTERGLOW_MS, help)
}

/** Everything is final, told and closed; or patience is over. */
function watchForRest(world: SimWorld, clients: Clients, plan: Plan) {
  const { scheduler, database, pi, violations } = world
  let nextLook = plan.faultsEndMs + AFTERGLOW_MS
  let finalAt = 0
  const isQuiet = () => {
    const payouts = [...database.tables().payouts.values()]
    // A row that a rollback lost may stay lost when its end was told.
    if (payouts.some(({ state }) => !isFinal(state))) return false
    finalAt = Math.max(0, ...payouts.map(({ updatedAt }) => updatedAt.getTime()))
    if (clients.waiting() > 0) return false
    return [...pi.records().values()].every(
      ({ dto: { status }, isUnlisted }) =>
        status.cancelled || status.developer_completed || isUnlisted,
    )
  }
  return {
    finalAt: () => finalAt,
    isReached() {
      const now = scheduler.now()
      if (violations.length > 0 || now > plan.faultsEndMs + PATIENCE_MS) return true
      if (now < nextLook) return false
      nextLook = now + 1_000
      return isQuiet()
    },
  }
}
