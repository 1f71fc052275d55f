import { derivedKey, payoutIdOf } from '../src/payouts/correlation.ts'
import {
  isFinal,
  type BookedTransaction,
  type Envelope,
  type Payout,
  type PayoutEvent,
  type PayoutState,
  type WorkState,
} from '../src/payouts/payout.ts'
import type {
  Accepted,
  Brake,
  Deployment,
  Lane,
  Lease,
  NewPayout,
  Picked,
  Work,
} from '../src/payouts/payout-store.ts'
import { MAX_UNMATCHED } from '../src/payouts/rules.ts'

/** A lane's row. `timeline` names the database that the lease was taken from. */
export type LaneRow = Omit<Lane, 'quarantineLeftMs'> & {
  owner: string | null
  leaseUntil: number
  timeline: number
  quarantineUntil: number
}

/** Everything a database holds. Rows are replaced, never changed, so that a copy of the maps is a snapshot. */
export type Tables = {
  payouts: Map<string, Payout>
  envelopes: Map<string, Envelope>
  lanes: Map<string, LaneRow>
  books: Map<string, BookedTransaction>
  events: PayoutEvent[]
  /** When a client's payout last left `received`. */
  turns: Map<string, number>
  /** The same of each payout, by its id. */
  leftReceived: Map<string, number>
  deployment: Deployment
  /** `all` or client ids. */
  paused: Set<string>
  revokedKeys: Set<string>
  /** Ids of clients that have keys. */
  clients: Set<string>
  /** How often clients were made again under other ids. */
  clientsMade: number
}

export function emptyTables(own = '00000000-0000-4000-a000-000000000001'): Tables {
  return {
    deployment: { own, adopted: [] },
    paused: new Set(),
    revokedKeys: new Set(),
    clients: new Set(),
    clientsMade: 0,
    payouts: new Map(),
    envelopes: new Map(),
    lanes: new Map(),
    books: new Map(),
    events: [],
    turns: new Map(),
    leftReceived: new Map(),
  }
}

export function copyTables(tables: Tables): Tables {
  return {
    payouts: new Map(tables.payouts),
    envelopes: new Map(tables.envelopes),
    lanes: new Map(tables.lanes),
    books: new Map(tables.books),
    events: [...tables.events],
    turns: new Map(tables.turns),
    leftReceived: new Map(tables.leftReceived),
    deployment: tables.deployment,
    paused: new Set(tables.paused),
    revokedKeys: new Set(tables.revokedKeys),
    clients: new Set(tables.clients),
    clientsMade: tables.clientsMade,
  }
}

const DAY_MS = 86_400_000

/** One transaction of `accept`, on tables that nobody else touches meanwhile. */
export function acceptIn(tables: Tables, now: number, request: NewPayout): Accepted {
  // Who asks has a key, so the client is there.
  tables.clients.add(request.clientId)
  const key = request.idempotencyKey ?? nextDerivedKey(tables, now, request)
  const known = findKnown(tables, request, key)
  if (known != null) {
    if (known.requestHash !== request.requestHash) return { kind: 'key_reused' }
    const { clientId, keyId } = request
    const row = { ...known, clientId, keyId, idempotencyKey: key }
    tables.payouts.set(known.id, row)
    return { kind: 'joined', payout: row }
  }
  if (request.amount > request.caps.perPayout) return { kind: 'over_cap' }
  if (!request.isOpen) return { kind: 'closed' }
  const limit = limitReached(tables, now, request)
  if (limit != null) return { kind: 'limited', limit }
  const payout = newRow(request, key, now)
  tables.payouts.set(payout.id, payout)
  const { clientId, keyId, requestId } = request
  const evidence = { client_id: clientId, key_id: keyId, request_id: requestId }
  tables.events.push({
    payoutId: payout.id,
    at: new Date(now),
    from: null,
    to: 'received',
    evidence,
  })
  return { kind: 'inserted', payout }
}

/** By its own id, by its key, or as the same request of a client that was lost. */
function findKnown(
  { payouts, clients }: Tables,
  { clientId, requestHash }: NewPayout,
  key: string,
): Payout | undefined {
  const own = payouts.get(payoutIdOf(clientId, key))
  if (own != null) return own
  return [...payouts.values()].find((payout) => {
    if (payout.clientId === clientId) return payout.idempotencyKey === key
    const mayBe = payout.idempotencyKey == null || payout.idempotencyKey === key
    const isLost = payout.keyId == null && !clients.has(payout.clientId)
    return (
      mayBe &&
      isLost &&
      payout.requestHash === requestHash &&
      payoutIdOf(payout.clientId, key) === payout.id
    )
  })
}

function nextDerivedKey(tables: Tables, now: number, request: NewPayout): string {
  const { clientId, requestHash, windowMs } = request
  const same = [...tables.payouts.values()].filter(
    (payout) =>
      (payout.clientId === clientId ||
        (payout.keyId == null && !tables.clients.has(payout.clientId))) &&
      payout.idempotencyKey?.startsWith(`d:${requestHash}:`),
  )
  const latest = same.reduce<Payout | undefined>(
    (last, payout) => (last == null || numberOf(payout) > numberOf(last) ? payout : last),
    undefined,
  )
  if (latest != null) {
    const isYoung = now - latest.createdAt.getTime() < windowMs
    const isInWork = windowMs > 0 && !isFinal(latest.state)
    if ((isYoung || isInWork) && !isNo(latest.state)) return latest.idempotencyKey ?? ''
  }
  return derivedKey(requestHash, latest == null ? 0 : numberOf(latest) + 1)
}

function numberOf({ idempotencyKey }: Payout): number {
  return Number(idempotencyKey?.split(':')[2] ?? -1)
}

function isNo(state: PayoutState): boolean {
  return state === 'failed' || state === 'cancelled'
}

function limitReached(tables: Tables, now: number, { clientId, amount, caps }: NewPayout) {
  let own = amount
  let all = amount
  let open = 1
  for (const payout of tables.payouts.values()) {
    const isOwn = payout.clientId === clientId
    if (isOwn && !isFinal(payout.state)) open += 1
    const isOver = now - payout.createdAt.getTime() >= DAY_MS && isFinal(payout.state)
    if (isNo(payout.state) || isOver) continue
    all += payout.amount
    if (isOwn) own += payout.amount
  }
  if (open > caps.openPerClient) return 'open_per_client' as const
  if (own > caps.perClientDay) return 'per_client_day' as const
  return all > caps.globalDay ? ('global_day' as const) : undefined
}

function newRow(request: NewPayout, key: string, now: number): Payout {
  const { clientId, keyId, requestHash, uid, amount, memo, metadata } = request
  const at = new Date(now)
  return {
    ...emptyRow,
    id: payoutIdOf(clientId, key),
    clientId,
    keyId,
    idempotencyKey: key,
    requestHash,
    uid,
    amount,
    memo,
    metadata,
    state: 'received',
    nextAt: at,
    createdAt: at,
    updatedAt: at,
  }
}

/** What a row begins with beside the request. */
export const emptyRow = {
  cancelRequested: false,
  piId: null,
  toAddress: null,
  fromAddress: null,
  network: null,
  txid: null,
  ledger: null,
  failCode: null,
  heldReason: null,
  heldFrom: null,
  submitCode: null,
  expiryReads: 0,
  attempts: 0,
  lastPayment: null,
  keyId: null,
  paymentSeenAt: null,
} satisfies Partial<Payout>

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
