import { chainContract } from '@aloha-pi/contracts/chain'
import { initServer } from '@ts-rest/express'
import type { Horizon } from './horizon-world.ts'
import { listEffects } from './list-effects.ts'
import { refuseUnknown } from './list-history.ts'

const { effects, accountEffects, ledgerEffects, transactionEffects, operationEffects } =
  chainContract

/** Horizon on what operations changed. */
export function createEffectRoutes(horizon: Horizon) {
  return initServer().router(
    { effects, accountEffects, ledgerEffects, transactionEffects, operationEffects },
    {
      effects: async (asked) => listEffects(horizon, asked, {}),
      accountEffects: async ({ params: { account_id }, ...asked }) =>
        refuseUnknown(horizon, asked.res, { account: account_id }) ??
        listEffects(horizon, asked, { account: account_id }),
      ledgerEffects: async ({ params: { ledger_id }, ...asked }) =>
        refuseUnknown(horizon, asked.res, { ledger: Number(ledger_id) }) ??
        listEffects(horizon, asked, { ledger: Number(ledger_id) }),
      transactionEffects: async ({ params: { tx_id }, ...asked }) =>
        refuseUnknown(horizon, asked.res, { transaction: tx_id }) ??
        listEffects(horizon, asked, { transaction: tx_id }),
      // Horizon does not look whether there is such an operation.
      operationEffects: async ({ params: { id }, ...asked }) =>
        listEffects(horizon, asked, { operation: BigInt(id) }),
    },
  )
}
