import { chainContract } from '@aloha-pi/contracts/chain'
import { initServer } from '@ts-rest/express'
import { refuse } from '../http/send-refusal.ts'
import { chainProblem } from './chain-refusal.ts'
import { historicTransactionToWire } from './historic-transaction.ts'
import { replicaOf, type Horizon } from './horizon-world.ts'
import { listOperations, listTransactions, refuseUnknown } from './list-history.ts'
import { createSubmitHandler } from './submit-handler.ts'
import { transactionToWire } from './transaction-wire.ts'

const { transactions, submit, transaction, transactionOperations, transactionPayments } =
  chainContract

/** Horizon on transactions. */
export function createTransactionRoutes(horizon: Horizon) {
  const { world, url } = horizon
  return initServer().router(
    { transactions, submit, transaction, transactionOperations, transactionPayments },
    {
      transactions: async (asked) => listTransactions(horizon, asked),
      submit: createSubmitHandler(horizon),
      transaction: async ({ params: { tx_id }, res }) => {
        const found = replicaOf(world).transaction(tx_id)
        const body =
          found == null
            ? historicTransactionToWire(tx_id, world.payments, url(res))
            : transactionToWire(found, url(res))
        return body == null ? refuse(res, chainProblem('not_found')) : { status: 200, body }
      },
      transactionOperations: async ({ params: { tx_id }, ...asked }) =>
        refuseUnknown(horizon, asked.res, { transaction: tx_id }) ??
        listOperations(horizon, asked, { transaction: tx_id, paymentsOnly: false }),
      transactionPayments: async ({ params: { tx_id }, ...asked }) =>
        refuseUnknown(horizon, asked.res, { transaction: tx_id }) ??
        listOperations(horizon, asked, { transaction: tx_id, paymentsOnly: true }),
    },
  )
}
