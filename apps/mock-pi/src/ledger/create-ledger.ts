import type { Network } from '@aloha-pi/contracts/platform'
import type { Clock } from '../clock/clock.ts'
import { createAccountBook } from './account-book.ts'
import { modifiedIn, newAccount } from './apply-operation.ts'
import { createCandidate } from './authorise.ts'
import {
  closeWaiting,
  findRefusal,
  ledgersLeft,
  momentOfClose,
  seal,
  type Chain,
} from './close-ledger.ts'
import type { Envelope, IssuedAsset } from './envelope.ts'
import type { Admission, Inclusion, Ledger, LedgerSettings } from './ledger.ts'
import { countTransactions, createLedgerRuns } from './ledger-runs.ts'
import { createLedgerView } from './ledger-view.ts'
import { availableBalance, MAX_INT64, SUPPLY } from './network-parameters.ts'
import { holdingOf } from './pay-issued.ts'
import { receiveTransaction, writeRefusal } from './receive-transaction.ts'
import { settleChain } from './settle-chain.ts'
import { createTransactionHistory } from './transaction-history.ts'
import { createWaitingQueue } from './waiting-queue.ts'

/** How far behind the newest ledger a view can be. */
const MAX_LAG = 100

export type LedgerOptions = {
  clock: Pick<Clock, 'now'>
  network: Network
  settings: () => LedgerSettings
  /** Address of the account that holds all Pi in the beginning. */
  faucet: string
  /** Transactions, and ledgers or runs of empty ones, that history keeps. */
  historyCap?: number
  /** Accounts that the chain has room for. */
  accountCap?: number | undefined
}

/** A new chain. Its first ledger closes as it is made. */
export function createLedger(options: LedgerOptions): Ledger {
  const { clock, network, settings, faucet } = options
  const start = clock.now()
  const chain = beginChain(options, start)
  const { settled, ...settling } = settleChain(chain, options, start)
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
    include: (envelope) => settled((now) => includeAlone(chain, envelope, now)),
    open: (address, balance) => settled(() => openAccount(chain, faucet, address, balance)),
    trust: (address, asset) => settled(() => trustAsset(chain, address, asset)),
    hasRoom: () => settled(() => chain.accounts.room() > 0),
    view: (lag = 0) => settled(() => view(lag)),
    waiting: () => settled(() => chain.queue.all().map(({ envelope }) => envelope)),
    ...settling,
    ledgersLeft: () => settled(() => ledgersLeft(chain)),
    totals: () => settled(() => totalsOf(chain)),
  }
}

/**
 * On a real chain ledgers close all the time. A sender who counts from the newest one must see time pass, or could never
 * send anything again after a quiet minute.
 */
function isTooLate(admission: Admission): boolean {
  return admission.kind === 'refused' && admission.result.code === 'tx_too_late'
}

function includeAlone(chain: Chain, envelope: Envelope, now: number): Inclusion {
  const candidate = createCandidate(envelope)
  const refusal = findRefusal(chain, candidate, momentOfClose(chain, now))
  if (refusal != null) return { ok: false, ...writeRefusal(envelope, refusal) }
  const [transaction] = seal(chain, now, [candidate])
  if (transaction == null) throw new Error('A ledger closed without its transaction')
  return { ok: true, transaction }
}

/** A chain of one ledger, in which the faucet holds everything. */
export function beginChain(
  { network, faucet, historyCap = 100_000, accountCap }: LedgerOptions,
  at: number,
): Chain {
  const genesis = { count: 1, at, every: 0, feePool: 0n, ...countTransactions([]) }
  const chain: Chain = {
    network,
    accounts: createAccountBook(MAX_LAG, accountCap),
    runs: createLedgerRuns(network, genesis),
    history: createTransactionHistory(),
    queue: createWaitingQueue(),
    historyCap,
    firstIssued: null,
  }
  chain.accounts.set(newAccount(faucet, SUPPLY, chain.runs.newest()))
  return chain
}

function openAccount({ accounts, runs }: Chain, faucet: string, address: string, balance: bigint) {
  const newest = runs.newest()
  const giver = accounts.get(faucet)
  if (accounts.get(address) != null) throw new Error(`The account ${address} already exists`)
  if (giver == null || balance < 0n || availableBalance(giver) < balance) {
    throw new Error(`The faucet cannot give ${balance} stroops`)
  }
  accounts.beginLedger(newest.sequence)
  accounts.set({ ...giver, balance: giver.balance - balance, ...modifiedIn(newest) })
  accounts.set(newAccount(address, balance, newest))
}

function trustAsset(chain: Chain, address: string, asset: IssuedAsset) {
  const { accounts } = chain
  const newest = chain.runs.newest()
  const account = accounts.get(address)
  if (account == null) throw new Error(`The account ${address} does not exist`)
  if (address === asset.issuer || holdingOf(account, asset) != null) return
  const holding = { asset, balance: 0n, limit: MAX_INT64, lastModifiedLedger: newest.sequence }
  accounts.beginLedger(newest.sequence)
  accounts.set({ ...account, holdings: [...account.holdings, holding], ...modifiedIn(newest) })
  chain.firstIssued ??= newest.sequence
}

function totalsOf({ accounts, runs }: Chain) {
  let balances = 0n
  for (const { balance } of accounts.values()) balances += balance
  return { supply: SUPPLY, balances, feePool: runs.newest().feePool, accounts: accounts.count() }
}
