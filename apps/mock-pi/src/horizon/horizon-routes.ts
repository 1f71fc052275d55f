import { chainContract } from '@aloha-pi/contracts/chain'
import { initServer, type createExpressEndpoints } from '@ts-rest/express'
import { createAccountRoutes } from './account-routes.ts'
import { createAssetRoutes } from './asset-routes.ts'
import { createClaimableBalanceRoutes } from './claimable-balance-routes.ts'
import { createEffectRoutes } from './effect-routes.ts'
import { feeStatsToWire } from './fee-stats-wire.ts'
import { replicaOf, type Horizon } from './horizon-world.ts'
import { createLedgerRoutes } from './ledger-routes.ts'
import { createOperationRoutes } from './operation-routes.ts'
import { rootToWire } from './root-wire.ts'
import { createTransactionRoutes } from './transaction-routes.ts'

/** Named, because all routes together are a longer type than the compiler writes into a declaration. */
type HorizonRoutes = Parameters<typeof createExpressEndpoints<typeof chainContract>>[1]

/** Horizon, as far as Pi's SDKs and wallets call it. */
export function createHorizonRoutes(horizon: Horizon): HorizonRoutes {
  const { world, url } = horizon
  return initServer().router(chainContract, {
    root: async ({ res }) => {
      const { ledger, settings } = world
      const coreLatest = ledger.view().latest().sequence
      return {
        status: 200,
        body: rootToWire(replicaOf(world), coreLatest, {
          network: ledger.network,
          chain: settings.chain,
          url: url(res),
        }),
      }
    },
    feeStats: async () => ({ status: 200, body: feeStatsToWire(replicaOf(world)) }),
    ...createAccountRoutes(horizon),
    ...createLedgerRoutes(horizon),
    ...createTransactionRoutes(horizon),
    ...createOperationRoutes(horizon),
    ...createAssetRoutes(horizon),
    ...createClaimableBalanceRoutes(horizon),
    ...createEffectRoutes(horizon),
  })
}
