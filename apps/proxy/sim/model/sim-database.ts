import type { Atomic } from './async-store.ts'
import { isFinal, pickOrder, type Payout, type WorkState } from '../../src/payouts/model/payout.ts'
import type { Lease } from '../../src/payouts/model/work.ts'
import type { PayoutStore } from '../../src/payouts/store/payout-store.ts'
import { applyIn } from './apply-in-memory.ts'
import { brakesIn } from './brakes-in-memory.ts'
import { byAgeAndId, listIn } from './list-in-memory.ts'
import { inspectIn } from './inspect-in-memory.ts'
import { beginIn, copyTables, emptyTables, type LaneRow, type Tables } from './tables.ts'
import { acceptIn } from './memory-payout-store.ts'
import { loadIn, newLane, pickIn, type Fence, type PickRule } from './pick-in-memory.ts'
import { onItsCourse, releaseIn } from './waits-in-memory.ts'

/** A database in memory with its own clock. Every method is one transaction. */
export type SimDatabase = {
  store: Atomic<PayoutStore>
  tables(): Tables
  /** What a backup or a standby holds now. */
  snapshot(): Tables
  /** The database comes back as another one that holds only the snapshot. */
  rollBack(to: Tables): void
  /** A copy of the files is put back: nothing in it shows that it is older. */
  putBack(to: Tables): void
  /** Connections from before the database was put back are cut. */
  connection(): number
}

/** R8, and the same database. */
const strictFence: Fence = (lane, { owner, epoch }): lane is LaneRow =>
  lane != null && lane.owner === owner && lane.epoch === epoch

/** Rules of the store that a mutant may switch off. */
export type StoreRules = {
  fence: Fence
  order: readonly WorkState[]
  isOneSequence: boolean
  isComparing: boolean
} & Pick<PickRule, 'isInTurn' | 'isAside'>
export const storeRules: StoreRules = {
  fence: strictFence,
  order: pickOrder,
  isOneSequence: true,
  isComparing: true,
  isInTurn: true,
  isAside: true,
}

export function createSimDatabase(
  now: () => number,
  { fence, isOneSequence, isComparing, ...rules }: StoreRules = storeRules,
): SimDatabase {
  let tables = emptyTables()
  let timeline = 0
  let connection = 0

  const heldLane = (lease: Lease): LaneRow | undefined => {
    const lane = tables.lanes.get(lease.source)
    if (lane?.timeline !== timeline) return undefined
    return fence(lane, lease) ? lane : undefined
  }
  const change = (id: string, set: Partial<Payout>): Payout | undefined => {
    const payout = tables.payouts.get(id)
    if (payout == null) return undefined
    const row = { ...payout, ...set, updatedAt: new Date(now()) }
    tables.payouts.set(id, row)
    return row
  }
  const note = (payout: Payout, to: Payout['state'], evidence: Record<string, string>) => {
    const { id, state } = payout
    tables.events.push({ payoutId: id, at: new Date(now()), from: state, to, evidence })
  }

  const store: Atomic<PayoutStore> = {
    accept: (request) => acceptIn(tables, now(), request),
    find: (id) => tables.payouts.get(id),
    findByPiId: (piId) => [...tables.payouts.values()].find((payout) => payout.piId === piId),
    findMany: (ids) => ids.map((id) => tables.payouts.get(id)).filter((payout) => payout != null),
    findByRequest: (hashes) =>
      [...tables.payouts.values()].filter(({ requestHash }) => hashes.includes(requestHash)),

    requestCancel(id, { clientId, keyId, requestId }) {
      const payout = tables.payouts.get(id)
      if (payout?.clientId !== clientId) return undefined
      const { state, cancelRequested } = payout
      if (isFinal(state) || state === 'paid' || cancelRequested) return payout
      note(payout, state, { because: 'cancel requested', key_id: keyId, request_id: requestId })
      return change(id, { ...onItsCourse, cancelRequested: true, nextAt: new Date(now()) })
    },

    listOpen(clientId, { limit, after }) {
      const last = after == null ? undefined : tables.payouts.get(after)
      if (after != null && last == null) return []
      return [...tables.payouts.values()]
        .filter((payout) => payout.clientId === clientId && !isFinal(payout.state))
        .filter((payout) => last == null || byAgeAndId(payout, last) > 0)
        .sort(byAgeAndId)
        .slice(0, limit)
    },

    list: (filter) => listIn(tables, now(), filter),
    history: (id) => tables.events.filter(({ payoutId }) => payoutId === id),
    envelopes: (id) => [...tables.envelopes.values()].filter(({ payoutId }) => payoutId === id),

    retry(id) {
      const payout = tables.payouts.get(id)
      if (payout == null || isFinal(payout.state) || payout.state === 'held') return undefined
      note(payout, payout.state, { because: 'retry' })
      return change(id, { ...onItsCourse, attempts: 0, keyId: null, nextAt: new Date(now()) })
    },

    release(id, decision) {
      const payout = tables.payouts.get(id)
      if (payout?.state !== 'held' || payout.heldFrom == null) return undefined
      const isCancel = decision === 'cancel'
      if (isCancel && payout.heldFrom === 'paid') return undefined
      const isUnsigned = payout.heldFrom === 'creating' || payout.heldFrom === 'created'
      const to = isCancel && isUnsigned ? 'cancelling' : payout.heldFrom
      note(payout, to, { because: 'released', decision })
      const set = {
        state: to,
        attempts: 0,
        nextAt: new Date(now()),
        heldReason: null,
        heldFrom: null,
      }
      return change(id, { ...set, cancelRequested: payout.cancelRequested || isCancel })
    },

    cancel(id) {
      const payout = tables.payouts.get(id)
      if (payout == null) return undefined
      const { state, cancelRequested } = payout
      if (isFinal(state) || state === 'paid' || cancelRequested) return payout
      note(payout, state, { because: 'cancel requested', by: 'operator' })
      return change(id, { ...onItsCourse, cancelRequested: true, nextAt: new Date(now()) })
    },

    settlePaid(id) {
      const payout = tables.payouts.get(id)
      if (payout?.state !== 'paid' && payout?.state !== 'held') return undefined
      const isLive = [...tables.envelopes.values()].some(
        ({ payoutId, status }) => payoutId === id && status === 'live',
      )
      const booked = [...tables.books.values()].find(
        ({ payoutId, successful }) => payoutId === id && successful,
      )
      const txid = payout.txid ?? booked?.hash
      if (txid == null || isLive) return undefined
      const ledger = payout.ledger ?? booked?.ledger ?? null
      note(payout, 'paid_unconfirmed', { because: 'settled', by: 'operator' })
      const held = { heldReason: null, heldFrom: null }
      const { piId } = payout
      if (piId != null) releaseIn(tables, now(), ({ blockedBy }) => blockedBy === piId)
      return change(id, { ...onItsCourse, state: 'paid_unconfirmed', txid, ledger, ...held })
    },

    giveUpPayment(id) {
      const payout = tables.payouts.get(id)
      if (payout?.state !== 'paid_unconfirmed') return undefined
      note(payout, payout.state, { because: 'payment given up', by: 'operator' })
      return change(id, { givesUpPayment: true })
    },

    ...brakesIn(
      () => tables,
      now,
      () => timeline,
    ),

    openLane(source, quarantineMs) {
      if (tables.lanes.has(source)) return
      const quarantineUntil = now() + quarantineMs
      const lane = {
        ...newLane(source, timeline),
        quarantineUntil,
        quarantineReason: 'new' as const,
      }
      tables.lanes.set(source, lane)
    },

    takeLane({ source, owner, leaseMs, quarantineMs }) {
      const lane = tables.lanes.get(source)
      if (lane == null) return undefined
      const isOwn = lane.owner === owner && lane.timeline === timeline
      if (lane.owner != null && !isOwn && lane.leaseUntil > now()) return undefined
      const epoch = isOwn ? lane.epoch : lane.epoch + 1n
      const isOther = lane.timeline !== timeline
      const until = Math.max(lane.quarantineUntil, now() + quarantineMs)
      const begun = isOther
        ? { quarantineUntil: until, quarantineReason: 'database' as const }
        : undefined
      const leaseUntil = now() + leaseMs
      tables.lanes.set(source, { ...lane, owner, epoch, leaseUntil, timeline, ...begun })
      return { source, owner, epoch }
    },

    renewLane(lease, leaseMs) {
      const lane = heldLane(lease)
      if (lane == null) return false
      tables.lanes.set(lane.source, { ...lane, leaseUntil: now() + leaseMs })
      return true
    },

    releaseLane(lease) {
      const lane = heldLane(lease)
      if (lane != null) tables.lanes.set(lane.source, { ...lane, owner: null, leaseUntil: 0 })
    },

    pick(lease, wish) {
      const lane = heldLane(lease)
      return lane == null ? { kind: 'stale' } : pickIn(tables, now(), lane, { ...rules, wish })
    },

    loadLane(lease) {
      const lane = heldLane(lease)
      return lane == null ? undefined : loadIn(tables, now(), lane, null)
    },

    apply(lease, changes, payoutId) {
      const lane = heldLane(lease)
      if (lane == null) return { kind: 'stale' }
      const transaction = beginIn(tables)
      for (const each of changes) {
        const made = applyIn(tables, now(), { lane, isOneSequence, isComparing }, each)
        if (made === true) continue
        transaction.undo()
        return { kind: made === 'taken' ? 'taken' : 'stale' }
      }
      transaction.commit()
      const after = tables.lanes.get(lease.source) ?? lane
      const payout = payoutId == null ? null : (tables.payouts.get(payoutId) ?? null)
      return { kind: 'applied', work: loadIn(tables, now(), after, payout) }
    },

    inspect: ({ source }, wish) => inspectIn(tables, now(), source, wish),
  }
  return {
    store,
    tables: () => tables,
    snapshot: () => copyTables(tables),
    rollBack(to) {
      tables = copyTables(to)
      timeline += 1
      connection += 1
    },
    putBack(to) {
      tables = copyTables(to)
      connection += 1
    },
    connection: () => connection,
  }
}
