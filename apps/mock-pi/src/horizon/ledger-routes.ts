import { chainContract } from '@aloha-pi/contracts/chain'
import { initServer } from '@ts-rest/express'
import { refuse } from '../http/send-refusal.ts'
import { sendList } from './send-list.ts'
import { CHAIN_VERSIONS } from './chain-versions.ts'
import { chainProblem } from './chain-refusal.ts'
import { replicaOf, type Horizon } from './horizon-world.ts'
import { ledgerToWire } from './ledger-wire.ts'
import { listOperations, listTransactions, refuseUnknown } from './list-history.ts'

const { ledgers, ledger, ledgerTransactions, ledgerOperations, ledgerPayments } = chainContract

/** Horizon on closed ledgers. */
export function createLedgerRoutes(horizon: Horizon) {
  const { world, url } = horizon
  const versions = () => CHAIN_VERSIONS[world.settings.chain]
  return initServer().router(
    { ledgers, ledger, ledgerTransactions, ledgerOperations, ledgerPayments },
    {
      ledgers: async (asked) => {
        const base = url(asked.res)
        return sendList(horizon, asked, {
          find: (view, page) => view.headers(page),
          toWire: (each) => ledgerToWire(each, base, versions()),
        })
      },
      ledger: async ({ params: { ledger_id }, res }) => {
        const view = replicaOf(world)
        const sequence = Number(ledger_id)
        const header = view.header(sequence)
        if (header != null) return { status: 200, body: ledgerToWire(header, url(res), versions()) }
        return sequence < view.elder()
          ? refuse(res, chainProblem('before_history'))
          : refuse(res, chainProblem('not_found'))
      },
      ledgerTransactions: async ({ params: { ledger_id }, ...asked }) =>
        refuseUnknown(horizon, asked.res, { ledger: Number(ledger_id) }) ??
        listTransactions(horizon, asked, { ledger: Number(ledger_id) }),
      ledgerOperations: async ({ params: { ledger_id }, ...asked }) =>
        refuseUnknown(horizon, asked.res, { ledger: Number(ledger_id) }) ??
        listOperations(horizon, asked, { ledger: Number(ledger_id), paymentsOnly: false }),
      ledgerPayments: async ({ params: { ledger_id }, ...asked }) =>
        refuseUnknown(horizon, asked.res, { ledger: Number(ledger_id) }) ??
        listOperations(horizon, asked, { ledger: Number(ledger_id), paymentsOnly: true }),
    },
  )
}
