import { defaultSettings, type PayoutSettings } from '../src/payouts/settings.ts'
import { isLiedTo, paidTwice, type Violation } from './checker.ts'
import { noFaults } from './faults.ts'
import { addressOf, isOnChain, type Plan } from './plan.ts'
import { big, type Strike, type World } from './ports-of-process.ts'
import type { Random } from './random.ts'
import type { Scheduler } from './scheduler.ts'
import { createSimChain, type SimChain } from './sim-chain.ts'
import type { SigningOrder } from '../src/payouts/ports.ts'
import { createSimDatabase, type SimDatabase, type StoreRules } from './sim-database.ts'
import { createSimPi } from './sim-pi.ts'

const WALLET = `G${'W'.repeat(55)}`

export const simSettings: PayoutSettings = {
  ...defaultSettings,
  idleMs: 5_000,
  wallet: WALLET,
  network: 'Pi Testnet',
}

/** A world with its checker: whatever breaks an invariant while it runs is a violation. */
export type SimWorld = World & {
  violations: Violation[]
  faultCounts: Map<string, number>
  fail(invariant: string, detail: string): void
  areFaultsOver(): boolean
}

export function createSimWorld(options: {
  random: Random
  scheduler: Scheduler
  plan: Plan
  storeRules: StoreRules
  strike?: Strike | undefined
  trace: ((line: string) => void) | undefined
}): SimWorld {
  const { random, scheduler, plan } = options
  const { trace: print } = options
  const trace =
    print && ((line: () => string) => print(`${(scheduler.now() / 1000).toFixed(3)} ${line()}`))
  const violations: Violation[] = []
  const faultCounts = new Map<string, number>()
  const fail = (invariant: string, detail: string) => {
    violations.push({ invariant, detail, at: scheduler.now() })
    trace?.(() => `VIOLATION ${invariant}: ${detail}`)
  }
  const areFaultsOver = () => scheduler.now() >= plan.faultsEndMs
  const faults = () => (areFaultsOver() ? noFaults : plan.faults)
  const chain = createSimChain({
    scheduler,
    random,
    faults,
    wallet: WALLET,
    balance: plan.faults.poverty ? 40_000_000n : 10n ** 12n,
    isDestination: isOnChain,
    onClose(added) {
      trace?.(() => `ledger: ${JSON.stringify(added, big)}`)
      for (const wrong of paidTwice(chain, pi, added)) fail('I1', wrong)
    },
  })
  const { scope } = plan
  const pi = createSimPi({ scheduler, random, faults, scope, wallet: WALLET, chain, addressOf })
  const database = createSimDatabase(scheduler.now, options.storeRules)
  const committed = watchCommits(database, { fail, isExcused: (id) => isLiedTo(pi, id) })
  const arrived = new Map<string, SigningOrder>()
  return {
    outages: { pi: 0, chain: 0, submit: 0 },
    scheduler,
    random,
    faults,
    strike: options.strike,
    chain,
    pi,
    database,
    settings: simSettings,
    count: (fault) => faultCounts.set(fault, (faultCounts.get(fault) ?? 0) + 1),
    trace,
    onArrival(hash) {
      if (!committed.has(hash)) fail('I6', `${hash} reached Horizon before it was committed`)
      const order = chain.orderOf(hash)
      if (order == null) return
      for (const wrong of secondSequences(chain, arrived.values(), order)) fail('I7', wrong)
      arrived.set(hash, order)
    },
    violations,
    faultCounts,
    fail,
    areFaultsOver,
  }
}

/** I7 on the chain alone: an envelope that may apply comes while one of its payment with another sequence may too. */
function secondSequences(
  chain: SimChain,
  arrived: Iterable<SigningOrder>,
  order: SigningOrder,
): string[] {
  const { memo, sequence } = order
  // What comes late, of a sequence that is consumed, does no harm.
  if (!chain.mayApply(order)) return []
  const others = [...arrived].filter((other) => other.memo === memo && other.sequence !== sequence)
  return others
    .filter((other) => chain.mayApply(other))
    .map((other) => `${memo} comes with sequence ${sequence} while ${other.sequence} may apply`)
}

/** I7 and the second half of I5 at every commit; answers the hashes that were ever committed, for I6. */
function watchCommits(
  { store, tables }: SimDatabase,
  {
    fail,
    isExcused,
  }: {
    fail: (invariant: string, detail: string) => void
    isExcused: (payoutId: string) => boolean
  },
): ReadonlySet<string> {
  const committed = new Set<string>()
  const { apply } = store
  store.apply = (lease, changes, payoutId) => {
    const result = apply(lease, changes, payoutId)
    if (result.kind !== 'applied') return result
    for (const change of changes) {
      if (change.type === 'move' && change.to === 'held' && !isExcused(change.payoutId)) {
        fail('I5', `${change.payoutId} is held (${change.set.heldReason}), though nobody lied`)
      }
      if (change.type !== 'add_envelope') continue
      const owner = change.envelope.payoutId
      committed.add(change.envelope.hash)
      const live = [...tables().envelopes.values()].filter(
        ({ status, payoutId: id }) => status === 'live' && id === owner,
      )
      if (new Set(live.map(({ sequence }) => sequence)).size > 1) {
        fail('I7', `${owner} has live envelopes with several sequences`)
      }
    }
    return result
  }
  return committed
}
