import * as z from 'zod'
import { address, envelopeXdr, int64, positiveInt64, text, time, whole } from './saved-values.ts'

const issued = z.strictObject({
  code: text.regex(/^[A-Za-z0-9]{1,12}$/, 'must be the code of an asset'),
  issuer: address,
})
const asset = z.union([z.literal('native'), issued], 'must be "native" or an issued asset')
const balanceId = text.regex(/^[0-9a-f]{72}$/, 'must be 72 lowercase hexadecimal digits')
const signerKey = text.regex(/^[GTX][A-Z2-7]{55}$/, 'must be the key of a signer')
const byte = whole.max(255, 'must be at most 255')

export const savedAccount = z.strictObject({
  address,
  balance: positiveInt64,
  holdings: z.array(
    z.strictObject({
      asset: issued,
      balance: positiveInt64,
      limit: positiveInt64,
      flags: whole,
      lastModifiedLedger: whole,
    }),
  ),
  signers: z.array(z.strictObject({ key: signerKey, weight: byte })),
  thresholds: z.strictObject({ master: byte, low: byte, medium: byte, high: byte }),
  flags: whole,
  homeDomain: text,
  numSponsoring: whole,
  sequence: positiveInt64,
  sequenceLedger: whole,
  sequenceTime: time,
  lastModifiedLedger: whole,
  lastModifiedAt: time,
})
export type SavedAccount = z.infer<typeof savedAccount>

/** Predicates nest at most four levels, as in core. */
export type SavedPredicate =
  | { type: 'unconditional' }
  | { type: 'and' | 'or'; parts: SavedPredicate[] }
  | { type: 'not'; part: SavedPredicate | null }
  | { type: 'before_absolute'; seconds: string }
const predicate: z.ZodType<SavedPredicate> = z.lazy(() =>
  z.union(
    [
      z.strictObject({ type: z.literal('unconditional') }),
      z.strictObject({ type: z.enum(['and', 'or']), parts: z.array(predicate).max(2) }),
      z.strictObject({ type: z.literal('not'), part: predicate.nullable() }),
      z.strictObject({ type: z.literal('before_absolute'), seconds: int64 }),
    ],
    'must be a predicate',
  ),
)

export const savedBalance = z.strictObject({
  id: balanceId,
  asset,
  amount: positiveInt64,
  claimants: z.array(z.strictObject({ destination: address, predicate })),
  sponsor: address,
  isClawbackEnabled: z.boolean(),
  lastModifiedLedger: whole,
  lastModifiedAt: time,
})
export type SavedBalance = z.infer<typeof savedBalance>

const outcome = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('sequence_bumped'), sequence: int64 }),
  z.strictObject({
    type: z.literal('trustline'),
    change: z.enum(['created', 'updated', 'removed']),
  }),
  z.strictObject({
    type: z.literal('signers'),
    changes: z.array(
      z.strictObject({ key: signerKey, before: byte.nullable(), after: byte.nullable() }),
    ),
  }),
  z.strictObject({
    type: z.enum(['balance_created', 'balance_claimed']),
    balance: z.strictObject({ id: balanceId, asset, amount: positiveInt64, sponsor: address }),
  }),
])
export type SavedOutcome = z.infer<typeof outcome>

export const savedTransaction = z.strictObject({
  xdr: envelopeXdr,
  successful: z.boolean(),
  code: text.regex(/^tx_[a-z_]+$/, 'must be a code of a transaction'),
  operations: z.array(text.regex(/^op_[a-z_]+$/, 'must be a code of an operation')).optional(),
  resultXdr: envelopeXdr,
  feeCharged: positiveInt64,
  /** null: an operation whose envelope says all that it did. */
  outcomes: z.array(outcome.nullable()),
  ledger: whole,
  index: whole,
  sealedAt: time,
  closedAt: time,
})
export type SavedTransaction = z.infer<typeof savedTransaction>

/** Entries as they are, and what the newest ledgers changed them from, for replicas that are behind. */
const entriesOf = <Entry extends z.ZodType>(entry: Entry) =>
  z.strictObject({
    newest: z.array(entry),
    undo: z.array(
      z.strictObject({
        ledger: whole,
        before: z.array(z.strictObject({ key: text, entry: entry.nullable() })),
      }),
    ),
  })
export type SavedEntries<Entry> = {
  newest: Entry[]
  undo: { ledger: number; before: { key: string; entry: Entry | null }[] }[]
}

export const savedRun = z.strictObject({
  first: whole.min(1, 'must be at least 1'),
  count: whole.min(1, 'must be at least 1'),
  at: time,
  every: whole,
  feePool: positiveInt64,
  successfulTransactions: whole,
  failedTransactions: whole,
  operations: whole,
  allOperations: whole,
})
export type SavedRun = z.infer<typeof savedRun>

export const savedQueue = z.strictObject({
  waiting: z.array(z.strictObject({ xdr: envelopeXdr, age: whole })),
  /** Until the close of which ledger an envelope may not come back. */
  banned: z.array(z.strictObject({ xdr: envelopeXdr, until: whole })),
})
export type SavedQueue = z.infer<typeof savedQueue>

export const savedTicks = z.strictObject({
  mode: z.union([z.enum(['instant', 'by-hand']), whole.min(1, 'must be at least 1')]),
  last: time,
})
export type SavedTicks = z.infer<typeof savedTicks>

export const savedLedger = z.strictObject({
  ticks: savedTicks,
  accounts: entriesOf(savedAccount),
  balances: entriesOf(savedBalance),
  /** Closed ledgers, oldest first; empty ones in a row are one run. */
  runs: z.array(savedRun).min(1, 'must not be empty'),
  /** Oldest first. */
  transactions: z.array(savedTransaction),
  queue: savedQueue,
  /** The ledger in which there was first an asset besides Pi. */
  firstIssued: whole.nullable(),
})
export type SavedLedger = z.infer<typeof savedLedger>
