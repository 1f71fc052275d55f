import { BadSnapshot } from '../saved/bad-snapshot.ts'
import type { SavedLedger } from '../saved/saved-ledger.ts'
import { createCandidate } from './authorise.ts'
import { accountBook, balanceBook, type ChainLimits } from './chain-books.ts'
import type { Chain } from './close-ledger.ts'
import { loadEntryBook } from './entry-book.ts'
import { loadLedgerRuns } from './ledger-runs.ts'
import { SUPPLY } from './network-parameters.ts'
import { loadAccount, loadBalance, saveAccount, saveBalance } from './saved-entries.ts'
import { loadTransaction, readEnvelope, saveTransaction } from './saved-transaction.ts'
import type { Ticks } from './ticks.ts'
import { createTransactionHistory } from './transaction-history.ts'
import { loadWaitingQueue } from './waiting-queue.ts'

/** A chain as a snapshot holds it. */
export function saveChain(chain: Chain, ticks: Ticks): SavedLedger {
  const { accounts, balances, runs, history, queue, firstIssued } = chain
  return {
    ticks: ticks.saved(),
    accounts: accounts.saved(saveAccount),
    balances: balances.saved(saveBalance),
    runs: runs.saved(),
    transactions: history.all().map(saveTransaction),
    queue: queue.saved(),
    firstIssued,
  }
}

/** The saved chain; throws `BadSnapshot`. Envelopes need Stellar's library, which is loaded by now. */
export function loadChain(
  { network, faucet, historyCap = 100_000, ...limits }: ChainLimits & LoadOptions,
  saved: SavedLedger,
): Chain {
  const history = createTransactionHistory()
  history.append(saved.transactions.map((each, place) => loadTransaction(each, place, network)))
  const chain: Chain = {
    network,
    accounts: loadEntryBook(accountBook(limits), saved.accounts, loadAccount),
    balances: loadEntryBook(balanceBook(limits), saved.balances, loadBalance),
    runs: loadLedgerRuns(network, saved.runs),
    history,
    queue: loadWaitingQueue(saved.queue, (xdr, place) =>
      createCandidate(readEnvelope(xdr, `ledger.queue.waiting[${place}].xdr`, network)),
    ),
    historyCap,
    firstIssued: saved.firstIssued,
  }
  check(chain, saved, faucet)
  return chain
}

type LoadOptions = Pick<Chain, 'network'> & { faucet: string; historyCap?: number }

function check({ accounts, balances, runs }: Chain, saved: SavedLedger, faucet: string) {
  if (accounts.get(faucet) == null)
    throw new BadSnapshot('ledger.accounts', 'must have the account of faucetSeed')
  let sum = runs.newest().feePool
  for (const { balance } of accounts.values()) sum += balance
  for (const { asset, amount } of balances.values()) if (asset === 'native') sum += amount
  if (sum !== SUPPLY) {
    throw new BadSnapshot(
      'ledger',
      `must hold all Pi there is: accounts, claimable balances and fees are ${sum} stroops, not ${SUPPLY}`,
    )
  }
  const newest = runs.newest().sequence
  let before = { ledger: 0, index: 0 }
  for (const [place, { ledger, index }] of saved.transactions.entries()) {
    const isNext = ledger > before.ledger || (ledger === before.ledger && index > before.index)
    if (!isNext || ledger > newest) {
      const field = `ledger.transactions[${place}].ledger`
      throw new BadSnapshot(field, 'must be in the order of the ledgers that have closed')
    }
    before = { ledger, index }
  }
}
