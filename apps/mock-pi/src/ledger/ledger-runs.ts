import { hash } from 'node:crypto'
import type { Network } from '@aloha-pi/contracts/platform'
import { BadSnapshot } from '../saved/bad-snapshot.ts'
import type { SavedRun } from '../saved/saved-ledger.ts'
import type { LedgerHeader, LedgerTransaction, Page } from './ledger.ts'
import { SUPPLY } from './network-parameters.ts'
import { createSlidingList, firstPlace, type SlidingList } from './sliding-list.ts'
import { totalOrderId } from './total-order-id.ts'

/** What closes at one go: one ledger, or a run of empty ones that closed one interval after another. */
export type LedgerRun = TransactionCounts & {
  first: number
  count: number
  /** Instant (ms) in which the first closed, and the ms between two. */
  at: number
  every: number
  feePool: bigint
}

type TransactionCounts = Pick<
  LedgerHeader,
  'successfulTransactions' | 'failedTransactions' | 'operations' | 'allOperations'
>

/** Closed ledgers. Empty ones of a run cost no memory: everything about them is computed. */
export type LedgerRuns = {
  append(run: Omit<LedgerRun, 'first'>): void
  newest(): { sequence: number; closedAt: number; feePool: bigint }
  elder(): number
  header(sequence: number): LedgerHeader | undefined
  /** Up to `newest`, by cursor `sequence << 32`. */
  page(newest: number, page: Page): LedgerHeader[]
  length(): number
  /** Forgets the oldest ledger or run, unless it is the only one; returns how many transactions it had. */
  forgetOldest(): number
  copy(): LedgerRuns
  /** Oldest first. */
  saved(): SavedRun[]
}

export function createLedgerRuns(network: Network, genesis: Omit<LedgerRun, 'first'>): LedgerRuns {
  const runs = createSlidingList<LedgerRun>([{ first: 1, ...genesis }])
  return openLedgerRuns(network, runs)
}

/** The saved ledgers; throws `BadSnapshot` where one is missing. */
export function loadLedgerRuns(network: Network, saved: readonly SavedRun[]): LedgerRuns {
  const runs = saved.map((run) => ({ ...run, feePool: BigInt(run.feePool) }))
  for (const [place, { first, at }] of runs.entries()) {
    const before = runs[place - 1]
    if (before == null) continue
    const field = `ledger.runs[${place}]`
    if (first !== before.first + before.count)
      throw new BadSnapshot(`${field}.first`, 'must follow the run before')
    if (at < before.at) throw new BadSnapshot(`${field}.at`, 'must not be before the run before')
  }
  return openLedgerRuns(network, createSlidingList(runs))
}

function openLedgerRuns(network: Network, runs: SlidingList<LedgerRun>): LedgerRuns {
  const newest = () => {
    const run = runs.at(runs.end() - 1)
    if (run == null) throw new Error('A chain has no ledger')
    const sequence = run.first + run.count - 1
    return { sequence, closedAt: closedAt(run, sequence), feePool: run.feePool }
  }
  const elder = () => runs.at(runs.start())?.first ?? 1
  const header = (sequence: number) => {
    const run = runs.at(firstPlace(runs, ({ first, count }) => first + count <= sequence))
    return run == null || run.first > sequence ? undefined : describe(network, run, sequence)
  }
  return {
    append: (run) => runs.push({ first: newest().sequence + 1, ...run }),
    newest,
    elder,
    header,
    page(last, { cursor, order, limit }) {
      const bound = cursor == null ? null : Number(cursor >> 32n)
      const step = order === 'asc' ? 1 : -1
      // A cursor may be inside a ledger, at one of its transactions: that ledger is past going up.
      const isInside = cursor != null && cursor !== totalOrderId(bound ?? 0)
      const after = bound == null ? null : order === 'desc' && isInside ? bound : bound + step
      const from = order === 'asc' ? Math.max(after ?? 0, elder()) : Math.min(after ?? last, last)
      const count = Math.min(limit, order === 'asc' ? last - from + 1 : from - elder() + 1)
      const sequences = Array.from(
        { length: Math.max(0, count) },
        (_, index) => from + step * index,
      )
      return sequences.map(header).filter((found) => found != null)
    },
    length: () => runs.end() - runs.start(),
    forgetOldest() {
      const run = runs.end() - runs.start() > 1 ? runs.shift() : undefined
      return run == null ? 0 : run.successfulTransactions + run.failedTransactions
    },
    copy: () => openLedgerRuns(network, runs.copy()),
    saved: () =>
      runs.items().map(({ first, count, at, every, feePool, ...counts }) => ({
        first,
        count,
        at,
        every,
        feePool: String(feePool),
        successfulTransactions: counts.successfulTransactions,
        failedTransactions: counts.failedTransactions,
        operations: counts.operations,
        allOperations: counts.allOperations,
      })),
  }
}

/** What a header says of the transactions in its ledger. */
export function countTransactions(transactions: readonly LedgerTransaction[]): TransactionCounts {
  const counts = { ...NONE }
  for (const { successful, envelope } of transactions) {
    const { length } = envelope.operations
    counts.allOperations += length
    if (successful) counts.operations += length
    if (successful) counts.successfulTransactions++
    else counts.failedTransactions++
  }
  return counts
}

const NONE: TransactionCounts = {
  successfulTransactions: 0,
  failedTransactions: 0,
  operations: 0,
  allOperations: 0,
}

/** Hashes only when they are asked for: most readers want the sequence and the time of the newest ledger. */
function describe(network: Network, run: LedgerRun, sequence: number): LedgerHeader {
  const { successfulTransactions, failedTransactions, operations, allOperations, feePool } = run
  return {
    sequence,
    closedAt: closedAt(run, sequence),
    get hash() {
      return ledgerHash(network, sequence)
    },
    get previousHash() {
      return ledgerHash(network, sequence - 1)
    },
    successfulTransactions,
    failedTransactions,
    operations,
    allOperations,
    totalCoins: SUPPLY,
    feePool,
  }
}

/** Close times are whole seconds; the clock never goes back, so neither do they. */
export function wholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000
}

function closedAt({ at, every, first }: LedgerRun, sequence: number): number {
  return wholeSecond(at + (sequence - first) * every)
}

/** A name of the ledger: the same in every world, so that a run of empty ones need not be hashed through. */
export function ledgerHash(network: Network, sequence: number): string {
  return sequence === 0 ? '0'.repeat(64) : hash('sha256', `${network} ${sequence}`, 'hex')
}
