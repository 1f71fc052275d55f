import { and, eq, getTableColumns, inArray, not, sql, type SQL } from 'drizzle-orm'
import type { Db } from '../database/db.ts'
import { u2aPayment } from './u2a-payment-table.ts'
import {
  earlierStatuses,
  type PendingCall,
  type U2aAction,
  type U2aPayment,
} from './u2a-payment.ts'
import type { U2aPaymentStore } from './u2a-payment-store.ts'

const pending = u2aPayment.pendingCalls
const nothingSucceeded = eq(u2aPayment.status, 'seen')
/** What `refuse` leaves behind. The server may not delete rows. */
const ofNoOne = sql`(${nothingSucceeded} AND cardinality(${pending}) = 0)`

export function createU2aPaymentStore(db: Db): U2aPaymentStore {
  const update = async (paymentId: string, set: Record<string, SQL>): Promise<U2aPayment> => {
    const [payment] = await db
      .update(u2aPayment)
      .set({ ...set, updatedAt: sql`now()` })
      .where(eq(u2aPayment.paymentId, paymentId))
      .returning()
    if (payment == null) throw new Error(`Payment ${paymentId} was never begun`)
    return payment
  }

  return {
    async find(paymentId) {
      const [payment] = await db
        .select()
        .from(u2aPayment)
        .where(and(eq(u2aPayment.paymentId, paymentId), not(ofNoOne)))
      return payment
    },

    async begin({ paymentId, clientId, call }) {
      const [row] = await db
        .insert(u2aPayment)
        .values({ paymentId, clientId, pendingCalls: [call] })
        .onConflictDoUpdate({
          target: u2aPayment.paymentId,
          set: {
            clientId,
            pendingCalls: pendingWith(call),
            createdAt: sql`CASE WHEN ${ofNoOne} THEN now() ELSE ${u2aPayment.createdAt} END`,
            updatedAt: sql`now()`,
          },
          setWhere: sql`(${u2aPayment.clientId} = ${clientId} OR ${ofNoOne})`,
        })
        // A row version that this statement inserted has never been locked or replaced.
        .returning({ ...getTableColumns(u2aPayment), inserted: sql<boolean>`xmax = 0` })
      if (row == null) return undefined
      const { inserted, ...payment } = row
      return { payment, operation: inserted ? 'insert' : 'update' }
    },

    confirm({ paymentId, status, settled, call, txid, clientId }) {
      const forward = inArray(u2aPayment.status, [...earlierStatuses[status]])
      const open = inArray(u2aPayment.status, [...earlierStatuses.completed])
      return update(paymentId, {
        status: sql`CASE WHEN ${forward} THEN ${status} ELSE ${u2aPayment.status} END`,
        txid: sql`CASE WHEN ${open} THEN coalesce(${txid ?? null}, ${u2aPayment.txid}) ELSE ${u2aPayment.txid} END`,
        pendingCalls: pendingWithout(settled, call),
        ...(clientId != null && {
          clientId: sql`CASE WHEN ${nothingSucceeded} THEN ${clientId}::uuid ELSE ${u2aPayment.clientId} END`,
        }),
      })
    },

    refuse: (paymentId, call) => update(paymentId, { pendingCalls: pendingWithout([], call) }),
  }
}

/** A set in an array: what is in it is not added again. */
function pendingWith(call: PendingCall): SQL {
  return sql`CASE WHEN ${call}::text = ANY(${pending}) THEN ${pending} ELSE array_append(${pending}, ${call}::text) END`
}

function pendingWithout(settled: readonly U2aAction[], call: PendingCall | undefined): SQL {
  const actions = sql.param([...settled])
  return sql`ARRAY(SELECT each FROM unnest(${pending}) AS each
    WHERE split_part(each, ':', 1) <> ALL(${actions}::text[]) AND each IS DISTINCT FROM ${call ?? null}::text)`
}
