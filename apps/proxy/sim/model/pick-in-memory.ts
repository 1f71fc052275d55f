import { EPOCH_SECONDS } from '../kernel/scheduler.ts'
import type {
  BookedTransaction,
  Envelope,
  Payout,
  WorkState,
} from '../../src/payouts/model/payout.ts'
import type { Brake, Lane, Lease, Work } from '../../src/payouts/model/work.ts'
import type { Picked, PickWish } from '../../src/payouts/store/payout-store.ts'
import { MAX_UNMATCHED } from '../../src/payouts/model/work.ts'
import type { LaneRow, Tables } from './tables.ts'

export type Fence = (lane: LaneRow | undefined, lease: Lease) => lane is LaneRow

export type PickRule = {
  order: readonly WorkState[]
  /** False: the newest payout goes first, whosoever it is. */
  isInTurn: boolean
  /** False: what stands aside keeps its place in the order. */
  isAside: boolean
  wish: PickWish
}

/** R9 and the rule that one unsettled payout has the wallet's next sequence. */
export function pickIn(tables: Tables, now: number, lane: LaneRow, rule: PickRule): Picked {
  const { order, wish } = rule
  const states: readonly string[] = order
  const live = liveIn(tables)
  const due: Payout[] = []
  let waitMs: number | null = lane.createAfter > now ? lane.createAfter - now : null
  let isPoor = false
  for (const payout of tables.payouts.values()) {
    isPoor ||= isWithoutMoney(lane, payout, wish)
    if (!states.includes(payout.state) || isBlocked(live, lane, payout)) continue
    if (isBraked(tables, lane, payout, wish.isOn)) continue
    const left = payout.nextAt.getTime() - now
    if (left > 0) waitMs = Math.min(waitMs ?? left, left)
    else if (mayCreateNow(lane, now, payout)) due.push(payout)
  }
  const best = due.length === 0 ? undefined : chooseFrom(due, { tables, now, lane, rule })
  if (best != null) return { kind: 'work', work: loadIn(tables, now, lane, best) }
  return { kind: 'idle', waitMs, isPoor }
}

function liveIn({ envelopes }: Tables): Envelope[] {
  const live: Envelope[] = []
  for (const envelope of envelopes.values()) if (envelope.status === 'live') live.push(envelope)
  return live
}

function chooseFrom(
  due: readonly Payout[],
  { tables, now, lane, rule }: { tables: Tables; now: number; lane: LaneRow; rule: PickRule },
): Payout | undefined {
  const { order, isInTurn, wish } = rule
  const states: readonly string[] = order
  const standsAside = (payout: Payout) => rule.isAside && payout.isAside
  const rankOf = ({ state }: Payout) => states.indexOf(state)
  const isBefore = (a: Payout, b: Payout) =>
    isInTurn ? goesBefore(tables, a, b) : a.createdAt.getTime() > b.createdAt.getTime()
  const first = (group: Payout[]) =>
    group.reduce<Payout | undefined>((best, payout) => {
      if (best == null) return payout
      const byRank = rankOf(payout) - rankOf(best)
      return byRank < 0 || (byRank === 0 && isBefore(payout, best)) ? payout : best
    }, undefined)
  const isBegun = ({ state, cancelRequested }: Payout) => state !== 'received' || cancelRequested
  const begun = due.filter((payout) => isBegun(payout) && !standsAside(payout))
  const sure = begun.filter(({ state }) => state === 'paid' || state === 'signed')
  const aside = due.filter((payout) => standsAside(payout) && payout.state !== 'received')
  const isFailing = lane.createFailures > 0
  const longest = (group: Payout[]) =>
    group.reduce<Payout | undefined>(
      (best, payout) => (best == null || payout.nextAt < best.nextAt ? payout : best),
      undefined,
    )
  const mayTakeAside = (payout: Payout) => wish.mayTakeAside && !(isFailing && needsCreate(payout))
  const firstNew = () => {
    if (isPreparing(tables, now, standsAside)) return undefined
    const hindrances = hindrancesIn(tables)
    const isNew = (payout: Payout) =>
      !isBegun(payout) && !isWithoutMoney(lane, payout, wish) && mayBegin(payout, hindrances)
    return first(due.filter(isNew))
  }
  return (
    first(sure) ??
    longest(aside.filter(mayTakeAside)) ??
    first(begun) ??
    firstNew() ??
    (wish.mayTakeAside ? longest(aside) : undefined)
  )
}

function isWithoutMoney(
  { available }: LaneRow,
  { amount, state, waitsFor }: Payout,
  { fee, waitsForMoney }: PickWish,
): boolean {
  if (waitsFor === 'money') return true
  const isLooked = waitsForMoney && available != null && state === 'received'
  return isLooked && amount + fee > available
}

/** While Pi creates no payments, no more are asked for. */
function mayCreateNow({ createAfter }: LaneRow, now: number, payout: Payout): boolean {
  if (createAfter <= now || payout.cancelRequested) return true
  return payout.state !== 'received' && !needsCreate(payout)
}

function needsCreate({ state, piId, cancelRequested }: Payout): boolean {
  return state === 'creating' && piId == null && !cancelRequested
}

/** Another payout is being prepared, one was just tried, or a transaction may be an unknown payout. */
function isPreparing(
  tables: Tables,
  now: number,
  standsAside: (payout: Payout) => boolean,
): boolean {
  for (const payout of tables.payouts.values()) {
    const { state, nextAt } = payout
    if (standsAside(payout)) continue
    const isOnTheWay = state === 'creating' || state === 'created'
    if (isOnTheWay && brakeOn(tables, payout) == null) return true
    if (state === 'received' && nextAt.getTime() > now) return true
  }
  for (const { payoutId, foreign, isDenied } of tables.books.values()) {
    if (payoutId == null && !foreign && !isDenied) return true
  }
  return false
}

/** What keeps single payouts from beginning: users with an open payment, and amounts that may be paid already. */
type Hindrances = { uids: ReadonlySet<string>; amounts: ReadonlySet<bigint | undefined> }

function hindrancesIn({ payouts, books }: Tables): Hindrances {
  const uids = new Set<string>()
  for (const { state, waitsFor, uid } of payouts.values()) {
    if (state === 'creating' && waitsFor === 'user_payment') uids.add(uid)
  }
  const amounts = new Set<bigint | undefined>()
  for (const { payoutId, foreign, payment } of books.values()) {
    if (payoutId == null && !foreign) amounts.add(payment?.amount)
  }
  return { uids, amounts }
}

/** Nothing that concerns only this payout blocks it. */
function mayBegin({ uid, amount }: Payout, { uids, amounts }: Hindrances): boolean {
  return !uids.has(uid) && !amounts.has(amount)
}

function isBlocked(live: readonly Envelope[], { source }: LaneRow, { id, state }: Payout): boolean {
  for (const { source: signer, payoutId } of live) {
    const isOwn = payoutId === id
    if (isOwn && signer !== source) return true
    if (!isOwn && signer === source && state === 'created') return true
  }
  return false
}

function isBraked(tables: Tables, lane: LaneRow, payout: Payout, isOn: boolean): boolean {
  const { state, cancelRequested } = payout
  if (state === 'paid' || state === 'signed') return false
  if (lane.stop != null) return true
  return state !== 'cancelling' && !cancelRequested && (!isOn || brakeOn(tables, payout) != null)
}

function brakeOn({ paused, revokedKeys }: Tables, { clientId, keyId }: Payout): Brake | null {
  if (paused.has('all')) return 'paused'
  if (paused.has(clientId)) return 'client_paused'
  return keyId != null && revokedKeys.has(keyId) ? 'key_revoked' : null
}

/** Clients take turns to begin; who has begun goes on as the turns came. */
function goesBefore({ turns, leftReceived }: Tables, a: Payout, b: Payout): boolean {
  const turnOf = ({ id, state, clientId }: Payout) =>
    state === 'received' ? (turns.get(clientId) ?? 0) : (leftReceived.get(id) ?? Infinity)
  const first = turnOf(a)
  const second = turnOf(b)
  return first === second ? a.createdAt.getTime() < b.createdAt.getTime() : first < second
}

export function loadIn(tables: Tables, now: number, lane: LaneRow, payout: Payout | null): Work {
  const { source, bookedSequence } = lane
  const envelopes: Envelope[] = []
  let isLaneTaken = false
  if (payout != null) {
    for (const envelope of tables.envelopes.values()) {
      if (envelope.payoutId === payout.id) envelopes.push(envelope)
      else if (envelope.status === 'live' && envelope.source === source) isLaneTaken = true
    }
  }
  const live = envelopes.find(({ status }) => status === 'live')?.sequence
  const taken = live != null && bookedSequence != null && bookedSequence >= live ? live : null
  const booked: BookedTransaction[] = []
  const unmatched: BookedTransaction[] = []
  let consumer: BookedTransaction | null = null
  for (const transaction of tables.books.values()) {
    const { payoutId, foreign } = transaction
    if (payout != null && payoutId === payout.id) booked.push(transaction)
    if (payoutId == null && !foreign) unmatched.push(transaction)
    if (taken == null || consumer != null) continue
    const hasIt = transaction.source === source && transaction.sequence === taken
    if (hasIt || (transaction.bumpTo ?? 0n) >= taken) consumer = transaction
  }
  if (unmatched.length > 1) unmatched.sort(byDenialAndSequence)
  unmatched.length = Math.min(unmatched.length, MAX_UNMATCHED)
  const knownPayment =
    (payout == null && unmatched.length > 0) || payout?.state === 'creating'
      ? findKnownPayment(tables, source)
      : null
  return {
    lane: shownLane(lane, now),
    deployment: tables.deployment,
    payout,
    brake: payout == null ? null : brakeOn(tables, payout),
    now: EPOCH_SECONDS + now / 1_000,
    paymentAgeMs: payout?.paymentSeenAt == null ? null : now - payout.paymentSeenAt.getTime(),
    knownPayment,
    envelopes,
    isLaneTaken,
    booked,
    consumer,
    unmatched,
  }
}

export function newLane(source: string, timeline: number): LaneRow {
  return {
    source,
    timeline,
    epoch: 0n,
    owner: null,
    leaseUntil: 0,
    cursor: null,
    bookedSequence: null,
    tip: null,
    quarantineUntil: 0,
    quarantineReason: null,
    stop: null,
    isAdopting: false,
    available: null,
    createFailures: 0,
    createAfter: 0,
  }
}

export function shownLane(lane: LaneRow, now: number): Lane {
  return {
    source: lane.source,
    epoch: lane.epoch,
    cursor: lane.cursor,
    bookedSequence: lane.bookedSequence,
    tip: lane.tip,
    quarantineReason: lane.quarantineReason,
    stop: lane.stop,
    isAdopting: lane.isAdopting,
    available: lane.available,
    createFailures: lane.createFailures,
    quarantineLeftMs: Math.max(0, lane.quarantineUntil - now),
  }
}

function byDenialAndSequence(a: BookedTransaction, b: BookedTransaction): number {
  if (a.isDenied !== b.isDenied) return a.isDenied ? 1 : -1
  return a.sequence < b.sequence ? -1 : 1
}

function findKnownPayment({ payouts }: Tables, source: string): string | null {
  let newest: Payout | undefined
  for (const payout of payouts.values()) {
    if (payout.piId == null || payout.fromAddress !== source) continue
    if (newest == null || payout.createdAt.getTime() > newest.createdAt.getTime()) newest = payout
  }
  return newest?.piId ?? null
}
