import { chainContract } from '@aloha-pi/contracts/chain'
import { initServer } from '@ts-rest/express'
import { refuse } from '../http/send-refusal.ts'
import { answerPage } from './answer-page.ts'
import { chainProblem } from './chain-refusal.ts'
import { replicaOf, type Horizon } from './horizon-world.ts'
import { ledgerToWire } from './ledger-wire.ts'
import { listOperations, listTransactions, refuseUnknown } from './list-history.ts'

const { ledgers, ledger, ledgerTransactions, ledgerOperations, ledgerPayments } = chainContract

/** Horizon on closed ledgers. */
export function createLedgerRoutes({ world, url }: Horizon) {
  const lists = { world, url }
  return initServer().router(
    { ledgers, ledger, ledgerTransactions, ledgerOperations, ledgerPayments },
    {
      ledgers: async (asked) => {
        const view = replicaOf(world)
        const base = url(asked.res)
        return answerPage({ ...asked, view, url: base }, (page) =>
          view.headers(page).map((each) => ledgerToWire(each, base)),
        )
      },
      ledger: async ({ params: { ledger_id }, res }) => {
        const view = replicaOf(world)
        const sequence = Number(ledger_id)
        const header = view.header(sequence)
        if (header != null) return { status: 200, body: ledgerToWire(header, url(res)) }
        return sequence < view.elder()
          ? refuse(res, chainProblem('before_history'))
          : refuse(res, chainProblem('not_found'))
      },
      ledgerTransactions: async ({ params: { ledger_id }, ...asked }) =>
        refuseUnknown(lists, asked.res, { ledger: Number(ledger_id) }) ??
        listTransactions(lists, asked, { ledger: Number(ledger_id) }),
      ledgerOperations: async ({ params: { ledger_id }, ...asked }) =>
        refuseUnknown(lists, asked.res, { ledger: Number(ledger_id) }) ??
        listOperations(lists, asked, { ledger: Number(ledger_id), paymentsOnly: false }),
      ledgerPayments: async ({ params: { ledger_id }, ...asked }) =>
        refuseUnknown(lists, asked.res, { ledger: Number(ledger_id) }) ??
        listOperations(lists, asked, { ledger: Number(ledger_id), paymentsOnly: true }),
    },
  )
}
