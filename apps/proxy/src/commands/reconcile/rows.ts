import { and, desc, eq, exists, gte, isNotNull, lt, notExists, or } from 'drizzle-orm'
import * as z from 'zod'
import { payout, walletTx } from '../../payouts/store/payout-tables.ts'
import { payoutStates } from '../../payouts/model/payout.ts'
import type { Database } from '../../stores/open-database.ts'

const stroops = z.string().regex(/^\d+$/).transform(BigInt).nullable()

/** A transaction in the books. */
const bookSchema = z.object({
  wallet: z.string(),
  hash: z.string(),
  source: z.string(),
  successful: z.boolean(),
  closedAt: z.number(),
  paidTo: z.string().nullable(),
  paidAmount: stroops,
  payoutId: z.string().nullable(),
  foreign: z.boolean(),
})
/** A payout that a transaction paid, or that the books give one. */
const payoutSchema = z.object({
  id: z.string(),
  state: z.enum(payoutStates),
  amount: z.string().regex(/^\d+$/).transform(BigInt),
  toAddress: z.string().nullable(),
  fromAddress: z.string().nullable(),
  txid: z.string().nullable(),
})
const rowSchema = z.union([
  z.object({ book: bookSchema }),
  z.object({ payout: payoutSchema }),
  /** Where the list of the ledger has to begin: after the last transaction before the time. */
  z.object({ cursor: z.object({ wallet: z.string(), pagingToken: z.string() }) }),
])

export type Book = z.output<typeof bookSchema>
export type PaidPayout = z.output<typeof payoutSchema>
export type Rows = { books: Book[]; payouts: PaidPayout[]; cursors: ReadonlyMap<string, string> }

/** Books and payouts since a time, as lines of JSON: a server may have to read them for the command. */
export async function readRows({ db }: Database, since: Date): Promise<string[]> {
  const from = Math.floor(since.getTime() / 1_000)
  const isYoung = gte(walletTx.closedAt, from)
  const booked = await db.select().from(walletTx).where(isYoung).orderBy(walletTx.sequence)
  const some = db.select({ hash: walletTx.hash }).from(walletTx)
  const isOfYoung = or(eq(walletTx.payoutId, payout.id), eq(walletTx.hash, payout.txid))
  const payouts = await db
    .select()
    .from(payout)
    .where(
      or(
        exists(some.where(and(isYoung, isOfYoung))),
        and(
          isNotNull(payout.txid),
          gte(payout.updatedAt, since),
          notExists(
            db.select({ hash: walletTx.hash }).from(walletTx).where(eq(walletTx.hash, payout.txid)),
          ),
        ),
      ),
    )
  const last = await readCursors(db, from)
  return [
    ...booked.map(({ paidAmount, ...book }) => ({
      book: { ...book, sequence: undefined, bumpTo: undefined, paidAmount: text(paidAmount) },
    })),
    ...payouts.map(({ id, state, amount, toAddress, fromAddress, txid }) => ({
      payout: { id, state, amount: String(amount), toAddress, fromAddress, txid },
    })),
    ...last.map((cursor) => ({ cursor })),
  ].map((row) => JSON.stringify(row))
}

const text = (amount: bigint | null) => (amount == null ? null : String(amount))

async function readCursors(db: Database['db'], from: number) {
  const older = await db
    .selectDistinct({ wallet: walletTx.wallet })
    .from(walletTx)
    .then((wallets) =>
      Promise.all(
        wallets.map(({ wallet }) =>
          db
            .select({ wallet: walletTx.wallet, pagingToken: walletTx.pagingToken })
            .from(walletTx)
            .where(and(eq(walletTx.wallet, wallet), lt(walletTx.closedAt, from)))
            .orderBy(desc(walletTx.sequence))
            .limit(1),
        ),
      ),
    )
  return older.flat()
}

export function parseRows(lines: readonly string[]): Rows {
  const rows = lines.map((line) => rowSchema.parse(JSON.parse(line)))
  return {
    books: rows.flatMap((row) => ('book' in row ? [row.book] : [])),
    payouts: rows.flatMap((row) => ('payout' in row ? [row.payout] : [])),
    cursors: new Map(
      rows.flatMap((row) =>
        'cursor' in row ? [[row.cursor.wallet, row.cursor.pagingToken] as const] : [],
      ),
    ),
  }
}
