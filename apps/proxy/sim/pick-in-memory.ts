import type { BookedTransaction, Envelope, Payout, WorkState } from '../src/payouts/payout.ts'
import type { Brake, Lane, Lease, Picked, Work } from '../src/payouts/payout-store.ts'
import { MAX_UNMATCHED } from '../src/payouts/rules.ts'
import type { LaneRow, Tables } from './memory-payout-store.ts'

export type Fence = (lane: LaneRow | undefined, lease: Lease) => lane is LaneRow

/** R9 and the rule that one unsettled payout has the wallet's next sequence. */
export function pickIn(
  tables: Tables,
  now: number,
  lane: LaneRow,
  { order, isOn }: { order: readonly WorkState[]; isOn: boolean },
): Picked {
  let waitMs: number | null = null
  let best: Payout | undefined
  const rank = (payout: Payout) => order.findIndex((state) => state === payout.state)
  for (const payout of tables.payouts.values()) {
    if (rank(payout) < 0 || isBlocked(tables, lane, payout)) continue
    if (isBraked(tables, lane, payout, isOn)) continue
    const left = payout.nextAt.getTime() - now
    if (left > 0) {
      waitMs = Math.min(waitMs ?? left, left)
      continue
    }
    const isBetter =
      best == null ||
      rank(payout) < rank(best) ||
      (rank(payout) === rank(best) && goesBefore(tables, payout, best))
    if (isBetter) best = payout
  }
  if (best == null) return { kind: 'idle', waitMs }
  return { kind: 'work', work: loadIn(tables, now, lane, best) }
}

function isBlocked({ envelopes }: Tables, { source }: LaneRow, { id, state }: Payout): boolean {
  for (const { status, source: signer, payoutId } of envelopes.values()) {
    if (status !== 'live') continue
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
  const [first, second] = [turnOf(a), turnOf(b)]
  return first === second ? a.createdAt.getTime() < b.createdAt.getTime() : first < second
}

export function loadIn(tables: Tables, now: number, lane: LaneRow, payout: Payout | null): Work {
  const { source, bookedSequence } = lane
  const envelopes: Envelope[] = []
  if (payout != null) {
    for (const envelope of tables.envelopes.values()) {
      if (envelope.payoutId === payout.id) envelopes.push(envelope)
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
    payout == null && unmatched.length > 0 ? findKnownPayment(tables, source) : null
  return {
    lane: shownLane(lane, now),
    deployment: tables.deployment,
    payout,
    brake: payout == null ? null : brakeOn(tables, payout),
    paymentAgeMs: payout?.paymentSeenAt == null ? null : now - payout.paymentSeenAt.getTime(),
    knownPayment,
    envelopes,
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
  }
}

export function shownLane(lane: LaneRow, now: number): Lane {
  const { owner: _owner, leaseUntil: _lease, timeline: _timeline, quarantineUntil, ...shown } = lane
  return { ...shown, quarantineLeftMs: Math.max(0, quarantineUntil - now) }
}

function byDenialAndSequence(a: BookedTransaction, b: BookedTransaction): number {
  if (a.isDenied !== b.isDenied) return a.isDenied ? 1 : -1
  return a.sequence < b.sequence ? -1 : 1
}

function findKnownPayment({ payouts }: Tables, source: string): string | null {
  let newest: Payout | undefined
  for (const payout of payouts.values()) {
    if (payout.piId == null || payout.fromAddress !== source) continue
    if (newest == null || payout.createdAt > newest.createdAt) newest = payout
  }
  return newest?.piId ?? null
}
