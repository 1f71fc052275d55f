import type { WalletTransaction } from '../../src/payouts/model/payout.ts'
import type { Random } from '../../testkit/random.ts'
import type { Faults } from '../kernel/faults.ts'
import { EPOCH_SECONDS, type Scheduler } from '../kernel/scheduler.ts'
import { createAdmission } from './chain-admission.ts'
import type { SimChain } from './chain-of-wallet.ts'
import { GENESIS, sequenceOf, WALLET_ITSELF, type ChainState } from './chain-state.ts'
import { createChainViews } from './chain-views.ts'
import { includeForeign, includeOther, includeQueued } from './include-transactions.ts'

/** Sequence of the wallet before its first transaction. */
const BASE = 77n << 32n

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
  const { scheduler, random } = options
  const pageSize = random.int(2, 20)
  const seconds = () => EPOCH_SECONDS + Math.floor(scheduler.now() / 1000)
  const chain = begin(options, seconds())
  const intervalMs = random.between(1_000, 7_000)

  function close(): void {
    const before = chain.transactions.length
    closeLedger(chain, seconds())
    if (chain.transactions.length > before) options.onClose(chain.transactions.slice(before))
    scheduler.quietlyAfter(intervalMs * random.between(0.8, 1.2), close)
  }
  scheduler.quietlyAfter(intervalMs, close)

  return {
    ...createAdmission(chain),
    ...createChainViews(chain, { pageSize, intervalMs }),
    history: () => chain.transactions,
    touchWallet(isBump) {
      chain.touched = { isBump }
    },
    fund(amount) {
      chain.funds += amount
    },
    useWallet(how, memo) {
      chain.foreign ??= { how, memo }
    },
    balance: () => chain.balance,
    intervalMs,
    nextOfChannel: (channel) => sequenceOf(chain, channel) + 1n,
    start: { balance: options.balance, sequence: BASE },
    foreignSpent: () => chain.foreignSpent,
    feesPaid: () => chain.feesPaid,
  }
}

function begin(
  {
    random,
    faults,
    wallet,
    balance,
    isDestination,
  }: Pick<ChainState, 'random' | 'faults' | 'wallet' | 'balance' | 'isDestination'>,
  closedAt: number,
): ChainState {
  const last = { sequence: GENESIS, closedAt, walletSequence: BASE, balance, count: 0 }
  return {
    random,
    faults,
    wallet,
    isDestination,
    transactions: [],
    applied: new Map(),
    sequences: new Map([[WALLET_ITSELF, BASE]]),
    balance,
    foreignSpent: 0n,
    feesPaid: 0n,
    queue: new Map(),
    banned: new Map(),
    touched: null,
    funds: 0n,
    foreign: null,
    closed: [last],
    last,
  }
}

function closeLedger(chain: ChainState, now: number): void {
  const { random, queue, last } = chain
  const ledger = { sequence: last.sequence + 1, closedAt: Math.max(last.closedAt, now) }
  includeOther(chain, ledger)
  // Whose transaction comes first in a ledger is chance; the other one finds its sequence taken.
  if (chain.foreign != null && random.chance(0.7)) includeForeign(chain, ledger)
  else includeQueued(chain, ledger, WALLET_ITSELF)
  for (const channel of queue.keys()) {
    if (channel !== WALLET_ITSELF) includeQueued(chain, ledger, channel)
  }
  chain.last = {
    ...ledger,
    walletSequence: sequenceOf(chain, WALLET_ITSELF),
    balance: chain.balance,
    count: chain.transactions.length,
  }
  chain.closed.push(chain.last)
}
