import { chainContract } from '@aloha-pi/contracts/chain'
import { initServer } from '@ts-rest/express'
import { refuse } from '../http/send-refusal.ts'
import { totalOrderId } from '../ledger/total-order-id.ts'
import { chainProblem } from './chain-refusal.ts'
import { replicaOf, type Horizon } from './horizon-world.ts'
import { listOperations } from './list-history.ts'
import { operationToWire } from './operation-wire.ts'

const { operations, operation, payments } = chainContract

/** Horizon on operations of all transactions. */
export function createOperationRoutes(horizon: Horizon) {
  const { world, url } = horizon
  return initServer().router(
    { operations, operation, payments },
    {
      operations: async (asked) => listOperations(horizon, asked, { paymentsOnly: false }),
      operation: async ({ params, res }) => {
        const view = replicaOf(world)
        const id = BigInt(params.id)
        if (id < totalOrderId(view.elder())) return refuse(res, chainProblem('before_history'))
        const [found] = view.operations(
          { includeFailed: true, paymentsOnly: false },
          { cursor: id - 1n, order: 'asc', limit: 1 },
        )
        return found?.id === id
          ? { status: 200, body: operationToWire(found, url(res), false) }
          : refuse(res, chainProblem('not_found'))
      },
      payments: async (asked) => listOperations(horizon, asked, { paymentsOnly: true }),
    },
  )
}
