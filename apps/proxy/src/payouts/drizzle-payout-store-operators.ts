import { and, asc, desc, eq, inArray, notInArray, sql } from 'drizzle-orm'
import type { Db } from '../database/db.ts'
import { payout, payoutEnvelope, payoutEvent, walletLane } from '../database/schema.ts'
import {
  envelopeColumns,
  interval,
  payoutColumns,
  readCommitted,
} from './drizzle-payout-store-rows.ts'
import { finalStates, type Payout, type PayoutState, type WorkState } from './payout.ts'
import type { OperatorPayouts } from './payout-store.ts'

const byOperator = 'operator'

export function createOperatorPayouts(db: Db): OperatorPayouts {
  return {
    list: async ({ states, limit }) =>
      db
        .select(payoutColumns)
        .from(payout)
        .where(states == null ? undefined : inArray(payout.state, [...states]))
        .orderBy(desc(payout.createdAt), desc(payout.id))
        .limit(limit),

    history: async (id) =>
      db
        .select({
          payoutId: payoutEvent.payoutId,
          at: payoutEvent.at,
          from: payoutEvent.from,
          to: payoutEvent.to,
          evidence: payoutEvent.evidence,
        })
        .from(payoutEvent)
        .where(eq(payoutEvent.payoutId, id))
        .orderBy(asc(payoutEvent.id)),

    envelopes: (id) => listEnvelopes(db, id),

    retry: (id) =>
      db.transaction(async (tx) => {
        const [row] = await tx
          .update(payout)
          .set({ attempts: 0, nextAt: sql`now()`, updatedAt: sql`now()` })
          .where(and(eq(payout.id, id), notInArray(payout.state, [...finalStates, 'held'])))
          .returning(payoutColumns)
        if (row == null) return undefined
        await note(tx, row.id, [row.state, row.state], 'retry')
        return row
      }, readCommitted),

    release: (id, decision) =>
      db.transaction(async (tx) => {
        const [held] = await tx
          .select(payoutColumns)
          .from(payout)
          .where(and(eq(payout.id, id), eq(payout.state, 'held')))
          .for('no key update')
        const from = held?.heldFrom
        if (from == null || (decision === 'cancel' && from === 'paid')) return undefined
        return endHold(tx, { id, from }, decision)
      }, readCommitted),

    async quarantine(source, ms) {
      const until = sql`greatest(${walletLane.quarantineUntil}, now() + ${interval(ms)})`
      await db
        .update(walletLane)
        .set({ quarantineUntil: until })
        .where(eq(walletLane.source, source))
    },
  }
}

/** Oldest first. */
export async function listEnvelopes(db: Db, payoutId: string) {
  return db
    .select(envelopeColumns)
    .from(payoutEnvelope)
    .where(eq(payoutEnvelope.payoutId, payoutId))
    .orderBy(asc(payoutEnvelope.createdAt), asc(payoutEnvelope.hash))
}

async function endHold(
  tx: Db,
  { id, from }: { id: string; from: WorkState },
  decision: 'retry' | 'cancel',
): Promise<Payout | undefined> {
  const nothingSigned = from === 'creating' || from === 'created'
  const to = decision === 'cancel' && nothingSigned ? 'cancelling' : from
  const [row] = await tx
    .update(payout)
    .set({
      state: to,
      heldReason: null,
      heldFrom: null,
      attempts: 0,
      nextAt: sql`now()`,
      updatedAt: sql`now()`,
      ...(decision === 'cancel' && { cancelRequested: true }),
    })
    .where(eq(payout.id, id))
    .returning(payoutColumns)
  await note(tx, id, ['held', to], `release to ${decision}`)
  return row
}

async function note(tx: Db, payoutId: string, states: [PayoutState, PayoutState], what: string) {
  const [from, to] = states
  await tx
    .insert(payoutEvent)
    .values({ payoutId, from, to, evidence: { because: what, by: byOperator } })
}
