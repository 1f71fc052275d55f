import type { LedgerTransaction } from '../../src/ledger/ledger.ts'
import type { World } from '../../src/world/world.ts'
import { envelopeOf } from '../ledger/envelope-of.ts'

/** Pi that an operation moves, in stroops; of another operation nothing but its name. */
export type SeenOperation = { type: string; from: string; to: string; amount: bigint }

/** A transaction in a ledger. `memo` is its text, or what kind of memo it is. */
export type SeenTransaction = {
  hash: string
  successful: boolean
  ledger: number
  /** Instant (ms) of the close, and the whole second that the chain shows. */
  sealedAt: number
  closedAt: number
  fee: bigint
  source: string
  sequence: bigint
  memo: string
  operations: readonly SeenOperation[]
}

export type SeenAccount = { balance: bigint; sequence: bigint }

/** The chain as the network has it, whatever a replica shows. */
export type SeenChain = {
  ledger: number
  closedAt: number
  /** In the order in which they were applied. */
  transactions: readonly SeenTransaction[]
  accounts: ReadonlyMap<string, SeenAccount>
  /** Hashes and wallets of what waits for a ledger. */
  waiting: readonly { hash: string; source: string }[]
  totals: { supply: bigint; balances: bigint; feePool: bigint }
}

export function seeChain(world: World, addresses: Iterable<string>): SeenChain {
  const { ledger } = world
  const view = ledger.view()
  const { sequence, closedAt } = view.latest()
  const every = { order: 'asc', limit: 10_000 } as const
  const accounts = new Map<string, SeenAccount>()
  for (const address of addresses) {
    const account = view.account(address)
    if (account != null) {
      accounts.set(address, { balance: account.balance, sequence: account.sequence })
    }
  }
  return {
    ledger: sequence,
    closedAt,
    transactions: view.transactions({ includeFailed: true }, every).map(seeTransaction),
    accounts,
    waiting: ledger.waiting().map(({ hash, source }) => ({ hash, source: source.address })),
    totals: ledger.totals(),
  }
}

function seeTransaction(transaction: LedgerTransaction): SeenTransaction {
  const { successful, ledger, sealedAt, closedAt, feeCharged: fee } = transaction
  const { hash, source, sequence, memo, operations } = envelopeOf(transaction)
  return {
    hash,
    successful,
    ledger,
    sealedAt,
    closedAt,
    fee,
    source: source.address,
    sequence,
    memo: memo.type === 'text' ? memo.value.toString() : memo.type,
    operations: operations.map((operation) => {
      const from = (operation.source ?? source).address
      switch (operation.type) {
        case 'payment':
          return { type: 'payment', from, to: operation.to.address, amount: operation.amount }
        case 'create_account':
          return {
            type: 'create_account',
            from,
            to: operation.to.address,
            amount: operation.startingBalance,
          }
        default:
          return { type: operation.type, from, to: '', amount: 0n }
      }
    }),
  }
}

/** What each account must hold when that ledger had closed: its beginning, and what transactions did since. */
export function replay(
  openings: ReadonlyMap<string, SeenAccount>,
  transactions: readonly SeenTransaction[],
  upTo: number,
): ReadonlyMap<string, SeenAccount> {
  const accounts = new Map(openings)
  const change = (address: string, amount: bigint, sequence?: bigint) => {
    const account = accounts.get(address)
    if (account == null) return
    const { balance } = account
    accounts.set(address, { balance: balance + amount, sequence: sequence ?? account.sequence })
  }
  for (const { ledger, source, fee, sequence, successful, operations } of transactions) {
    if (ledger > upTo) break
    change(source, -fee, sequence)
    for (const { from, to, amount } of successful ? operations : []) {
      change(from, -amount)
      change(to, amount)
    }
  }
  return accounts
}
