import type { Network } from '@aloha-pi/contracts/platform'
import type { Clock } from '../clock/clock.ts'
import type { SavedLedger } from '../saved/saved-ledger.ts'
import { createCandidate, type Candidate } from './authorise.ts'
import { accountBook, balanceBook, MAX_LAG, type ChainLimits } from './chain-books.ts'
import {
  beginLedger,
  closeWaiting,
  findRefusal,
  ledgersLeft,
  momentOfClose,
  seal,
  type Chain,
} from './close-ledger.ts'
import type { IssuedAsset } from './envelope.ts'
import type { Admission, Inclusion, Ledger, LedgerSettings, LedgerTotals } from './ledger.ts'
import { countTransactions, createLedgerRuns } from './ledger-runs.ts'
import { createEntryBook } from './entry-book.ts'
import { createLedgerView } from './ledger-view.ts'
import { availableBalance, SUPPLY } from './network-parameters.ts'
import { modifiedIn, newAccount } from './new-account.ts'
import { receiveTransaction, writeRefusal } from './receive-transaction.ts'
import { loadChain, saveChain } from './saved-chain.ts'
import { settleChain } from './settle-chain.ts'
import { createTicks, type Ticks } from './ticks.ts'
import { createTransactionHistory } from './transaction-history.ts'
import { holdingOf, newHolding } from './trustline.ts'
import { createWaitingQueue } from './waiting-queue.ts'

export type LedgerOptions = ChainLimits & {
  clock: Pick<Clock, 'now'>
  network: Network
  settings: () => LedgerSettings
  /** Address of the account that holds all Pi in the beginning. */
  faucet: string
  /** Transactions, and ledgers or runs of empty ones, that history keeps. */
  historyCap?: number
}

/** A new chain. Its first ledger closes as it is made. */
export function createLedger(options: LedgerOptions): Ledger {
  const start = options.clock.now()
  const ticks = createTicks(options.settings().ledger_close, start)
  return openLedger(options, beginChain(options, start), ticks)
}

/** The saved chain, which goes on; throws `BadSnapshot`. Stellar's library is loaded by now. */
export function loadLedger(options: LedgerOptions, saved: SavedLedger): Ledger {
  const { mode, last } = saved.ticks
  return openLedger(options, loadChain(options, saved), createTicks(mode, last))
}

function openLedger(options: LedgerOptions, chain: Chain, ticks: Ticks): Ledger {
  const { network, settings, faucet } = options
  const { settled, ...settling } = settleChain(chain, options, ticks)
  const view = (lag: number) => {
    if (lag > MAX_LAG) throw new RangeError(`A view is at most ${MAX_LAG} ledgers behind`)
    const { runs } = chain
    return createLedgerView(chain, Math.max(runs.newest().sequence - lag, runs.elder()))
  }
  return {
    network,
    receive: (envelope) =>
      settled((now) => {
        const admission = receiveTransaction(chain, envelope, now, settings())
        // Of a chain at its end everything waits.
        const isInstant = settings().ledger_close === 'instant' && ledgersLeft(chain) > 0
        if (isInstant && (admission.kind === 'pending' || isTooLate(admission))) {
          closeWaiting(chain, now, settings())
        }
        return admission
      }),
    close: () =>
      settled((now) => {
        closeWaiting(chain, now, settings())
        return view(0).latest()
      }),
    include: (envelope, signer) =>
      settled((now) => includeAlone(chain, createCandidate(envelope, signer), now)),
    open: (address, balance) => settled(() => openAccount(chain, faucet, address, balance)),
    setBalance: (address, balance) =>
      settled(() => setBalance(chain, faucet, { address, balance })),
    trust: (address, asset) => settled(() => trustAsset(chain, address, asset)),
    hasRoom: () => settled(() => chain.accounts.room() > 0),
    hasSubentryRoom: () => settled(() => chain.accounts.partRoom() > 0),
    view: (lag = 0) => settled(() => view(lag)),
    waiting: () => settled(() => chain.queue.all().map(({ envelope }) => envelope)),
    ...settling,
    ledgersLeft: () => settled(() => ledgersLeft(chain)),
    totals: () => settled(() => totalsOf(chain)),
    saved: () => settled(() => saveChain(chain, ticks)),
    copy: (world) =>
      settled(() => openLedger({ ...options, ...world }, copyChain(chain), ticks.copy())),
  }
}

/** Entries, transactions and ledgers are replaced, never changed: both chains have the same ones. */
function copyChain(chain: Chain): Chain {
  const { accounts, balances, runs, history, queue } = chain
  return {
    ...chain,
    accounts: accounts.copy(),
    balances: balances.copy(),
    runs: runs.copy(),
    history: history.copy(),
    queue: queue.copy(),
  }
}

/**
 * On a real chain ledgers close all the time. A sender who counts from the newest one must see time pass, or could never
 * send anything again after a quiet minute.
 */
function isTooLate(admission: Admission): boolean {
  return admission.kind === 'refused' && admission.result.code === 'tx_too_late'
}

function includeAlone(chain: Chain, candidate: Candidate, now: number): Inclusion {
  const refusal = findRefusal(chain, candidate, momentOfClose(chain, now))
  if (refusal != null) return { ok: false, ...writeRefusal(candidate.envelope, refusal) }
  const [transaction] = seal(chain, now, [candidate])
  if (transaction == null) throw new Error('A ledger closed without its transaction')
  return { ok: true, transaction }
}

/** A chain of one ledger, in which the faucet holds everything. */
export function beginChain(
  { network, faucet, historyCap = 100_000, ...limits }: LedgerOptions,
  at: number,
): Chain {
  const genesis = { count: 1, at, every: 0, feePool: 0n, ...countTransactions([]) }
  const chain: Chain = {
    network,
    accounts: createEntryBook(accountBook(limits)),
    balances: createEntryBook(balanceBook(limits)),
    runs: createLedgerRuns(network, genesis),
    history: createTransactionHistory(),
    queue: createWaitingQueue(),
    historyCap,
    firstIssued: null,
  }
  chain.accounts.set(newAccount(faucet, SUPPLY, chain.runs.newest()))
  return chain
}

function openAccount(chain: Chain, faucet: string, address: string, balance: bigint) {
  const { accounts, runs } = chain
  const newest = runs.newest()
  const giver = accounts.get(faucet)
  if (accounts.get(address) != null) throw new Error(`The account ${address} already exists`)
  if (giver == null || balance < 0n || availableBalance(giver) < balance) {
    throw new Error(`The faucet cannot give ${balance} stroops`)
  }
  beginLedger(chain, newest.sequence)
  accounts.set({ ...giver, balance: giver.balance - balance, ...modifiedIn(newest) })
  accounts.set(newAccount(address, balance, newest))
}

function setBalance(
  chain: Chain,
  faucet: string,
  { address, balance }: { address: string; balance: bigint },
) {
  const { accounts, runs } = chain
  const newest = runs.newest()
  const [giver, account] = [accounts.get(faucet), accounts.get(address)]
  if (account == null || address === faucet) throw new Error(`The account ${address} cannot be set`)
  const more = balance - account.balance
  if (giver == null || balance < 0n || availableBalance(giver) < more) {
    throw new Error(`The faucet cannot give ${more} stroops`)
  }
  beginLedger(chain, newest.sequence)
  accounts.set({ ...giver, balance: giver.balance - more, ...modifiedIn(newest) })
  accounts.set({ ...account, balance, ...modifiedIn(newest) })
}

function trustAsset(chain: Chain, address: string, asset: IssuedAsset) {
  const { accounts } = chain
  const newest = chain.runs.newest()
  const account = accounts.get(address)
  if (account == null) throw new Error(`The account ${address} does not exist`)
  if (address === asset.issuer || holdingOf(account, asset) != null) return
  const holding = newHolding(asset, { ledger: newest.sequence })
  beginLedger(chain, newest.sequence)
  accounts.set({ ...account, holdings: [...account.holdings, holding], ...modifiedIn(newest) })
  chain.firstIssued ??= newest.sequence
}

function totalsOf({ accounts, balances, runs }: Chain): LedgerTotals {
  let held = 0n
  for (const { balance } of accounts.values()) held += balance
  let claimable = 0n
  for (const { asset, amount } of balances.values()) if (asset === 'native') claimable += amount
  return {
    supply: SUPPLY,
    balances: held,
    claimable,
    feePool: runs.newest().feePool,
    accounts: accounts.count(),
    claimableBalances: balances.count(),
  }
}
