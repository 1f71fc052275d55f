import { createHash } from 'node:crypto'
import type { Clock } from '../clock/clock.ts'
import type { Ledger, LedgerTransaction, PaymentOrder, SignedTransaction } from './simple-ledger.ts'

const CLOSE_INTERVAL_MS = 1000
/** Flat fee of Pi's chain for one operation, in stroops. */
const FEE = 100_000n

/**
 * A ledger that closes every second of the clock and takes every payment at once. It keeps no balances and
 * no envelopes; `historic` transactions are found by hash but are in no ledger of its own.
 */
export function createMemoryLedger(clock: Clock, historic: LedgerTransaction[]): Ledger {
  const start = clock.now()
  const byHash = new Map(historic.map((transaction) => [transaction.hash, transaction]))
  const sequences = new Map<string, bigint>()
  let newest = { ledger: 0, index: 0 }

  const latest = () => {
    const closed = Math.floor((clock.now() - start) / CLOSE_INTERVAL_MS)
    return { sequence: closed + 1, closedAt: start + closed * CLOSE_INTERVAL_MS }
  }
  return {
    latest,
    find: (hash) => byHash.get(hash),
    sign: (order) => sign(order, (sequences.get(order.from.address) ?? 0n) + 1n),
    submit(signed: SignedTransaction) {
      const { sequence: ledger, closedAt } = latest()
      newest = { ledger, index: newest.ledger === ledger ? newest.index + 1 : 1 }
      sequences.set(signed.order.from.address, signed.sequence)
      const transaction = {
        hash: signed.hash,
        signature: signed.signature,
        sourceAccount: signed.order.from.address,
        sequence: signed.sequence,
        memo: signed.order.memo,
        fee: FEE,
        ...newest,
        closedAt,
      }
      byHash.set(signed.hash, transaction)
      return transaction
    },
  }
}

function sign(order: PaymentOrder, sequence: bigint): SignedTransaction {
  const hash = createHash('sha256').update(describe(order, sequence)).digest()
  const signature = order.from.sign(hash).toString('base64')
  return { hash: hash.toString('hex'), signature, order, sequence }
}

/** What the hash covers, so that two different transactions never share one. */
function describe({ network, from, to, amount, memo }: PaymentOrder, sequence: bigint): string {
  return [network, from.address, sequence, to, amount, memo].join('\n')
}
