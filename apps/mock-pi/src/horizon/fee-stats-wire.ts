import type { ChainFees, ChainFeeStats } from '@aloha-pi/contracts/chain'
import type { LedgerTransaction, LedgerView } from '../ledger/ledger.ts'
import { BASE_FEE } from '../ledger/network-parameters.ts'
import { MAX_TX_SET_SIZE } from './ledger-wire.ts'

/** Ledgers that the figures are taken from, as in Horizon. */
const LEDGERS = 5

/** Fees for one operation over the last ledgers; the base fee where nothing happened in them. */
export function feeStatsToWire(view: LedgerView): ChainFeeStats {
  const { sequence } = view.latest()
  const transactions = recentTransactions(view, sequence)
  const operations = transactions.reduce((sum, each) => sum + countOf(each), 0)
  const fees = (total: (each: LedgerTransaction) => bigint) =>
    feesToWire(transactions.map((each) => perOperation(total(each), countOf(each))))
  return {
    last_ledger: String(sequence),
    last_ledger_base_fee: String(BASE_FEE),
    ledger_capacity_usage: String(Number((operations / (LEDGERS * MAX_TX_SET_SIZE)).toFixed(2))),
    fee_charged: fees((each) => each.feeCharged),
    max_fee: fees((each) => each.envelope.maxFee),
  }
}

function recentTransactions(view: LedgerView, latest: number): LedgerTransaction[] {
  const all = { order: 'asc', limit: Number.MAX_SAFE_INTEGER } as const
  const sequences = Array.from({ length: LEDGERS }, (_, age) => latest - age)
  return sequences.flatMap((ledger) => view.transactions({ ledger, includeFailed: true }, all))
}

function countOf({ envelope }: LedgerTransaction): number {
  return Math.max(1, envelope.operations.length)
}

/** Rounded up, as Horizon does. */
function perOperation(fee: bigint, operations: number): bigint {
  const count = BigInt(operations)
  return (fee + count - 1n) / count
}

function feesToWire(fees: bigint[]): ChainFees {
  const sorted = (fees.length === 0 ? [BASE_FEE] : fees).toSorted((a, b) => Number(a - b))
  /** The smallest fee that this share of all does not exceed. */
  const percentile = (share: number) =>
    String(sorted[Math.max(0, Math.ceil((share / 100) * sorted.length) - 1)])
  return {
    max: percentile(100),
    min: percentile(0),
    mode: String(mostFrequent(sorted)),
    p10: percentile(10),
    p20: percentile(20),
    p30: percentile(30),
    p40: percentile(40),
    p50: percentile(50),
    p60: percentile(60),
    p70: percentile(70),
    p80: percentile(80),
    p90: percentile(90),
    p95: percentile(95),
    p99: percentile(99),
  }
}

/** The smallest of those that come most often. */
function mostFrequent(sorted: readonly bigint[]): bigint {
  const counts = new Map<bigint, number>()
  for (const fee of sorted) counts.set(fee, (counts.get(fee) ?? 0) + 1)
  let best = { fee: BASE_FEE, count: 0 }
  for (const [fee, count] of counts) if (count > best.count) best = { fee, count }
  return best.fee
}
