import { initContract } from '@ts-rest/core'
import * as z from 'zod'
import { walletAddressSchema } from '../platform/identifier-schemas.ts'
import { hal, historyResponses, problem } from './common-responses.ts'
import { pageSchema } from './hal-schemas.ts'
import { chainOperation, historyOperation, streamedOperation } from './operation.ts'
import { filteredPageQuerySchema } from './page-query.ts'

const recordsSchema = pageSchema(z.looseObject({})).meta({
  id: 'ChainRecordPage',
  description: "Records as Horizon writes them. The mock's chain has none.",
})
const c = initContract()
const pathParams = z.object({ account_id: walletAddressSchema })

const list = <Path extends string>(path: Path, summary: string, description: string) =>
  ({
    method: 'GET',
    path,
    summary,
    description,
    metadata: chainOperation('assets', 'bad_request', 'not_found'),
    query: filteredPageQuerySchema,
    responses: { 200: hal(recordsSchema), 400: problem, 404: problem },
  }) as const
const listOfAccount = <Path extends string>(path: Path, summary: string, description: string) =>
  ({
    method: 'GET',
    path,
    summary,
    description,
    metadata: historyOperation('accounts'),
    pathParams,
    query: filteredPageQuerySchema,
    responses: historyResponses(recordsSchema),
  }) as const

/** Horizon on what the mock's chain does not have: each list is an empty page, as at Horizon where there is none. */
export const assetOperations = c.router({
  offers: list('/offers', 'List offers', 'Offers to exchange assets. The mock has none.'),
  trades: {
    ...list('/trades', 'List trades', 'Completed exchanges. The mock has none.'),
    metadata: streamedOperation('assets', 'bad_request', 'not_found'),
    responses: { 200: hal(recordsSchema), 400: problem, 404: problem, 429: problem },
  },
  liquidityPools: list('/liquidity_pools', 'List liquidity pools', 'The mock has none.'),
  assets: list(
    '/assets',
    'List assets',
    'Assets that an account has issued. The mock has none at first; once an account trusts one, this list returns 404: it is not simulated.',
  ),
  accountOffers: listOfAccount(
    '/accounts/:account_id/offers',
    'List the offers of an account',
    'The mock has none.',
  ),
  accountTrades: listOfAccount(
    '/accounts/:account_id/trades',
    'List the trades of an account',
    'The mock has none.',
  ),
})
