import { chainContract, type FilteredPageQuery } from '@aloha-pi/contracts/chain'
import { initServer } from '@ts-rest/express'
import type { Response } from 'express'
import { refuse } from '../http/send-refusal.ts'
import { answerEmptyPage } from './answer-page.ts'
import { replicaOf, type Horizon } from './horizon-world.ts'
import { refuseUnknown } from './list-history.ts'
import { notSimulated } from './not-simulated.ts'

const { offers, trades, claimableBalances, liquidityPools, assets } = chainContract
const { accountOffers, accountTrades } = chainContract

type Asked = { req: { path: string }; res: Response; query: FilteredPageQuery }

/** Horizon on what no transaction of this chain can make: every list is empty. */
export function createAssetRoutes({ world, url }: Horizon) {
  const none = async (asked: Asked) => answerEmptyPage({ ...asked, url: url(asked.res) })
  const noneOf = async ({ params, ...asked }: Asked & { params: { account_id: string } }) =>
    refuseUnknown({ world, url }, asked.res, { account: params.account_id }) ?? none(asked)
  return initServer().router(
    { offers, trades, claimableBalances, liquidityPools, assets, accountOffers, accountTrades },
    {
      offers: none,
      trades: none,
      claimableBalances: none,
      liquidityPools: none,
      // Holdings can be issued through the control API.
      assets: async (asked) =>
        replicaOf(world).hasIssued() ? refuse(asked.res, notSimulated('Assets')) : none(asked),
      accountOffers: noneOf,
      accountTrades: noneOf,
    },
  )
}
