import { sql } from 'drizzle-orm'
import { check, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { literals, time } from '../database/columns.ts'
import { client } from '../keys/key-tables.ts'
import { u2aStatuses, type PendingCall } from './u2a-payment.ts'

export const u2aPayment = pgTable(
  'u2a_payment',
  {
    paymentId: text('payment_id').primaryKey(),
    clientId: uuid('client_id')
      .notNull()
      .references(() => client.clientId),
    status: text('status', { enum: u2aStatuses }).notNull().default('seen'),
    pendingCalls: text('pending_calls').array().$type<PendingCall[]>().notNull().default([]),
    txid: text('txid'),
    createdAt: time('created_at').notNull().defaultNow(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (table) => [
    check('u2a_payment_id', sql`${table.paymentId} ~ '^[A-Za-z0-9_-]{1,64}$'`),
    check('u2a_payment_status', sql`${table.status} IN (${literals(u2aStatuses)})`),
    check(
      'u2a_payment_pending_calls',
      sql`array_to_string(array_prepend('', ${table.pendingCalls}), ' ', '?') ~ '^( (approve|abort|complete(:[0-9a-f]{64})?))*$'`,
    ),
    check('u2a_payment_txid', sql`${table.txid} ~ '^[0-9a-f]{64}$'`),
  ],
)
