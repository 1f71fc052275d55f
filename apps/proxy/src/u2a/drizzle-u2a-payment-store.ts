import { and, eq, getTableColumns, not, sql, type SQL } from 'drizzle-orm'
import { createBatches, STATEMENT_TURNS } from '../database/create-batches.ts'
import { UNNAMED, type Db } from '../database/db.ts'
import { isRefusedStatement } from '../database/is-refused-statement.ts'
import { u2aPayment } from './u2a-payment-table.ts'
import { earlierStatuses, type PendingCall, type U2aPayment } from './u2a-payment.ts'
import type { Begun, U2aClaim, U2aConfirmation, U2aPaymentStore } from './u2a-payment-store.ts'

const columns = getTableColumns(u2aPayment)
const pending = u2aPayment.pendingCalls
const nothingSucceeded = eq(u2aPayment.status, 'seen')
/** What `refuse` leaves behind. The server may not delete rows. */
const ofNoOne = sql`(${nothingSucceeded} AND cardinality(${pending}) = 0)`

/** Claims and confirmations of one moment share a statement and a commit. */
export function createU2aPaymentStore(db: Db): U2aPaymentStore {
  // One statement cannot change a row twice.
  const options = {
    keyOf: ({ paymentId }: { paymentId: string }) => paymentId,
    isTriedAlone: isRefusedStatement,
    turns: STATEMENT_TURNS,
  }
  const begin = createBatches(beginAll(db), options)
  const confirm = createBatches(confirmAll(db), options)

  return {
    async find(paymentId) {
      const [payment] = await db
        .select()
        .from(u2aPayment)
        .where(and(eq(u2aPayment.paymentId, paymentId), not(ofNoOne)))
      return payment
    },

    begin,

    confirm: async (confirmation) =>
      (await confirm(confirmation)) ?? refuseUnknown(confirmation.paymentId),

    async refuse(paymentId, call) {
      const [payment] = await db
        .update(u2aPayment)
        .set({
          pendingCalls: pendingBut(sql`each IS DISTINCT FROM ${call}::text`),
          updatedAt: sql`now()`,
        })
        .where(eq(u2aPayment.paymentId, paymentId))
        .returning()
      return payment ?? refuseUnknown(paymentId)
    },
  }
}

function refuseUnknown(paymentId: string): never {
  throw new Error(`Payment ${paymentId} was never begun`)
}

/** In the order of their ids, so that two instances do not wait for each other. */
function inOrder<Item extends { paymentId: string }>(items: readonly Item[]): Item[] {
  return items.toSorted((a, b) => (a.paymentId < b.paymentId ? -1 : 1))
}

function beginAll(db: Db) {
  const begun = sql`unnest(${textsOf('ids')}, ${textsOf('owners')}, ${textsOf('calls')}) AS begun (id, owner, call)`
  const asked = sql`excluded.pending_calls`
  const statement = db
    .insert(u2aPayment)
    .select(sql`SELECT id, owner::uuid, 'seen', ARRAY[call], NULL, now(), now() FROM ${begun}`)
    .onConflictDoUpdate({
      target: u2aPayment.paymentId,
      set: {
        clientId: sql`excluded.client_id`,
        // A set in an array: what is in it is not added again.
        pendingCalls: sql`CASE WHEN ${asked} <@ ${pending} THEN ${pending} ELSE ${pending} || ${asked} END`,
        createdAt: sql`CASE WHEN ${ofNoOne} THEN now() ELSE ${u2aPayment.createdAt} END`,
        updatedAt: sql`now()`,
      },
      setWhere: sql`(${u2aPayment.clientId} = excluded.client_id OR ${ofNoOne})`,
    })
    // A row version that this statement inserted has never been locked or replaced.
    .returning({ ...columns, inserted: sql<boolean>`xmax = 0` })
    .prepare(UNNAMED)
  return async (claims: readonly U2aClaim[]): Promise<(Begun | undefined)[]> => {
    const sorted = inOrder(claims)
    const rows = await statement.execute({
      ids: sorted.map(({ paymentId }) => paymentId),
      owners: sorted.map(({ clientId }) => clientId),
      calls: sorted.map(({ call }) => call),
    })
    return claims.map(({ paymentId }) => {
      const row = rows.find((each) => each.paymentId === paymentId)
      if (row == null) return undefined
      const { inserted, ...payment } = row
      return { payment, operation: inserted ? 'insert' : 'update' }
    })
  }
}

function confirmAll(db: Db) {
  const shownByPi = sql`unnest(
    ${textsOf('ids')}, ${textsOf('statuses')}, ${textsOf('earlier')}, ${textsOf('settled')}, ${textsOf('calls')}, ${textsOf('txids')}, ${textsOf('owners')}
  ) AS confirmed (id, shown, earlier, settled, call, shown_txid, owner)`
  const statement = db
    .update(u2aPayment)
    .set({
      status: sql`CASE WHEN ${u2aPayment.status} = ANY(string_to_array(earlier, ' ')) THEN shown ELSE ${u2aPayment.status} END`,
      txid: sql`CASE WHEN ${u2aPayment.status} = ANY(${sql.param([...earlierStatuses.completed])}::text[]) THEN coalesce(shown_txid, ${u2aPayment.txid}) ELSE ${u2aPayment.txid} END`,
      pendingCalls: pendingBut(
        sql`split_part(each, ':', 1) <> ALL(string_to_array(settled, ' ')) AND each IS DISTINCT FROM call`,
      ),
      clientId: sql`CASE WHEN ${nothingSucceeded} THEN coalesce(owner::uuid, ${u2aPayment.clientId}) ELSE ${u2aPayment.clientId} END`,
      updatedAt: sql`now()`,
    })
    .from(shownByPi)
    .where(sql`${u2aPayment.paymentId} = id`)
    .returning(columns)
    .prepare(UNNAMED)
  return async (confirmations: readonly U2aConfirmation[]): Promise<(U2aPayment | undefined)[]> => {
    const sorted = inOrder(confirmations)
    const rows = await statement.execute({
      ids: sorted.map(({ paymentId }) => paymentId),
      statuses: sorted.map(({ status }) => status),
      earlier: sorted.map(({ status }) => earlierStatuses[status].join(' ')),
      settled: sorted.map(({ settled }) => settled.join(' ')),
      calls: sorted.map(({ call }) => call ?? null),
      txids: sorted.map(({ txid }) => txid ?? null),
      owners: sorted.map(({ clientId }) => clientId ?? null),
    })
    return confirmations.map(({ paymentId }) => rows.find((row) => row.paymentId === paymentId))
  }
}

/** A list that is given with each execution. */
function textsOf(name: string): SQL {
  return sql`${sql.placeholder(name)}::text[]`
}

function pendingBut(isKept: SQL): SQL<PendingCall[]> {
  return sql`ARRAY(SELECT each FROM unnest(${pending}) AS each WHERE ${isKept})`
}
