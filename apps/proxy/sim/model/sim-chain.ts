import type { WalletTransaction } from '../../src/payouts/model/payout.ts'
import type { LedgerTime, SigningOrder } from '../../src/payouts/model/ports.ts'
import type { Admission, SimChain } from './chain-of-wallet.ts'
import type { Faults } from '../kernel/faults.ts'
import type { Random } from '../../testkit/random.ts'
import { EPOCH_SECONDS, type Scheduler } from '../kernel/scheduler.ts'

/** One closed ledger: the wallet as it stood, and how many of its transactions there were. */
type Closed = LedgerTime & { walletSequence: bigint; balance: bigint; count: number }

const [FEE, RESERVE] = [100_000n, 9_800_000n]
const BAN_LEDGERS = 10
const QUEUE_LEDGERS = 4
const GENESIS = 1_000
/** Sequences below are the wallet's own; channel k has those from `k << CHANNEL_BITS` on. */
const CHANNEL_BITS = 44n
const channelOf = (sequence: bigint): number => Number(sequence >> CHANNEL_BITS)
const WALLET_ITSELF = 0

/** C1 to C5 for one wallet. Ledgers close until the scheduler stops. */
export function createSimChain(options: {
  scheduler: Scheduler
  random: Random
  faults: () => Faults
  wallet: string
  balance: bigint
  isDestination: (address: string) => boolean
  onClose: (added: readonly WalletTransaction[]) => void
}): SimChain {
  const { scheduler, random, faults, wallet } = options
  const orders = new Map<string, { hash: string; order: SigningOrder }>()
  const byHash = new Map<string, SigningOrder>()
  const banned = new Map<string, number>()
  const transactions: WalletTransaction[] = []
  const applied = new Map<string, WalletTransaction>()
  const base = 77n << 32n
  const sequences = new Map([[WALLET_ITSELF, base]])
  const sequenceOf = (channel: number) => sequences.get(channel) ?? BigInt(channel) << CHANNEL_BITS
  let { balance } = options
  let foreignSpent = 0n
  let feesPaid = 0n
  const pageSize = random.int(2, 20)
  let touched: { isBump: boolean } | null = null
  let funds = 0n
  const queue = new Map<number, { hash: string; order: SigningOrder; age: number }>()
  let foreign: { how: 'payment' | 'bump'; memo: string | null } | null = null
  let last: Closed = {
    sequence: GENESIS,
    closedAt: seconds(),
    walletSequence: base,
    balance,
    count: 0,
  }
  const closed: Closed[] = [last]
  const intervalMs = random.between(1_000, 7_000)

  function seconds(): number {
    return EPOCH_SECONDS + Math.floor(scheduler.now() / 1000)
  }

  const tokenIn = (ledger: LedgerTime) =>
    String(ledger.sequence * 4096 + transactions.length).padStart(14, '0')
  const include = (
    ledger: LedgerTime,
    own: Omit<WalletTransaction, 'pagingToken' | 'ledger' | 'closedAt'>,
  ) => {
    const pagingToken = tokenIn(ledger)
    const transaction = { ...own, pagingToken, ledger: ledger.sequence, closedAt: ledger.closedAt }
    transactions.push(transaction)
    applied.set(transaction.hash, transaction)
    const { sequence, bumpTo } = own
    const next = bumpTo != null && bumpTo > sequence ? bumpTo : sequence
    sequences.set(channelOf(sequence), next)
    balance -= FEE
    feesPaid += FEE
  }

  function includeForeign(ledger: LedgerTime): void {
    if (foreign == null || balance < 3n * FEE + RESERVE) return
    const { how, memo } = foreign
    foreign = null
    const hash = `f${transactions.length.toString(16).padStart(63, '0')}`
    const sequence = sequenceOf(WALLET_ITSELF)
    const bumpTo = how === 'bump' ? sequence + 1n + BigInt(random.int(0, 3)) : null
    const payment = how === 'payment' ? { destination: `G${'F'.repeat(55)}`, amount: 1n } : null
    include(ledger, {
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
      balance -= payment.amount
      foreignSpent += payment.amount
    }
  }

  /** A transaction of another account. Its sequence is its own; a bump in it is the wallet's. */
  function includeOther(ledger: LedgerTime): void {
    if (touched == null && funds === 0n) return
    const sequence = sequenceOf(WALLET_ITSELF)
    const isBump = funds === 0n && touched?.isBump === true
    const bumpTo = isBump ? sequence + BigInt(random.int(1, 3)) : null
    const some = random.chance(0.2) ? BigInt(random.int(1, 30_000_000)) : 1n
    const amount = funds > 0n ? funds : some
    if (funds === 0n) touched = null
    funds = 0n
    const transaction = {
      hash: `e${transactions.length.toString(16).padStart(63, '0')}`,
      source: `G${'E'.repeat(55)}`,
      sequence: BigInt(random.int(1, 1_000)),
      successful: true,
      memo: null,
      bumpTo,
      payment: bumpTo == null ? { destination: wallet, amount } : null,
      failure: null,
      pagingToken: tokenIn(ledger),
      ledger: ledger.sequence,
      closedAt: ledger.closedAt,
    }
    transactions.push(transaction)
    applied.set(transaction.hash, transaction)
    if (bumpTo != null) sequences.set(WALLET_ITSELF, bumpTo)
    else balance += amount
    if (bumpTo == null) foreignSpent -= amount
  }

  function includeQueued(ledger: LedgerTime, channel: number): void {
    const queued = queue.get(channel)
    if (queued == null) return
    const { hash, order } = queued
    const drop = () => {
      queue.delete(channel)
      banned.set(hash, ledger.sequence + BAN_LEDGERS)
    }
    const isValid = order.sequence === sequenceOf(channel) + 1n && ledger.closedAt <= order.maxTime
    if (!isValid || balance < FEE) return drop()
    if (random.chance(faults().inclusionLoss)) {
      queued.age += 1
      if (queued.age >= QUEUE_LEDGERS) drop()
      return
    }
    queue.delete(channel)
    const { destination, amount, memo } = order
    const missing = !options.isDestination(destination)
    const underfunded = balance - FEE - RESERVE < amount
    const failure = missing ? 'op_no_destination' : underfunded ? 'op_underfunded' : null
    const successful = failure == null
    include(ledger, {
      hash,
      source: channel === WALLET_ITSELF ? wallet : `G${'C'.repeat(55)}`,
      sequence: order.sequence,
      successful,
      memo,
      bumpTo: null,
      payment: { destination, amount },
      failure,
    })
    if (successful) balance -= amount
  }

  function close(): void {
    const ledger = { sequence: last.sequence + 1, closedAt: Math.max(last.closedAt, seconds()) }
    const before = transactions.length
    includeOther(ledger)
    // Whose transaction comes first in a ledger is chance; the other one finds its sequence taken.
    if (foreign != null && random.chance(0.7)) includeForeign(ledger)
    else includeQueued(ledger, WALLET_ITSELF)
    for (const channel of [...queue.keys()].filter((each) => each !== WALLET_ITSELF)) {
      includeQueued(ledger, channel)
    }
    last = {
      ...ledger,
      walletSequence: sequenceOf(WALLET_ITSELF),
      balance,
      count: transactions.length,
    }
    closed.push(last)
    if (transactions.length > before) options.onClose(transactions.slice(before))
    scheduler.after(intervalMs * random.between(0.8, 1.2), close)
  }
  scheduler.after(intervalMs, close)

  const seenAt = (lagMs: number): Closed => {
    const behind = Math.floor(lagMs / intervalMs)
    return closed[Math.max(0, closed.length - 1 - behind)] ?? last
  }

  return {
    sign(order) {
      const key = `${order.sequence}|${order.memo}|${order.destination}|${order.amount}|${order.fee}|${order.maxTime}`
      let known = orders.get(key)
      if (known == null) {
        const hash = orders.size.toString(16).padStart(64, '0')
        known = { hash, order }
        orders.set(key, known)
        byHash.set(hash, order)
      }
      return { hash: known.hash, xdr: known.hash }
    },
    admit(hash) {
      const order = byHash.get(hash)
      if (order == null) return { kind: 'refused', code: 'tx_malformed', operations: [] }
      const channel = channelOf(order.sequence)
      const until = banned.get(hash)
      const queued = queue.get(channel)
      if (queued?.hash === hash) return { kind: 'queued' }
      if (until != null && last.sequence < until) return { kind: 'silent' }
      const refuse = (code: string): Admission => ({ kind: 'refused', code, operations: [] })
      if (order.sequence !== sequenceOf(channel) + 1n) return refuse('tx_bad_seq')
      if (last.closedAt > order.maxTime) return refuse('tx_too_late')
      if (random.chance(faults().feeSurge) && order.fee < 4n * FEE)
        return refuse('tx_insufficient_fee')
      if (balance < FEE) return refuse('tx_insufficient_balance')
      if (queued != null) return { kind: 'silent' }
      queue.set(channel, { hash, order, age: 0 })
      return { kind: 'queued' }
    },
    account(lagMs) {
      const { sequence: ledger, walletSequence: sequence, balance, count } = seenAt(lagMs)
      const available = balance > RESERVE ? balance - RESERVE : 0n
      const modifiedLedger = transactions[count - 1]?.ledger ?? GENESIS
      const header = faults().isHeaderMissing ? null : ledger
      return { sequence, balance, available, ledger: header, modifiedLedger }
    },
    ledger(which, lagMs) {
      const seen = seenAt(lagMs)
      if (which === 'latest') return { sequence: seen.sequence, closedAt: seen.closedAt }
      if (which > seen.sequence) return undefined
      const found = closed[which - GENESIS]
      return found && { sequence: found.sequence, closedAt: found.closedAt }
    },
    transactions(cursor, lagMs, holes) {
      const { count } = seenAt(lagMs)
      const from =
        cursor == null ? 0 : transactions.findIndex(({ pagingToken }) => pagingToken > cursor)
      const page = from < 0 ? [] : transactions.slice(from, Math.min(count, from + pageSize))
      const hole = random.chance(holes) ? random.int(0, page.length) : -1
      const shown = page.filter((_transaction, i) => i !== hole)
      return { transactions: shown, isFull: page.length === pageSize }
    },
    unread(cursor) {
      const left = transactions.filter(({ pagingToken }) => cursor == null || pagingToken > cursor)
      const leaps = left.filter(({ source, bumpTo }) => source !== wallet && bumpTo != null).length
      return { pages: Math.ceil(left.length / pageSize), leaps }
    },
    transaction(hash, lagMs) {
      const found = applied.get(hash)
      return found != null && found.ledger <= seenAt(lagMs).sequence ? found : undefined
    },
    orderOf: (hash) => byHash.get(hash),
    mayApply: ({ sequence, maxTime }) =>
      sequence > sequenceOf(channelOf(sequence)) && last.closedAt <= maxTime,
    history: () => transactions,
    touchWallet(isBump) {
      touched = { isBump }
    },
    fund(amount) {
      funds += amount
    },
    useWallet(how, memo) {
      foreign ??= { how, memo }
    },
    balance: () => balance,
    intervalMs,
    nextOfChannel: (channel) => sequenceOf(channel) + 1n,
    start: { balance: options.balance, sequence: base },
    foreignSpent: () => foreignSpent,
    feesPaid: () => feesPaid,
  }
}
