import { eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import type { Db } from '../database/db.ts'
import { u2aPayment } from '../database/schema.ts'
import { earlierStatuses, type U2aPayment } from './u2a-payment.ts'
import type { U2aPaymentStore } from './u2a-payment-store.ts'

export function createU2aPaymentStore(db: Db): U2aPaymentStore {
  return {
    async find(paymentId) {
      const [payment] = await db
        .select()
        .from(u2aPayment)
        .where(eq(u2aPayment.paymentId, paymentId))
      return payment
    },

    async begin({ paymentId, clientId, action }) {
      const [row] = await db
        .insert(u2aPayment)
        .values({ paymentId, clientId, pendingAction: action })
        .onConflictDoUpdate({
          target: u2aPayment.paymentId,
          set: { pendingAction: action, updatedAt: sql`now()` },
          setWhere: eq(u2aPayment.clientId, clientId),
        })
        // A row version that this statement inserted has never been locked or replaced.
        .returning({ ...getTableColumns(u2aPayment), inserted: sql<boolean>`xmax = 0` })
      if (row == null) return undefined
      const { inserted, ...payment } = row
      return { payment, operation: inserted ? 'insert' : 'update' }
    },

    async confirm({ paymentId, status, txid }) {
      const forward = inArray(u2aPayment.status, [...earlierStatuses[status]])
      const open = inArray(u2aPayment.status, [...earlierStatuses.completed])
      const rows = await db
        .update(u2aPayment)
        .set({
          status: sql`CASE WHEN ${forward} THEN ${status} ELSE ${u2aPayment.status} END`,
          txid: sql`CASE WHEN ${open} THEN coalesce(${txid ?? null}, ${u2aPayment.txid}) ELSE ${u2aPayment.txid} END`,
          pendingAction: null,
          updatedAt: sql`now()`,
        })
        .where(eq(u2aPayment.paymentId, paymentId))
        .returning()
      return only(rows, paymentId)
    },

    async refuse(paymentId) {
      const rows = await db
        .update(u2aPayment)
        .set({ pendingAction: null, updatedAt: sql`now()` })
        .where(eq(u2aPayment.paymentId, paymentId))
        .returning()
      return only(rows, paymentId)
    },
  }
}

function only(rows: U2aPayment[], paymentId: string): U2aPayment {
  const [payment] = rows
  if (payment == null) throw new Error(`Payment ${paymentId} was never begun`)
  return payment
}
