import type { LedgerTransaction } from '../../../src/ledger/ledger.ts'
import type { ChainWorld } from './chain-world.ts'

/**
 * Follows new ledgers by what their transactions say of themselves: all fees, then each operation of those
 * that succeeded. Knows nothing of validation.
 */
export function replayNewLedgers({ ledger, replayed }: ChainWorld): LedgerTransaction[] {
  const view = ledger.view()
  const fresh: LedgerTransaction[] = []
  const query = { includeFailed: true }
  for (; replayed.ledger < view.latest().sequence; replayed.ledger++) {
    const page = { order: 'asc', limit: 1000 } as const
    const inLedger = view.transactions({ ...query, ledger: replayed.ledger + 1 }, page)
    for (const { envelope, feeCharged } of inLedger) {
      add(replayed.balances, envelope.source.address, -feeCharged)
      replayed.fees += feeCharged
    }
    for (const transaction of inLedger) replay(replayed, transaction)
    fresh.push(...inLedger)
    // Empty ledgers are many: they are not looked at one by one.
    const [next] = view.transactions(query, {
      order: 'asc',
      cursor: idAfter(replayed.ledger + 1),
      limit: 1,
    })
    replayed.ledger = Math.max(replayed.ledger, (next?.ledger ?? view.latest().sequence + 1) - 2)
  }
  return fresh
}

function replay({ balances, sequences }: ChainWorld['replayed'], transaction: LedgerTransaction) {
  const { envelope, successful, result } = transaction
  const source = envelope.source.address
  if (result.code === 'tx_success' || result.code === 'tx_failed') {
    sequences.set(source, envelope.sequence)
  }
  if (!successful) return
  for (const operation of envelope.operations) {
    const own = (operation.source ?? envelope.source).address
    if (operation.type === 'payment') {
      add(balances, own, -operation.amount)
      add(balances, operation.to.address, operation.amount)
    } else if (operation.type === 'create_account') {
      add(balances, own, -operation.startingBalance)
      add(balances, operation.to.address, operation.startingBalance)
      sequences.set(operation.to.address, BigInt(transaction.ledger) * 2n ** 32n)
    } else if (operation.type === 'bump_sequence') {
      const sequence = sequences.get(own) ?? 0n
      sequences.set(own, operation.bumpTo > sequence ? operation.bumpTo : sequence)
    }
  }
}

const idAfter = (ledger: number) => BigInt(ledger + 1) * 2n ** 32n - 1n

function add(balances: Map<string, bigint>, address: string, amount: bigint) {
  balances.set(address, (balances.get(address) ?? 0n) + amount)
}
