import { alohaScopes } from '@aloha-pi/contracts/aloha'
import { sql } from 'drizzle-orm'
import { boolean, check, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { CLIENT_NAME } from '../keys/key-store.ts'
import { u2aStatuses, type PendingCall } from '../u2a/u2a-payment.ts'
import { bytea, literals, time } from './columns.ts'

export { deployment, payoutPause } from '../payouts/store/deployment-tables.ts'
export {
  payout,
  payoutEnvelope,
  payoutEvent,
  walletLane,
  walletTx,
} from '../payouts/store/payout-tables.ts'
export { clientTurn, payoutUsage } from '../payouts/store/usage-tables.ts'

export const client = pgTable(
  'client',
  {
    clientId: uuid('client_id').primaryKey().defaultRandom(),
    name: text('name').notNull().unique(),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (table) => [check('client_name', sql`${table.name} ~ ${literals([CLIENT_NAME])}`)],
)

export const apiKey = pgTable(
  'api_key',
  {
    keyId: text('key_id').primaryKey(),
    clientId: uuid('client_id')
      .notNull()
      .references(() => client.clientId),
    digest: bytea('digest').notNull(),
    scopes: text('scopes', { enum: [...alohaScopes] })
      .array()
      .notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
    expiresAt: time('expires_at'),
    revokedAt: time('revoked_at'),
  },
  (table) => [
    check('api_key_digest', sql`octet_length(${table.digest}) = 32`),
    check(
      'api_key_scopes',
      sql`cardinality(${table.scopes}) > 0 AND ${table.scopes} <@ ARRAY[${literals(alohaScopes)}]`,
    ),
  ],
)

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

/** One row at most: the mock world that this database belongs to. */
export const world = pgTable(
  'world',
  {
    only: boolean('only').primaryKey().default(true),
    worldId: text('world_id').notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (table) => [
    check('world_only', sql`${table.only}`),
    check('world_id', sql`length(${table.worldId}) BETWEEN 1 AND 64`),
  ],
)
