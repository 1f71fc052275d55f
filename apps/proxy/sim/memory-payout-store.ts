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
import type { Accepted, Lane, Lease, NewPayout, Picked, Work } from '../src/payouts/payout-store.ts'

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
}

export function emptyTables(): Tables {
  return {
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
  }
}

const DAY_MS = 86_400_000

/** One transaction of `accept`, on tables that nobody else touches meanwhile. */
export function acceptIn(tables: Tables, now: number, request: NewPayout): Accepted {
  const key = request.idempotencyKey ?? nextDerivedKey(tables, now, request)
  const known = tables.payouts.get(payoutIdOf(request.clientId, key))
  if (known != null) {
    if (known.requestHash !== request.requestHash) return { kind: 'key_reused' }
    return { kind: 'joined', payout: known }
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

function nextDerivedKey(tables: Tables, now: number, request: NewPayout): string {
  const { clientId, requestHash, windowMs } = request
  const same = [...tables.payouts.values()].filter(
    (payout) =>
      payout.clientId === clientId && payout.idempotencyKey?.startsWith(`d:${requestHash}:`),
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
  const { clientId, requestHash, uid, amount, memo, metadata } = request
  const at = new Date(now)
  return {
    ...emptyRow,
    id: payoutIdOf(clientId, key),
    clientId,
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
} satisfies Partial<Payout>

export type Fence = (lane: LaneRow | undefined, lease: Lease) => lane is LaneRow

/** R9 and the rule that one unsettled payout has the wallet's next sequence. */
export function pickIn(
  tables: Tables,
  now: number,
  lane: LaneRow,
  order: readonly WorkState[],
): Picked {
  let waitMs: number | null = null
  let best: Payout | undefined
  const rank = (payout: Payout) => order.findIndex((state) => state === payout.state)
  for (const payout of tables.payouts.values()) {
    if (rank(payout) < 0 || isBlocked(tables, lane, payout)) continue
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

/** Clients take turns to begin; who has begun goes on as the turns came. */
function goesBefore({ turns, leftReceived }: Tables, a: Payout, b: Payout): boolean {
  const turnOf = ({ id, state, clientId }: Payout) =>
    state === 'received' ? (turns.get(clientId) ?? 0) : (leftReceived.get(id) ?? Infinity)
  const [first, second] = [turnOf(a), turnOf(b)]
  return first === second ? a.createdAt.getTime() < b.createdAt.getTime() : first < second
}

const MOST_UNMATCHED = 20

export function loadIn(tables: Tables, now: number, lane: LaneRow, payout: Payout | null): Work {
  const { quarantineUntil, source, epoch, cursor, bookedSequence, tip } = lane
  const quarantineLeftMs = Math.max(0, quarantineUntil - now)
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
  if (unmatched.length > 1) unmatched.sort((a, b) => (a.sequence < b.sequence ? -1 : 1))
  unmatched.length = Math.min(unmatched.length, MOST_UNMATCHED)
  const shown = { source, epoch, cursor, bookedSequence, tip, quarantineLeftMs }
  return { lane: shown, payout, envelopes, booked, consumer, unmatched }
}
