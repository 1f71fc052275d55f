import { chainContract, LATEST_LEDGER_HEADER } from '@aloha-pi/contracts/chain'
import { initServer } from '@ts-rest/express'
import { refuse } from '../http/send-refusal.ts'
import { accountToWire } from './account-wire.ts'
import { chainProblem } from './chain-refusal.ts'
import { replicaOf, type Horizon } from './horizon-world.ts'
import { listOperations, listTransactions, refuseUnknown } from './list-history.ts'

const { account, accountTransactions, accountOperations, accountPayments } = chainContract

/** Horizon on one account. */
export function createAccountRoutes({ world, url }: Horizon) {
  const lists = { world, url }
  return initServer().router(
    { account, accountTransactions, accountOperations, accountPayments },
    {
      account: async ({ params: { account_id }, res }) => {
        const view = replicaOf(world)
        const found = view.account(account_id)
        if (found == null) return refuse(res, chainProblem('not_found'))
        if (world.settings.latest_ledger_header) {
          res.setHeader(LATEST_LEDGER_HEADER, String(view.latest().sequence))
        }
        return { status: 200, body: accountToWire(found, url(res)) }
      },
      accountTransactions: async ({ params: { account_id }, ...asked }) =>
        refuseUnknown(lists, asked.res, { account: account_id }) ??
        listTransactions(lists, asked, { account: account_id }),
      accountOperations: async ({ params: { account_id }, ...asked }) =>
        refuseUnknown(lists, asked.res, { account: account_id }) ??
        listOperations(lists, asked, { account: account_id, paymentsOnly: false }),
      accountPayments: async ({ params: { account_id }, ...asked }) =>
        refuseUnknown(lists, asked.res, { account: account_id }) ??
        listOperations(lists, asked, { account: account_id, paymentsOnly: true }),
    },
  )
}
