import type { OperationsQuery, TransactionsQuery } from '@aloha-pi/contracts/chain'
import type { Response } from 'express'
import { refuse } from '../http/send-refusal.ts'
import type { LedgerView } from '../ledger/ledger.ts'
import { sendList, type AskedForList } from './send-list.ts'
import { chainProblem } from './chain-refusal.ts'
import { replicaOf, type Horizon } from './horizon-world.ts'
import { operationToWire } from './operation-wire.ts'
import { transactionToWire } from './transaction-wire.ts'

/** Whose history is asked for; everybody's, when nothing stands here. */
type Owner = { account?: string; balance?: string; ledger?: number; transaction?: string }

/** The response instead of a history when there is no such account, ledger or transaction. */
export function refuseUnknown({ world }: Horizon, res: Response, owner: Owner) {
  return exists(owner, replicaOf(world)) ? null : refuse(res, chainProblem('not_found'))
}

/** Transactions, as a page or as a stream. */
export function listTransactions(
  horizon: Horizon,
  asked: AskedForList<TransactionsQuery>,
  owner: Omit<Owner, 'transaction'> = {},
) {
  const search = { ...owner, includeFailed: asked.query.include_failed === 'true' }
  const url = horizon.url(asked.res)
  return sendList(horizon, asked, {
    find: (view, page) => view.transactions(search, page),
    toWire: (each) => transactionToWire(each, url),
  })
}

/** Operations, as a page or as a stream. Those of one transaction are shown whether it failed or not, as in Horizon. */
export function listOperations(
  horizon: Horizon,
  asked: AskedForList<OperationsQuery>,
  owner: Owner & { paymentsOnly: boolean },
) {
  const { include_failed, join } = asked.query
  const search = {
    ...owner,
    includeFailed: owner.transaction != null || include_failed === 'true',
  }
  const url = horizon.url(asked.res)
  return sendList(horizon, asked, {
    find: (view, page) => view.operations(search, page),
    toWire: (each) => operationToWire(each, url, join === 'transactions'),
  })
}

function exists({ account, balance, ledger, transaction }: Owner, view: LedgerView): boolean {
  if (account != null) return view.account(account) != null
  if (balance != null) return view.knowsBalance(balance)
  if (ledger != null) return view.header(ledger) != null
  return transaction == null || view.transaction(transaction) != null
}
