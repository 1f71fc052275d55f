import { WALLET, simSettings } from '../kernel/settings.ts'
import type { Violation } from '../check/facts.ts'
import { paidTwice } from '../check/check-invariants.ts'
import { requestOfPayout } from '../model/claims.ts'
import { noFaults } from '../kernel/faults.ts'
import { isLiedTo } from '../check/permitted-ends.ts'
import { noPhases } from './phases.ts'
import { addressOf, isOnChain } from '../kernel/users.ts'
import type { Plan } from './plan.ts'
import { big } from './request.ts'
import type { Strike, World } from './world.ts'
import type { Random } from '../../testkit/random.ts'
import type { Scheduler } from '../kernel/scheduler.ts'
import type { SimChain } from '../model/chain-of-wallet.ts'
import { createSimChain } from '../model/sim-chain.ts'
import type { Payout } from '../../src/payouts/model/payout.ts'
import type { SigningOrder } from '../../src/payouts/model/ports.ts'
import { createSimDatabase, type SimDatabase, type StoreRules } from '../model/sim-database.ts'
import { createSimPi } from '../model/sim-pi.ts'

/** A world with its checker: whatever breaks an invariant while it runs is a violation. */
export type SimWorld = World & {
  /** Databases of deployments that run now. */
  sites: Set<SimDatabase>
  /** Checks what a database commits. */
  watch(database: SimDatabase): void
  useWrongKey(isWrong: boolean): void
  clientIdOf(clientId: string): string
  /** Every client gets another id. */
  renameClients(): void
  violations: Violation[]
  /** Alarms that were raised: the code, by itself and with the payout's id. */
  alarms: Set<string>
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
    balance: balanceOf(plan),
    isDestination: isOnChain,
    onClose(added) {
      trace?.(() => `ledger: ${JSON.stringify(added, big)}`)
      for (const wrong of paidTwice(chain, pi, added)) fail('I1', wrong)
    },
  })
  const { scope } = plan
  const ofPi = { scheduler, random, faults, scope, chain, addressOf }
  const pi = createSimPi({ ...ofPi, wallet: WALLET })
  const otherPi = createSimPi({ ...ofPi, wallet: `G${'V'.repeat(55)}`, others: pi })
  const database = createSimDatabase(scheduler.now, options.storeRules)
  const committed = new Set<string>()
  const watch = (each: SimDatabase) =>
    watchCommits(each, committed, {
      fail,
      isExcused: (request) => isLiedTo(pi, request),
      isOutOfDate: (memo) => plan.faults.pauses === 0 && isLongClosed(memo),
    })
  const isLongClosed = (memo: string) => {
    const closedAt = pi.records().get(memo)?.closedAt
    return closedAt != null && scheduler.now() - closedAt > LONG_CLOSED_MS
  }
  watch(database)
  const sites = new Set([database])
  let isKeyWrong = false
  let renamed = 0
  const arrived = new Map<string, SigningOrder>()
  return {
    phases: noPhases(),
    forGood: plan.faults,
    scheduler,
    random,
    faults,
    strike: options.strike,
    chain,
    pi,
    otherPi,
    isKeyWrong: () => isKeyWrong,
    refusedUnknowing: new Set(),
    useWrongKey(isWrong) {
      isKeyWrong = isWrong
    },
    clientIdOf(id) {
      const { clientsMade } = database.tables()
      return clientsMade === 0 ? id : `${clientsMade}${id.slice(1)}`
    },
    renameClients() {
      renamed += 1
      database.tables().clientsMade = renamed
    },
    sites,
    watch,
    database,
    onCancel(piId, by, known) {
      for (const site of sites) {
        if (site !== by && isOnlyOf(site, known, piId)) {
          fail('I8', `${piId} is cancelled by a deployment that does not know its payout`)
        }
      }
    },
    settings: { ...simSettings, withoutMoney: plan.withoutMoney },
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
    alarms: new Set(),
    faultCounts,
    fail,
    areFaultsOver,
  }
}

/** Of an empty wallet even the fee is missing above the reserve. */
function balanceOf({ faults }: Plan): bigint {
  if (faults.emptyWallet) return 9_850_000n
  return faults.poverty ? 40_000_000n : 10n ** 12n
}

/** I7 judged only by the chain: an envelope that may apply comes while one of its payment with another sequence may too. */
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

/** I7 and the second half of I5 at every commit; notes the hashes that were ever committed, for I6. */
function watchCommits(
  { store, tables }: SimDatabase,
  committed: Set<string>,
  {
    fail,
    isExcused,
    isOutOfDate,
  }: {
    fail: (invariant: string, detail: string) => void
    isExcused: (request: string) => boolean
    isOutOfDate: (memo: string) => boolean
  },
): void {
  const { apply } = store
  store.apply = (lease, changes, payoutId) => {
    const result = apply(lease, changes, payoutId)
    if (result.kind !== 'applied') return result
    for (const change of changes) {
      if (change.type !== 'move' || change.to !== 'held') continue
      const payout = tables().payouts.get(change.payoutId)
      if (payout != null && !isExcused(requestOfPayout(payout))) {
        fail('I5', `${change.payoutId} is held (${change.set.heldReason}), though Pi did not lie`)
      }
    }
    for (const change of changes) {
      if (change.type !== 'add_envelope') continue
      const owner = change.envelope.payoutId
      const memo = tables().payouts.get(owner)?.piId
      if (memo != null && isOutOfDate(memo))
        fail('I10', `${owner} is signed, though Pi closed ${memo}`)
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
}

/** I10: a payment is read at most a minute before it is signed for; a visit may take as long again. */
const LONG_CLOSED_MS = 150_000

/** I8: a payment belongs to a payout in work that only one of two databases knows. */
function isOnlyOf(owner: SimDatabase, known: readonly Payout[], piId: string): boolean {
  const payout = [...owner.tables().payouts.values()].find((each) => each.piId === piId)
  if (payout == null || !['creating', 'created', 'signed', 'paid'].includes(payout.state))
    return false
  const request = requestOfPayout(payout)
  return !known.some((each) => requestOfPayout(each) === request)
}
