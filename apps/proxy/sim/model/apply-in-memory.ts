import { isNamedBy } from '../../src/payouts/model/correlation.ts'
import type {
  BookedTransaction,
  Payout,
  WalletTransaction,
} from '../../src/payouts/model/payout.ts'
import type { Change } from '../../src/payouts/model/changes.ts'
import type { LaneRow, Tables } from './tables.ts'
import { emptyRow } from '../../testkit/empty-row.ts'
import {
  endWaitsIn,
  onItsCourse,
  pauseCreatesIn,
  releaseIn,
  seeBalanceIn,
} from './waits-in-memory.ts'

/** What the store checks; a mutant may not. */
type Checks = { isOneSequence: boolean; isComparing: boolean }

/** One change of `apply`. False: a compare-and-set found another value, and nothing of the transaction may stay. */
export function applyIn(
  tables: Tables,
  now: number,
  { lane, isOneSequence, isComparing }: { lane: LaneRow } & Checks,
  change: Change,
): boolean | 'taken' {
  switch (change.type) {
    case 'move':
      return moveIn(tables, now, { lane, change, isComparing })
    case 'rest':
      return restIn(tables, now, change)
    case 'pause_creates':
      return pauseCreatesIn(tables, now, { lane, change })
    case 'see_balance':
      return seeBalanceIn(tables, now, { lane, change })
    case 'add_envelope':
      return lane.stop == null && addEnvelope(tables, change, isOneSequence)
    case 'settle_envelope':
      return settleEnvelope(tables, change)
    case 'book':
      return bookIn(tables, lane, change)
    case 'identify':
      return identifyIn(tables, now, change)
    case 'recreate':
      return recreateIn(tables, now, change)
    case 'deny':
      return denyIn(tables, change)
    case 'stop_lane':
      return setLane(tables, lane, ({ stop }) => ({ stop: stop ?? change.stop }))
    case 'end_quarantine':
      return setLane(tables, lane, ({ quarantineReason, quarantineUntil }) => ({
        quarantineUntil: quarantineReason === 'new' ? 0 : quarantineUntil,
      }))
    case 'unblock':
      releaseIn(tables, now, ({ blockedBy }) => blockedBy === change.piId)
      return true
    case 'adopted':
      return setLane(tables, lane, () => ({ isAdopting: false }))
  }
}

function setLane(
  { lanes }: Tables,
  { source }: LaneRow,
  set: (lane: LaneRow) => Partial<LaneRow>,
): boolean {
  const lane = lanes.get(source)
  if (lane == null) return false
  lanes.set(source, { ...lane, ...set(lane) })
  return true
}

function denyIn({ books }: Tables, { hash }: Of<'deny'>): boolean {
  const transaction = books.get(hash)
  if (transaction != null) books.set(hash, { ...transaction, isDenied: true })
  return true
}

type Of<Type extends Change['type']> = Extract<Change, { type: Type }>

function moveIn(
  tables: Tables,
  now: number,
  { lane, change, isComparing }: { lane: LaneRow; change: Of<'move'>; isComparing: boolean },
) {
  const { payoutId, from, to, set, evidence } = change
  const payout = tables.payouts.get(payoutId)
  if (payout == null || (isComparing && payout.state !== from)) return false
  if (set.piId != null && isTaken(tables, set.piId, payoutId)) return 'taken' as const
  const at = new Date(now)
  const row: Payout = { ...payout }
  Object.assign(row, set)
  if (set.lastPayment != null) row.paymentSeenAt = at
  row.waitsFor = onItsCourse.waitsFor
  row.blockedBy = onItsCourse.blockedBy
  row.isAside = onItsCourse.isAside
  row.state = to
  row.attempts = 0
  row.nextAt = at
  row.updatedAt = at
  tables.payouts.set(payoutId, row)
  tables.events.push({ payoutId, at, from, to, evidence })
  if (from === 'received') {
    // Later moves of the same millisecond are later turns.
    const turn = now + tables.events.length / 1e6
    tables.turns.set(payout.clientId, turn)
    tables.leftReceived.set(payoutId, turn)
  }
  endWaitsIn(tables, now, { lane, change, row })
  return true
}

/** Pi's payment id is unique. */
function isTaken({ payouts }: Tables, piId: string, payoutId: string): boolean {
  for (const other of payouts.values()) {
    if (other.piId === piId && other.id !== payoutId) return true
  }
  return false
}

function restIn(tables: Tables, now: number, change: Of<'rest'>) {
  const { payoutId, from, delayMs, set, because, blockedBy, isAside } = change
  const payout = tables.payouts.get(payoutId)
  if (payout?.state !== from) return false
  const nextAt = new Date(now + delayMs)
  const attempts = (payout.waitsFor === because ? payout.attempts : 0) + 1
  const waits = { waitsFor: because, blockedBy, isAside, attempts, nextAt }
  tables.payouts.set(payoutId, { ...payout, ...set, ...waits })
  return true
}

function addEnvelope(tables: Tables, { envelope }: Of<'add_envelope'>, isOneSequence: boolean) {
  if (tables.envelopes.has(envelope.hash)) return false
  for (const other of tables.envelopes.values()) {
    const isOwn = other.payoutId === envelope.payoutId
    const isSameSource = other.source === envelope.source
    if (!isOneSequence || other.status !== 'live' || !(isOwn || isSameSource)) continue
    if (!isOwn || !isSameSource || other.sequence !== envelope.sequence) return false
  }
  tables.envelopes.set(envelope.hash, envelope)
  return true
}

function settleEnvelope(tables: Tables, { hash, status, evidence }: Of<'settle_envelope'>) {
  const envelope = tables.envelopes.get(hash)
  if (envelope?.status !== 'live') return false
  for (const other of tables.envelopes.values()) {
    const { payoutId, source, sequence } = envelope
    const isInLedger = other.status === 'applied' || other.status === 'failed'
    if (status === 'applied' && other.status === 'applied' && other.payoutId === payoutId) {
      return false
    }
    const isSame = other.source === source && other.sequence === sequence
    if (status !== 'dead' && isInLedger && isSame) return false
  }
  tables.envelopes.set(hash, { ...envelope, status, evidence })
  return true
}

function bookIn(tables: Tables, lane: LaneRow, change: Of<'book'>) {
  if (lane.cursor !== change.fromCursor) return false
  const { cursor, bookedSequence } = change
  const tip = change.tip ?? lane.tip
  const now = tables.lanes.get(lane.source) ?? lane
  tables.lanes.set(lane.source, { ...now, cursor, bookedSequence, tip })
  for (const transaction of change.transactions) {
    if (!tables.books.has(transaction.hash)) {
      tables.books.set(transaction.hash, matched(tables, lane.source, transaction))
    }
  }
  return true
}

function matched(
  tables: Tables,
  source: string,
  transaction: WalletTransaction,
): BookedTransaction {
  const { hash, memo, successful } = transaction
  const booked = { ...transaction, foreign: false, isDenied: false }
  const envelope = tables.envelopes.get(hash)
  const isNo = (payout: Payout | undefined) =>
    payout?.state === 'cancelled' || payout?.state === 'failed'
  const signedFor = envelope && tables.payouts.get(envelope.payoutId)
  if (envelope != null && !(successful && isNo(signedFor))) {
    return { ...booked, payoutId: envelope.payoutId }
  }
  if (!successful || memo == null || transaction.source !== source) {
    return { ...booked, payoutId: null, foreign: true }
  }
  for (const payout of tables.payouts.values()) {
    if (payout.piId === memo && !isNo(payout)) return { ...booked, payoutId: payout.id }
  }
  return { ...booked, payoutId: null }
}

function identifyIn(tables: Tables, now: number, { hash, payoutId }: Of<'identify'>) {
  const transaction = tables.books.get(hash)
  if (transaction == null || transaction.payoutId != null || transaction.foreign) return false
  tables.books.set(hash, { ...transaction, payoutId, foreign: payoutId == null })
  releaseIn(tables, now, ({ waitsFor }) => waitsFor === 'unidentified_transaction')
  return true
}

function recreateIn(tables: Tables, now: number, { payout, evidence }: Of<'recreate'>) {
  const named = { p: payout.id, c: payout.clientId, r: payout.requestHash }
  if ([...tables.payouts.values()].some((row) => isNamedBy(named, row))) return false
  const at = new Date(now)
  const row: Payout = {
    ...emptyRow,
    ...payout,
    state: 'paid',
    nextAt: at,
    createdAt: at,
    updatedAt: at,
  }
  tables.payouts.set(payout.id, row)
  tables.events.push({ payoutId: payout.id, at, from: null, to: 'paid', evidence })
  return true
}
