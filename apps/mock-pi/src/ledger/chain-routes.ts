import { chainContract } from '@aloha-pi/contracts/chain'
import { initServer } from '@ts-rest/express'
import type { AppStore } from '../apps/app-store.ts'
import { chainProblem } from '../http/chain-refusal.ts'
import { refuse } from '../http/send-refusal.ts'
import type { Ledger } from './simple-ledger.ts'
import { rootToWire } from './root-wire.ts'
import { transactionToWire } from './transaction-wire.ts'

/** The part of the contract that this ledger can answer. */
export const servedChain = { root: chainContract.root, transaction: chainContract.transaction }

/** Horizon, as far as the mock's chain goes. */
export function createChainRoutes(world: { ledger: Ledger; apps: AppStore }, url: () => string) {
  return initServer().router(servedChain, {
    root: async () => ({
      status: 200,
      body: rootToWire(world.ledger.latest(), world.apps.first().network, url()),
    }),
    transaction: async ({ params: { tx_id }, res }) => {
      const transaction = world.ledger.find(tx_id)
      return transaction == null
        ? refuse(res, chainProblem('not_found'))
        : { status: 200, body: transactionToWire(transaction, url()) }
    },
  })
}
