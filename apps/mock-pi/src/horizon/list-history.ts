import type { OperationsQuery, TransactionsQuery } from '@aloha-pi/contracts/chain'
import type { Request, Response } from 'express'
import { refuse } from '../http/send-refusal.ts'
import type { LedgerView } from '../ledger/ledger.ts'
import { answerPage } from './answer-page.ts'
import { chainProblem } from './chain-refusal.ts'
import { replicaOf, type Horizon } from './horizon-world.ts'
import { operationToWire } from './operation-wire.ts'
import { transactionToWire } from './transaction-wire.ts'

type Asked<Query> = { req: Request; res: Response; query: Query }
/** Whose history is asked for; everybody's, when nothing stands here. */
type Owner = { account?: string; ledger?: number; transaction?: string }

/** What is answered instead of a history when there is no such account, ledger or transaction. */
export function refuseUnknown({ world }: Horizon, res: Response, owner: Owner) {
  return exists(owner, replicaOf(world)) ? null : refuse(res, chainProblem('not_found'))
}

/** A page of transactions. */
export function listTransactions(
  { world, url }: Horizon,
  { query, ...asked }: Asked<TransactionsQuery>,
  owner: Omit<Owner, 'transaction'> = {},
) {
  const view = replicaOf(world)
  const search = { ...owner, includeFailed: query.include_failed === 'true' }
  return answerPage({ ...asked, query, view, url: url(asked.res) }, (page) =>
    view.transactions(search, page).map((each) => transactionToWire(each, url(asked.res))),
  )
}

/** A page of operations. Those of one transaction are shown whether it failed or not, as in Horizon. */
export function listOperations(
  { world, url }: Horizon,
  { query, ...asked }: Asked<OperationsQuery>,
  { paymentsOnly, ...owner }: Owner & { paymentsOnly: boolean },
) {
  const view = replicaOf(world)
  const includeFailed = owner.transaction != null || query.include_failed === 'true'
  const join = query.join === 'transactions'
  return answerPage({ ...asked, query, view, url: url(asked.res) }, (page) =>
    view
      .operations({ ...owner, includeFailed, paymentsOnly }, page)
      .map((each) => operationToWire(each, url(asked.res), join)),
  )
}

function exists({ account, ledger, transaction }: Owner, view: LedgerView): boolean {
  if (account != null) return view.account(account) != null
  if (ledger != null) return view.header(ledger) != null
  return transaction == null || view.transaction(transaction) != null
}
