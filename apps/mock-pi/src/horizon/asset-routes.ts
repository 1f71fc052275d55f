import { chainContract, type FilteredPageQuery } from '@aloha-pi/contracts/chain'
import { initServer } from '@ts-rest/express'
import type { Response } from 'express'
import { refuse } from '../http/send-refusal.ts'
import { sendEmptyList, sendEmptyPage } from './send-list.ts'
import { replicaOf, type Horizon } from './horizon-world.ts'
import { refuseUnknown } from './list-history.ts'
import type { ListRequest } from './negotiate.ts'
import { notSimulated } from './not-simulated.ts'

const { offers, trades, liquidityPools, assets } = chainContract
const { accountOffers, accountTrades } = chainContract

type Asked = { req: ListRequest; res: Response; query: FilteredPageQuery }

/** Horizon on what no transaction of this chain can make: every list is empty. */
export function createAssetRoutes(horizon: Horizon) {
  const none = async (asked: Asked) => sendEmptyPage(horizon, asked)
  const noneOf = async ({ params, ...asked }: Asked & { params: { account_id: string } }) =>
    refuseUnknown(horizon, asked.res, { account: params.account_id }) ??
    sendEmptyList(horizon, asked)
  return initServer().router(
    { offers, trades, liquidityPools, assets, accountOffers, accountTrades },
    {
      offers: none,
      trades: async (asked) => sendEmptyList(horizon, asked),
      liquidityPools: none,
      // Each needs statistics of all accounts, which the ledger does not keep.
      assets: async (asked) =>
        replicaOf(horizon.world).hasIssued()
          ? refuse(asked.res, notSimulated('Assets'))
          : none(asked),
      accountOffers: noneOf,
      accountTrades: noneOf,
    },
  )
}
