import { LAST_LEDGER } from '@aloha-pi/contracts/control'
import { applyLedger } from './apply-ledger.ts'
import type { Candidate } from './authorise.ts'
import type { Network } from '@aloha-pi/contracts/platform'
import type { ClaimableBalance } from './claimable-balance.ts'
import type { EntryBook } from './entry-book.ts'
import type { Account, LedgerSettings, LedgerTransaction } from './ledger.ts'
import { countTransactions, ledgerHash, wholeSecond, type LedgerRuns } from './ledger-runs.ts'
import { startingSequence } from './network-parameters.ts'
import { balanceOf } from './outcome.ts'
import type { TransactionHistory } from './transaction-history.ts'
import { validateTransaction } from './validate-transaction.ts'
import type { Moment } from './validate-terms.ts'
import type { WaitingQueue } from './waiting-queue.ts'

/** Everything that a chain is. */
export type Chain = {
  network: Network
  accounts: EntryBook<Account>
  balances: EntryBook<ClaimableBalance>
  runs: LedgerRuns
  history: TransactionHistory
  queue: WaitingQueue
  historyCap: number
  /** The ledger in which there was first an asset besides Pi. */
  firstIssued: number | null
}

export function ledgersLeft({ runs }: Chain): number {
  return LAST_LEDGER - runs.newest().sequence
}

/** Closes a ledger at an instant (ms) with all that waits, as far as it can go in, and tends the queue. */
export function closeWaiting(chain: Chain, at: number, settings: LedgerSettings): void {
  const { queue, runs } = chain
  const previous = runs.newest().sequence
  const ledger = previous + 1
  const taken = settings.ledger_inclusion === 'none' ? [] : waitingFor(chain, ledger)
  const isInvalidAt = (moment: Moment) => (candidate: Candidate) =>
    findRefusal(chain, candidate, moment) != null
  // Core bans what it finds invalid before it closes the ledger: that ledger counts.
  const invalid = new Set(taken.filter(isInvalidAt(momentOfClose(chain, at))))
  queue.ban(invalid, previous)
  const valid = taken.filter((candidate) => !invalid.has(candidate))
  seal(chain, at, valid)
  queue.grow(ledger)
  const next = momentOfArrival(chain, at, settings)
  queue.ban(waitingFor(chain, next.ledger).filter(isInvalidAt(next)), ledger)
}

/** What waits and may go into the ledger: a sequence with which its new accounts begin waits on. */
function waitingFor({ queue }: Chain, ledger: number): Candidate[] {
  return queue.all().filter(({ envelope }) => envelope.sequence !== startingSequence(ledger))
}

/** Puts transactions that are valid now into a separate ledger. */
export function seal(
  chain: Chain,
  at: number,
  candidates: readonly Candidate[],
): LedgerTransaction[] {
  const { queue, runs, history, network } = chain
  const previous = runs.newest()
  const sequence = previous.sequence + 1
  if (sequence > LAST_LEDGER)
    throw new Error('The chain has reached its last ledger: reset the mock')
  if (candidates.length > 0) beginLedger(chain, sequence)
  const transactions = applyLedger(chain, candidates, {
    sequence,
    sealedAt: at,
    closedAt: wholeSecond(at),
    previousHash: ledgerHash(network, previous.sequence),
  })
  const feePool = transactions.reduce((sum, { feeCharged }) => sum + feeCharged, previous.feePool)
  runs.append({ count: 1, at, every: 0, feePool, ...countTransactions(transactions) })
  history.append(transactions)
  if (transactions.some(makesAsset)) chain.firstIssued ??= sequence
  forgetOld(chain)
  queue.removeApplied(candidates, sequence)
  return transactions
}

/** Closes ledgers in which nothing happens, one interval after another. */
export function closeEmpty(chain: Chain, at: number, every: number, due: number): void {
  const { runs } = chain
  const { sequence, feePool } = runs.newest()
  const count = Math.min(due, LAST_LEDGER - sequence)
  if (count > 0) runs.append({ count, at, every, feePool, ...countTransactions([]) })
  forgetOld(chain)
}

/** After each close: the history beyond the cap, and the bans that ended. */
function forgetOld({ runs, history, historyCap, queue }: Chain): void {
  queue.forgetBans(runs.newest().sequence)
  while (runs.length() > 1 && (runs.length() > historyCap || history.count() > historyCap)) {
    history.forget(runs.forgetOldest())
  }
}

/** Why a transaction cannot go into a ledger at the moment. */
export function findRefusal({ accounts }: Chain, candidate: Candidate, moment: Moment) {
  return validateTransaction(candidate, accounts, moment)
}

/** From now on changes belong to this ledger. */
export function beginLedger({ accounts, balances }: Chain, sequence: number): void {
  accounts.beginLedger(sequence)
  balances.beginLedger(sequence)
}

/** Whether somebody can hold or claim another asset than Pi by it. */
function makesAsset({ outcomes }: LedgerTransaction): boolean {
  return outcomes.some((outcome) => {
    const balance = balanceOf(outcome)
    return outcome?.type === 'trustline' || (balance != null && balance.asset !== 'native')
  })
}

/** The ledger that closes at an instant: its close time is known. */
export function momentOfClose({ runs }: Chain, at: number): Moment {
  const closeTime = BigInt(wholeSecond(at) / 1000)
  return { ledger: runs.newest().sequence + 1, earliest: closeTime, latest: closeTime }
}

/**
 * What core holds against a transaction that arrives: not valid at the close of the newest ledger, or no
 * longer two intervals from now (getUpperBoundCloseTimeOffset). Where ledgers close at once, now is the close.
 */
export function momentOfArrival(
  chain: Chain,
  now: number,
  { ledger_close: close }: LedgerSettings,
): Moment {
  if (close === 'instant') return momentOfClose(chain, now)
  const { sequence, closedAt } = chain.runs.newest()
  const expected = close === 'by-hand' ? 0 : Math.ceil((2 * close) / 1000)
  return {
    ledger: sequence + 1,
    earliest: BigInt(closedAt / 1000),
    latest: BigInt(wholeSecond(now) / 1000 + expected),
  }
}
