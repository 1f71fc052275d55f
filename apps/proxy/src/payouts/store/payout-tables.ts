import type { Network, Payment } from '@aloha-pi/contracts/platform'
import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import {
  begunStates,
  finalStates,
  payoutStates,
  pickOrder,
  waitReasons,
  type EnvelopeStatus,
  type Evidence,
  type HeldReason,
  type WorkState,
} from '../model/payout.ts'
import type { LaneStop, QuarantineReason } from '../model/work.ts'
import { instant, literals } from '../../database/columns.ts'

const stroops = (name: string) => bigint(name, { mode: 'bigint' })
const envelopeStatuses = ['live', 'applied', 'failed', 'dead'] as const satisfies EnvelopeStatus[]
const seconds = (name: string) => bigint(name, { mode: 'number' })

/** Documents are `json`, not `jsonb`: what a client or Pi sent goes back as it came. */
export const payout = pgTable(
  'payout',
  {
    id: uuid('id').primaryKey(),
    // References no client: the audit recreates payouts of clients that the database lost as well.
    clientId: uuid('client_id').notNull(),
    idempotencyKey: text('idempotency_key'),
    /** The client's key that asked for it last; null: no key stops it. */
    keyId: text('key_id'),
    requestHash: text('request_hash').notNull(),
    uid: text('uid').notNull(),
    amount: stroops('amount').notNull(),
    memo: text('memo').notNull(),
    metadata: json('metadata').$type<Record<string, unknown>>().notNull(),
    state: text('state', { enum: payoutStates }).notNull(),
    cancelRequested: boolean('cancel_requested').notNull().default(false),
    piId: text('pi_id').unique(),
    toAddress: text('to_address'),
    fromAddress: text('from_address'),
    network: text('network').$type<Network>(),
    txid: text('txid'),
    ledger: integer('ledger'),
    failCode: text('fail_code'),
    heldReason: text('held_reason').$type<HeldReason>(),
    heldFrom: text('held_from').$type<WorkState>(),
    submitCode: text('submit_code'),
    expiryReads: integer('expiry_reads').notNull().default(0),
    attempts: integer('attempts').notNull().default(0),
    nextAt: instant('next_at').notNull().defaultNow(),
    waitsFor: text('waits_for', { enum: waitReasons }),
    /** Pi's payment that blocks it. */
    blockedBy: text('blocked_by'),
    /** Others go on meanwhile. In `received`: no one visits it before something ends what it waits for. */
    isAside: boolean('is_aside').notNull().default(false),
    givesUpPayment: boolean('gives_up_payment').notNull().default(false),
    lastPayment: json('last_payment').$type<Payment>(),
    /** When Pi showed `last_payment`. */
    paymentSeenAt: instant('payment_seen_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
    /** When it left `received`: whose turn it is among the clients. */
    leftReceivedAt: instant('left_received_at'),
  },
  (table) => [
    unique('payout_key').on(table.clientId, table.idempotencyKey),
    check('payout_state', sql`${table.state} IN (${literals(payoutStates)})`),
    check('payout_amount', sql`${table.amount} > 0`),
    check('payout_request_hash', sql`${table.requestHash} ~ '^[0-9a-f]{64}$'`),
    check(
      'payout_paid',
      sql`${table.state} NOT IN ('paid', 'completed', 'paid_unconfirmed') OR ${table.txid} IS NOT NULL`,
    ),
    index('payout_open')
      .on(table.state, table.nextAt)
      .where(sql`${table.state} NOT IN (${literals(finalStates)})`),
    index('payout_open_of_client')
      .on(table.clientId, table.createdAt, table.id)
      .where(sql`${table.state} NOT IN (${literals(finalStates)})`),
    index('payout_of_client').on(table.clientId, table.requestHash),
    index('payout_of_request').on(table.requestHash),
    index('payout_age').on(table.createdAt),
    // What operators list, newest first. `completed` is read by age, and a client's by age or key.
    index('payout_list_of_user').on(sql`lower(${table.uid})`, table.createdAt, table.id),
    index('payout_list_unpaid')
      .on(table.createdAt, table.id)
      .where(sql`${table.state} IN ('paid_unconfirmed', 'cancelled', 'failed')`),
    index('payout_of_transaction')
      .on(table.txid)
      .where(sql`${table.txid} IS NOT NULL`),
    // What the lane picks, whatever waits: one look each.
    index('payout_begun')
      .on(table.state, table.leftReceivedAt, table.createdAt, table.id)
      .where(sql`NOT ${table.isAside} AND ${table.state} IN (${literals(begunStates)})`),
    index('payout_aside')
      .on(table.nextAt)
      .where(sql`${table.isAside} AND ${table.state} IN (${literals(begunStates)})`),
    index('payout_waiting')
      .on(table.clientId, table.createdAt, table.id)
      .where(sql`NOT ${table.isAside} AND ${table.state} = 'received'`),
    index('payout_leaving')
      .on(table.createdAt)
      .where(sql`${table.cancelRequested} AND ${table.state} = 'received'`),
    index('payout_due')
      .on(table.nextAt)
      .where(sql`NOT ${table.isAside} AND ${table.state} IN (${literals(pickOrder)})`),
    // What ends together with something else.
    index('payout_of_user')
      .on(table.uid, table.state)
      .where(sql`${table.state} IN ('received', 'creating')`),
    index('payout_behind_user')
      .on(table.uid)
      .where(sql`${table.waitsFor} = 'user_payment' AND ${table.state} = 'received'`),
    // A payment that Pi has shown, to prove a key by.
    index('payout_known')
      .on(table.fromAddress, table.createdAt)
      .where(sql`${table.piId} IS NOT NULL`),
    index('payout_blocked')
      .on(table.blockedBy)
      .where(sql`${table.blockedBy} IS NOT NULL`),
    index('payout_without_money')
      .on(table.amount)
      .where(sql`${table.waitsFor} = 'money'`),
    index('payout_begun_without_money')
      .on(table.amount)
      .where(sql`${table.waitsFor} = 'money' AND ${table.state} IN (${literals(begunStates)})`),
    index('payout_without_money_of_client')
      .on(table.clientId, table.amount, table.createdAt, table.id)
      .where(sql`${table.isAside} AND ${table.waitsFor} = 'money' AND ${table.state} = 'received'`),
    index('payout_unidentified')
      .on(table.waitsFor)
      .where(sql`${table.waitsFor} = 'unidentified_transaction'`),
  ],
)

export const payoutEnvelope = pgTable(
  'payout_envelope',
  {
    hash: text('hash').primaryKey(),
    payoutId: uuid('payout_id')
      .notNull()
      .references(() => payout.id),
    source: text('source').notNull(),
    sequence: bigint('sequence', { mode: 'bigint' }).notNull(),
    maxTime: seconds('max_time').notNull(),
    fee: stroops('fee').notNull(),
    xdr: text('xdr').notNull(),
    signedLedger: integer('signed_ledger').notNull(),
    status: text('status', { enum: envelopeStatuses }).notNull().default('live'),
    evidence: json('evidence').$type<Evidence>(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    check('payout_envelope_status', sql`${table.status} IN (${literals(envelopeStatuses)})`),
    check('payout_envelope_hash', sql`${table.hash} ~ '^[0-9a-f]{64}$'`),
    index('payout_envelope_of').on(table.payoutId, table.createdAt),
    uniqueIndex('payout_envelope_applied')
      .on(table.payoutId)
      .where(sql`${table.status} = 'applied'`),
    uniqueIndex('payout_envelope_sequence')
      .on(table.source, table.sequence)
      .where(sql`${table.status} IN ('applied', 'failed')`),
    index('payout_envelope_live')
      .on(table.source)
      .where(sql`${table.status} = 'live'`),
  ],
)

/** One row for each wallet that pays: who works on it, and how far its books reach. */
export const walletLane = pgTable('wallet_lane', {
  source: text('source').primaryKey(),
  epoch: bigint('epoch', { mode: 'bigint' })
    .notNull()
    .default(sql`0`),
  owner: text('owner'),
  leaseUntil: instant('lease_until'),
  /** Which database gave the last lease, and after which failover. */
  databaseId: text('database_id'),
  /** Transaction of the database that wrote this row; another one than the row's own wrote a restored row. */
  writtenBy: bigint('written_by', { mode: 'bigint' }),
  cursor: text('cursor'),
  bookedSequence: bigint('booked_sequence', { mode: 'bigint' }),
  tipLedger: integer('tip_ledger'),
  tipClosedAt: seconds('tip_closed_at'),
  quarantineUntil: instant('quarantine_until'),
  quarantineReason: text('quarantine_reason').$type<QuarantineReason>(),
  /** Nothing is created, signed or cancelled until an operator decides. */
  stop: json('stop').$type<LaneStop>(),
  /** The operator said that payouts that this database does not know are its own. */
  isAdopting: boolean('is_adopting').notNull().default(false),
  /** What the wallet could pay when it was looked at last. */
  available: stroops('available'),
  /** Pi gave no payment so many times in a row: nothing is created until then. */
  createFailures: integer('create_failures').notNull().default(0),
  createAfter: instant('create_after'),
})

/** The books: every transaction that used or moved the sequence of a wallet. */
export const walletTx = pgTable(
  'wallet_tx',
  {
    wallet: text('wallet')
      .notNull()
      .references(() => walletLane.source),
    hash: text('hash').notNull(),
    pagingToken: text('paging_token').notNull(),
    source: text('source').notNull(),
    sequence: bigint('sequence', { mode: 'bigint' }).notNull(),
    successful: boolean('successful').notNull(),
    ledger: integer('ledger').notNull(),
    closedAt: seconds('closed_at').notNull(),
    memo: text('memo'),
    bumpTo: bigint('bump_to', { mode: 'bigint' }),
    /** Null unless its only operation is a native payment out of the source; then both. */
    paidTo: text('paid_to'),
    paidAmount: stroops('paid_amount'),
    failure: text('failure'),
    payoutId: uuid('payout_id').references(() => payout.id),
    foreign: boolean('is_foreign').notNull(),
    /** Pi does not know the memo, and its key was shown to be the right one. */
    isDenied: boolean('is_denied').notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.wallet, table.hash] }),
    check('wallet_tx_matched', sql`NOT (${table.foreign} AND ${table.payoutId} IS NOT NULL)`),
    check('wallet_tx_paid', sql`(${table.paidTo} IS NULL) = (${table.paidAmount} IS NULL)`),
    index('wallet_tx_sequence').on(table.wallet, table.sequence),
    index('wallet_tx_of').on(table.payoutId),
    index('wallet_tx_unmatched')
      .on(table.wallet, table.sequence)
      .where(sql`${table.payoutId} IS NULL AND NOT ${table.foreign}`),
  ],
)

/** The audit trail. A trigger of its migration lets no one change or delete a row. */
export const payoutEvent = pgTable(
  'payout_event',
  {
    id: bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    payoutId: uuid('payout_id')
      .notNull()
      .references(() => payout.id),
    at: instant('at').notNull().defaultNow(),
    from: text('from_state', { enum: payoutStates }),
    to: text('to_state', { enum: payoutStates }).notNull(),
    evidence: json('evidence').$type<Evidence>().notNull(),
  },
  (table) => [index('payout_event_of').on(table.payoutId, table.id)],
)
