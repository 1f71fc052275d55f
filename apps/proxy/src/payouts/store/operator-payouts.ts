import { and, asc, eq, inArray, notInArray, sql } from 'drizzle-orm'
import type { Db } from '../../database/db.ts'
import { payout, payoutEnvelope, payoutEvent, walletTx } from './payout-tables.ts'
import { listPayouts } from './list-payouts.ts'
import { envelopeColumns, payoutColumns, readCommitted } from './rows.ts'
import { noteCancel } from './client-payouts.ts'
import { onItsCourse, releaseAll } from './waits.ts'
import { finalStates, type Payout, type PayoutState, type WorkState } from '../model/payout.ts'
import type { OperatorPayouts } from './operator-store.ts'

type OfPayouts = Pick<
  OperatorPayouts,
  'list' | 'history' | 'envelopes' | 'retry' | 'release' | 'cancel' | 'settlePaid' | 'giveUpPayment'
>

const byOperator = 'operator'

/** What operators do with single payouts. */
export function createOperatorPayouts(db: Db): OfPayouts {
  return {
    list: (filter) => listPayouts(db, filter),

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
        // A client who asks for it by name lets it go on although its key was revoked.
        const [row] = await tx
          .update(payout)
          .set({
            ...onItsCourse,
            attempts: 0,
            keyId: null,
            nextAt: sql`now()`,
            updatedAt: sql`now()`,
          })
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

    cancel: (id) =>
      db.transaction(async (tx) => {
        await noteCancel(tx, id, null)
        return findRow(tx, id)
      }, readCommitted),

    settlePaid: (id) => db.transaction((tx) => settlePaid(tx, id), readCommitted),

    giveUpPayment: (id) =>
      db.transaction(async (tx) => {
        const [row] = await tx
          .update(payout)
          .set({ givesUpPayment: true, updatedAt: sql`now()` })
          .where(and(eq(payout.id, id), eq(payout.state, 'paid_unconfirmed')))
          .returning(payoutColumns)
        if (row != null) await note(tx, id, [row.state, row.state], 'payment given up')
        return row
      }, readCommitted),
  }
}

async function findRow(tx: Db, id: string): Promise<Payout | undefined> {
  const [row] = await tx.select(payoutColumns).from(payout).where(eq(payout.id, id))
  return row
}

/** The money has moved by a transaction that is known; what Pi's record says is given up. */
async function settlePaid(tx: Db, id: string): Promise<Payout | undefined> {
  const [row] = await tx
    .select(payoutColumns)
    .from(payout)
    .where(and(eq(payout.id, id), inArray(payout.state, ['paid', 'held'])))
    .for('no key update')
  if (row == null) return undefined
  const booked = await tx
    .select({ hash: walletTx.hash, ledger: walletTx.ledger })
    .from(walletTx)
    .where(and(eq(walletTx.payoutId, id), eq(walletTx.successful, true)))
  const known = row.txid == null ? booked[0] : { hash: row.txid, ledger: row.ledger }
  if (known == null) return undefined
  const isLive = and(eq(payoutEnvelope.payoutId, id), eq(payoutEnvelope.status, 'live'))
  const live = await tx.select({ hash: payoutEnvelope.hash }).from(payoutEnvelope).where(isLive)
  // What may still apply could pay a second time: first it must be over.
  if (live.length > 0) return undefined
  const [settled] = await tx
    .update(payout)
    .set({
      state: 'paid_unconfirmed',
      txid: known.hash,
      ledger: known.ledger,
      ...onItsCourse,
      heldReason: null,
      heldFrom: null,
      updatedAt: sql`now()`,
    })
    .where(eq(payout.id, id))
    .returning(payoutColumns)
  if (row.piId != null) await releaseAll(tx, eq(payout.blockedBy, row.piId))
  await note(tx, id, [row.state, 'paid_unconfirmed'], 'settled')
  return settled
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
