import { isFinal, type Payout } from '../../src/payouts/model/payout.ts'
import { CALLS_PER_LEDGER } from '../../src/payouts/worker/call-budget.ts'
import { permittedEndsOf } from '../check/check-invariants.ts'
import { requestOf, requestOfPayout } from '../model/claims.ts'
import { isLiedTo } from '../check/permitted-ends.ts'
import { isOpen } from '../model/pi-records.ts'
import type { Plan } from './plan.ts'
import { simSettings } from '../kernel/settings.ts'
import type { SimWorld } from './sim-world.ts'

/**
 * One payout needs one ledger when all goes well. Half of one more is for those that fail on the chain, and for what comes
 * back from standing aside. Measured: 1.05 with 200 waiting.
 */
const LEDGERS_PER_TURN = 1.5
/**
 * What the faults leave behind may take this long: requests that were sent before their end arrive within 90 s (18 ledgers
 * of 5 s), the longest back-off that keeps others waiting is a minute (12), the last envelope may apply for 60 s (12), a
 * lease ends after 15 s (3). Measured: 32 at most in 9,000 histories.
 */
const LEDGERS_TO_RECOVER = 48

const LOOK_MS = 5_000

/** From when on a payout is waited for, and how many ledgers up to the end of its turn. */
type Wait = { since: number; ledgers: number }

export type Liveness = {
  /** Of each payout that ended: ledgers beyond those of the turns up to its own. */
  lateLedgers(): readonly number[]
}

/**
 * I12: once the faults are over, a payout that nothing concerns is final within `LEDGERS_TO_RECOVER` ledgers,
 * `LEDGERS_PER_TURN` for each turn up to its own, and as many as reading the wallet's list takes. A ledger counts as 5 s at
 * least: waits are in seconds. Concerned is what may stay for good, what Pi lied about, and what a stop or a quarantine of
 * the lane keeps waiting.
 */
export function watchLiveness(world: SimWorld, plan: Plan): Liveness {
  const { scheduler, database, pi, chain, fail } = world
  const { scope, faults, faultsEndMs } = plan
  const ledgerMs = Math.max(simSettings.ledgerMs, chain.intervalMs)
  const waits = new Map<string, Wait>()
  const late: number[] = []

  const look = () => {
    const tables = database.tables()
    const now = scheduler.now()
    const ends = permittedEndsOf({ pi, tables, scope, faults })
    const lanes = [...tables.lanes.values()]
    const isStopped = lanes.some(({ stop }) => stop != null)
    // Nothing is cancelled or failed before its end.
    const isQuarantined = lanes.some(({ quarantineUntil }) => quarantineUntil > now)
    // What must be cancelled is open until then, and may block others.
    const isLeftOpen =
      (isQuarantined || lanes.some(({ isAdopting }) => isAdopting)) && mustCancel(world)
    const isConcerned = (payout: Payout) =>
      isStopped ||
      isLeftOpen ||
      (isQuarantined && (payout.state === 'cancelling' || payout.cancelRequested)) ||
      (pi.misled().size > 0 && isLiedTo(pi, requestOfPayout(payout))) ||
      ends.ofPayout(payout) != null
    const waiting: Payout[] = []
    for (const payout of tables.payouts.values()) {
      const wait = waits.get(payout.id)
      if (isFinal(payout.state)) {
        if (wait == null) continue
        waits.delete(payout.id)
        const ledgers = (payout.updatedAt.getTime() - wait.since) / ledgerMs
        late.push(ledgers - wait.ledgers)
      } else if (isConcerned(payout)) waits.delete(payout.id)
      else waiting.push(payout)
    }
    let turnsOf: ((payout: Payout) => number) | undefined
    let toRead: number | undefined
    for (const payout of waiting) {
      const { id, state, nextAt } = payout
      const wait = waits.get(id)
      if (wait == null) {
        turnsOf ??= turnsOfAll(waiting)
        toRead ??= ledgersToRead(world)
        const ledgers = toRead + LEDGERS_PER_TURN * turnsOf(payout)
        waits.set(id, { since: Math.max(now, nextAt.getTime()), ledgers })
        continue
      }
      const max = LEDGERS_TO_RECOVER + wait.ledgers
      if (now - wait.since <= max * ledgerMs) continue
      waits.delete(id)
      fail('I12', `${id} is ${state} (waits for ${payout.waitsFor}) ${max} ledgers after its turn`)
    }
    scheduler.quietlyAfter(LOOK_MS, look)
  }
  scheduler.quietlyAfter(faultsEndMs, look)
  return { lateLedgers: () => late }
}

/** Each page of the wallet's list is two calls. A bump by another account is accepted after four reads of it. */
const [CALLS_PER_PAGE, READS_PER_LEAP] = [2, 4]

/** What others did with the wallet is read before anything is signed, within the budget of calls. */
function ledgersToRead({ chain, database }: SimWorld): number {
  const cursor = database.tables().lanes.get(simSettings.wallet)?.cursor ?? null
  const { pages, leaps } = chain.unread(cursor)
  return ((pages + READS_PER_LEAP * leaps) * CALLS_PER_PAGE) / CALLS_PER_LEDGER
}

/** A payment is open at Pi that no payout will pay: of a payout that was lost, or that ends without money. */
function mustCancel({ pi, database }: SimWorld): boolean {
  const known = new Map<string, Payout>()
  for (const payout of database.tables().payouts.values())
    known.set(requestOfPayout(payout), payout)
  return [...pi.records().values()].some((record) => {
    const request = requestOf(record.dto)
    if (!isOpen(record) || request == null) return false
    const payout = known.get(request)
    return payout == null || payout.state === 'cancelling' || isFinal(payout.state)
  })
}

/** How many turns up to a payout's own: those that have begun, and then each client's oldest by turns. */
function turnsOfAll(waiting: readonly Payout[]): (payout: Payout) => number {
  const begun = waiting.filter(({ state }) => state !== 'received').length
  const queues = new Map<string, Payout[]>()
  for (const payout of waiting) {
    if (payout.state !== 'received') continue
    const queue = queues.get(payout.clientId)
    if (queue == null) queues.set(payout.clientId, [payout])
    else queue.push(payout)
  }
  const places = new Map<string, number>()
  for (const queue of queues.values()) {
    queue.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
    for (const [i, { id }] of queue.entries()) places.set(id, i + 1)
  }
  return ({ id }) => {
    const place = places.get(id)
    if (place == null) return begun
    return Math.min(waiting.length, begun + place * queues.size)
  }
}
