import type { WalletTransaction } from '../../src/payouts/model/payout.ts'
import type {
  LedgerTime,
  PiChain,
  SigningOrder,
  SubmitResult,
} from '../../src/payouts/model/ports.ts'

/** The chain as one wallet sees it. Ledgers close every second; bigint values are strings. */
export type RecordedChain = {
  first: LedgerTime
  last: LedgerTime
  sequence: string
  balance: string
  transactions: RecordedTransaction[]
  /** Addresses without an account: a payment to them fails. */
  missingAccounts: string[]
}

type RecordedTransaction = Omit<
  WalletTransaction,
  'sequence' | 'bumpTo' | 'payment' | 'pagingToken'
> & {
  pagingToken: string
  sequence: string
  bumpTo: string | null
  payment: { destination: string; amount: string } | null
}

/** What a signature covers. */
export type SignedEnvelope = {
  xdr: string
  order: Pick<
    SigningOrder,
    'source' | 'sequence' | 'destination' | 'amount' | 'memo' | 'fee' | 'maxTime'
  >
}

export type ReplayedChain = PiChain & {
  /** All transactions of the wallet, oldest first. */
  transactions(): readonly WalletTransaction[]
  record(): RecordedChain
}

const FEE = 100_000n
const RESERVE = 10_000_000n
const PAGE = 200

/**
 * Goes on from a recorded chain. A ledger closes with every read of the account and with every submit, which applies at
 * once. `envelopes` are all that anyone signed, by hash: only these bytes are accepted.
 */
export function createReplayedChain(
  recorded: RecordedChain,
  envelopes: ReadonlyMap<string, SignedEnvelope>,
): ReplayedChain {
  const transactions = recorded.transactions.map(fromRecord)
  let { last } = recorded
  let sequence = BigInt(recorded.sequence)
  let balance = BigInt(recorded.balance)

  const find = (hash: string) => transactions.find((each) => each.hash === hash)
  const close = () => {
    last = { sequence: last.sequence + 1, closedAt: last.closedAt + 1 }
  }

  function include(hash: string, { order }: SignedEnvelope): WalletTransaction {
    const { source, memo, destination, amount } = order
    const failure = failureOf(order)
    const transaction = {
      hash,
      pagingToken: String(BigInt(last.sequence) << 32n),
      source,
      sequence: order.sequence,
      successful: failure == null,
      ledger: last.sequence,
      closedAt: last.closedAt,
      memo,
      bumpTo: null,
      payment: { destination, amount },
      failure,
    }
    transactions.push(transaction)
    sequence = order.sequence
    balance -= failure == null ? amount + FEE : FEE
    return transaction
  }

  function failureOf({ destination, amount }: SignedEnvelope['order']): string | null {
    if (recorded.missingAccounts.includes(destination)) return 'op_no_destination'
    return balance - RESERVE - FEE < amount ? 'op_underfunded' : null
  }

  return {
    async account() {
      close()
      const modifiedLedger = transactions.at(-1)?.ledger ?? recorded.first.sequence
      const available = balance > RESERVE ? balance - RESERVE : 0n
      const ledger = last.sequence
      return { kind: 'ok', value: { sequence, balance, available, ledger, modifiedLedger } }
    },
    async ledger(which) {
      const number = which === 'latest' ? last.sequence : which
      const { first } = recorded
      if (number < first.sequence || number > last.sequence) return { kind: 'absent' }
      const closedAt = first.closedAt + number - first.sequence
      return { kind: 'ok', value: { sequence: number, closedAt } }
    },
    async walletTransactions(_address, cursor) {
      const after = BigInt(cursor ?? 0)
      const left = transactions.filter(({ pagingToken }) => BigInt(pagingToken) > after)
      const value = { transactions: left.slice(0, PAGE), isFull: left.length >= PAGE }
      return { kind: 'ok', value }
    },
    async transaction(hash) {
      const value = find(hash)
      return value == null ? { kind: 'absent' } : { kind: 'ok', value }
    },
    async submit({ hash, xdr }): Promise<SubmitResult> {
      const known = find(hash)
      if (known?.successful === true) return { kind: 'applied', transaction: known }
      const envelope = envelopes.get(hash)
      if (envelope?.xdr !== xdr) return refused('tx_malformed')
      close()
      if (envelope.order.sequence !== sequence + 1n) return refused('tx_bad_seq')
      if (last.closedAt > envelope.order.maxTime) return refused('tx_too_late')
      const transaction = include(hash, envelope)
      return transaction.successful
        ? { kind: 'applied', transaction }
        : { kind: 'refused', code: 'tx_failed', operations: [transaction.failure ?? ''] }
    },
    transactions: () => transactions,
    record: () => ({
      ...recorded,
      last,
      sequence: String(sequence),
      balance: String(balance),
      transactions: transactions.map(toRecord),
    }),
  }
}

function refused(code: string): SubmitResult {
  return { kind: 'refused', code, operations: [] }
}

function fromRecord({ sequence, bumpTo, payment, ...rest }: RecordedTransaction) {
  return {
    ...rest,
    sequence: BigInt(sequence),
    bumpTo: bumpTo == null ? null : BigInt(bumpTo),
    payment: payment && { ...payment, amount: BigInt(payment.amount) },
  } satisfies WalletTransaction
}

function toRecord({ sequence, bumpTo, payment, ...rest }: WalletTransaction): RecordedTransaction {
  return {
    ...rest,
    sequence: String(sequence),
    bumpTo: bumpTo == null ? null : String(bumpTo),
    payment: payment && { ...payment, amount: String(payment.amount) },
  }
}
