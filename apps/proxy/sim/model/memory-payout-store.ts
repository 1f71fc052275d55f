import { emptyRow } from '../../testkit/empty-row.ts'
import type { Tables } from './tables.ts'
import { derivedKey, payoutIdOf } from '../../src/payouts/model/correlation.ts'
import { onItsCourse } from './waits-in-memory.ts'
import { isFinal, type Payout, type PayoutState } from '../../src/payouts/model/payout.ts'
import type { Accepted, NewPayout } from '../../src/payouts/store/payout-store.ts'

const DAY_MS = 86_400_000

/** One transaction of `accept`, on tables that nothing else touches meanwhile. */
export function acceptIn(tables: Tables, now: number, request: NewPayout): Accepted {
  // Who asks has a key, so the client is there.
  tables.clients.add(request.clientId)
  const key = request.idempotencyKey ?? deriveKey(tables, now, request)
  const known = findKnown(tables, request, key)
  if (known != null) {
    const { requestHash: hash, formerHash } = request
    if (known.requestHash !== hash && known.requestHash !== formerHash)
      return { kind: 'key_reused' }
    const { clientId, keyId } = request
    const isSame = known.keyId === keyId && known.clientId === clientId
    const again = isSame ? {} : { ...onItsCourse, nextAt: new Date(now) }
    const row = { ...known, ...again, clientId, keyId, idempotencyKey: key }
    tables.payouts.set(known.id, row)
    return { kind: 'joined', payout: row }
  }
  if (request.amount > request.caps.perPayout) return { kind: 'over_cap' }
  if (!request.isOpen) return { kind: 'closed' }
  const limit = limitReached(tables, now, request)
  if (limit != null) return { kind: 'limited', limit }
  const payout = newRow(request, { id: idOf(tables, request.clientId, key), key, now })
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
  tables: Tables,
  { clientId, requestHash, formerHash }: NewPayout,
  key: string,
): Payout | undefined {
  const { payouts, clients } = tables
  const own = payouts.get(idOf(tables, clientId, key))
  if (own != null) return own
  for (const payout of payouts.values()) {
    if (payout.clientId === clientId) {
      if (payout.idempotencyKey === key) return payout
      continue
    }
    const mayBe = payout.idempotencyKey == null || payout.idempotencyKey === key
    const isLost = payout.keyId == null && !clients.has(payout.clientId)
    const isSame = payout.requestHash === requestHash || payout.requestHash === formerHash
    if (mayBe && isLost && isSame && idOf(tables, payout.clientId, key) === payout.id) return payout
  }
  return undefined
}

/** `payoutIdOf`, hashed once: clients ask many times for one payout. */
function idOf({ ids }: Tables, clientId: string, key: string): string {
  let own = ids.get(clientId)
  if (own == null) ids.set(clientId, (own = new Map()))
  const known = own.get(key)
  if (known != null) return known
  const id = payoutIdOf(clientId, key)
  own.set(key, id)
  return id
}

function deriveKey(tables: Tables, now: number, request: NewPayout): string {
  const { formerHash } = request
  const former =
    formerHash != null && derivedFrom(tables, now, { ...request, requestHash: formerHash })
  if (former && former.isKnown) return former.key
  return derivedFrom(tables, now, request).key
}

function derivedFrom(tables: Tables, now: number, request: NewPayout) {
  const { clientId, requestHash, windowMs } = request
  const begin = `d:${requestHash}:`
  const isOwner = ({ clientId: owner, keyId }: Payout) =>
    owner === clientId || (keyId == null && !tables.clients.has(owner))
  let latest: Payout | undefined
  for (const payout of tables.payouts.values()) {
    if (payout.idempotencyKey?.startsWith(begin) !== true || !isOwner(payout)) continue
    if (latest == null || numberOf(payout) > numberOf(latest)) latest = payout
  }
  if (latest != null) {
    const isYoung = now - latest.createdAt.getTime() < windowMs
    const isInWork = windowMs > 0 && !isFinal(latest.state)
    if ((isYoung || isInWork) && !isNo(latest.state)) {
      return { key: latest.idempotencyKey ?? '', isKnown: true }
    }
  }
  const n = latest == null ? 0 : numberOf(latest) + 1
  return { key: derivedKey(requestHash, n), isKnown: false }
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

function newRow(
  request: NewPayout,
  { id, key, now }: { id: string; key: string; now: number },
): Payout {
  const { clientId, keyId, requestHash, uid, amount, memo, metadata } = request
  const at = new Date(now)
  return {
    ...emptyRow,
    id,
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
