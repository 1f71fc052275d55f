import type { WalletTransaction } from '../../src/payouts/model/payout.ts'
import type { LedgerTime } from '../../src/payouts/model/ports.ts'
import {
  channelOf,
  FEE,
  RESERVE,
  sequenceOf,
  WALLET_ITSELF,
  type ChainState,
} from './chain-state.ts'

const BAN_LEDGERS = 10
const QUEUE_LEDGERS = 4

/** The wallet's owner uses it by hand. */
export function includeForeign(chain: ChainState, ledger: LedgerTime): void {
  const { foreign, random, transactions, wallet } = chain
  if (foreign == null || chain.balance < 3n * FEE + RESERVE) return
  const { how, memo } = foreign
  chain.foreign = null
  const hash = `f${transactions.length.toString(16).padStart(63, '0')}`
  const sequence = sequenceOf(chain, WALLET_ITSELF)
  const bumpTo = how === 'bump' ? sequence + 1n + BigInt(random.int(0, 3)) : null
  const payment = how === 'payment' ? { destination: `G${'F'.repeat(55)}`, amount: 1n } : null
  include(chain, ledger, {
    hash,
    source: wallet,
    sequence: sequence + 1n,
    successful: true,
    memo,
    bumpTo,
    payment,
    failure: null,
  })
  if (payment != null) {
    chain.balance -= payment.amount
    chain.foreignSpent += payment.amount
  }
}

/** A transaction of another account. Its sequence is its own; a bump in it is the wallet's. */
export function includeOther(chain: ChainState, ledger: LedgerTime): void {
  const { touched, funds, random, transactions, wallet } = chain
  if (touched == null && funds === 0n) return
  const sequence = sequenceOf(chain, WALLET_ITSELF)
  const isBump = funds === 0n && touched?.isBump === true
  const bumpTo = isBump ? sequence + BigInt(random.int(1, 3)) : null
  const some = random.chance(0.2) ? BigInt(random.int(1, 30_000_000)) : 1n
  const amount = funds > 0n ? funds : some
  if (funds === 0n) chain.touched = null
  chain.funds = 0n
  const transaction = {
    hash: `e${transactions.length.toString(16).padStart(63, '0')}`,
    source: `G${'E'.repeat(55)}`,
    sequence: BigInt(random.int(1, 1_000)),
    successful: true,
    memo: null,
    bumpTo,
    payment: bumpTo == null ? { destination: wallet, amount } : null,
    failure: null,
    pagingToken: nextToken(chain, ledger),
    ledger: ledger.sequence,
    closedAt: ledger.closedAt,
  }
  transactions.push(transaction)
  chain.applied.set(transaction.hash, transaction)
  if (bumpTo != null) chain.sequences.set(WALLET_ITSELF, bumpTo)
  else chain.balance += amount
  if (bumpTo == null) chain.foreignSpent -= amount
}

/** What the proxies submitted, by this channel. */
export function includeQueued(chain: ChainState, ledger: LedgerTime, channel: number): void {
  const { queue, banned, random, faults } = chain
  const queued = queue.get(channel)
  if (queued == null) return
  const { hash, order } = queued
  const drop = () => {
    queue.delete(channel)
    banned.set(hash, ledger.sequence + BAN_LEDGERS)
  }
  const isValid =
    order.sequence === sequenceOf(chain, channel) + 1n && ledger.closedAt <= order.maxTime
  if (!isValid || chain.balance < FEE) return drop()
  if (random.chance(faults().inclusionLoss)) {
    queued.age += 1
    if (queued.age >= QUEUE_LEDGERS) drop()
    return
  }
  queue.delete(channel)
  const { destination, amount, memo } = order
  const missing = !chain.isDestination(destination)
  const underfunded = chain.balance - FEE - RESERVE < amount
  const failure = missing ? 'op_no_destination' : underfunded ? 'op_underfunded' : null
  const successful = failure == null
  include(chain, ledger, {
    hash,
    source: channel === WALLET_ITSELF ? chain.wallet : `G${'C'.repeat(55)}`,
    sequence: order.sequence,
    successful,
    memo,
    bumpTo: null,
    payment: { destination, amount },
    failure,
  })
  if (successful) chain.balance -= amount
}

function nextToken({ transactions }: ChainState, ledger: LedgerTime): string {
  return String(ledger.sequence * 4096 + transactions.length).padStart(14, '0')
}

function include(
  chain: ChainState,
  ledger: LedgerTime,
  own: Omit<WalletTransaction, 'pagingToken' | 'ledger' | 'closedAt'>,
): void {
  const pagingToken = nextToken(chain, ledger)
  const transaction = { ...own, pagingToken, ledger: ledger.sequence, closedAt: ledger.closedAt }
  chain.transactions.push(transaction)
  chain.applied.set(transaction.hash, transaction)
  const { sequence, bumpTo } = own
  const next = bumpTo != null && bumpTo > sequence ? bumpTo : sequence
  chain.sequences.set(channelOf(sequence), next)
  chain.balance -= FEE
  chain.feesPaid += FEE
}
