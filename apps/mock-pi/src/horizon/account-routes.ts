import { chainContract, LATEST_LEDGER_HEADER } from '@aloha-pi/contracts/chain'
import { initServer } from '@ts-rest/express'
import { refuse } from '../http/send-refusal.ts'
import { accountToWire } from './account-wire.ts'
import { sendStream } from './send-stream.ts'
import { chainProblem } from './chain-refusal.ts'
import { resourceEvent } from './event-text.ts'
import { replicaOf, type Horizon } from './horizon-world.ts'
import { listOperations, listTransactions, refuseUnknown } from './list-history.ts'
import { prefersEvents } from './negotiate.ts'
import type { EventSource } from './run-stream.ts'

const { account, accountTransactions, accountOperations, accountPayments } = chainContract

/** Horizon on one account. */
export function createAccountRoutes(horizon: Horizon) {
  const { world, url } = horizon
  return initServer().router(
    { account, accountTransactions, accountOperations, accountPayments },
    {
      account: async ({ params: { account_id }, req, res }) => {
        const view = replicaOf(world)
        const found = view.account(account_id)
        if (found == null) return refuse(res, chainProblem('not_found'))
        if (prefersEvents(req)) {
          const only = resourceEvent(accountToWire(found, url(res)))
          return sendStream(horizon, { req, res }, onlyOnce(only))
        }
        if (world.settings.latest_ledger_header) {
          res.setHeader(LATEST_LEDGER_HEADER, String(view.latest().sequence))
        }
        return { status: 200, body: accountToWire(found, url(res)) }
      },
      accountTransactions: async ({ params: { account_id }, ...asked }) =>
        refuseUnknown(horizon, asked.res, { account: account_id }) ??
        listTransactions(horizon, asked, { account: account_id }),
      accountOperations: async ({ params: { account_id }, ...asked }) =>
        refuseUnknown(horizon, asked.res, { account: account_id }) ??
        listOperations(horizon, asked, { account: account_id, paymentsOnly: false }),
      accountPayments: async ({ params: { account_id }, ...asked }) =>
        refuseUnknown(horizon, asked.res, { account: account_id }) ??
        listOperations(horizon, asked, { account: account_id, paymentsOnly: true }),
    },
  )
}

/** Events of a single resource; at an account Horizon compares ids only, so that a change of it is no event. */
const OBJECT_LIMIT = 10

function onlyOnce(event: string): EventSource {
  const events = [event]
  return { limit: OBJECT_LIMIT, read: () => events.splice(0) }
}
