import { chainContract, type ClaimableBalancesQuery } from '@aloha-pi/contracts/chain'
import { initServer } from '@ts-rest/express'
import type { Response } from 'express'
import { refuse } from '../http/send-refusal.ts'
import type { ClaimableBalance } from '../ledger/claimable-balance.ts'
import type { Asset } from '../ledger/envelope.ts'
import { decodeStrkey } from '../ledger/strkey.ts'
import { DEFAULT_LIMIT, pageLinks } from './send-list.ts'
import { badField } from './chain-input-refusal.ts'
import { chainProblem } from './chain-refusal.ts'
import { claimableBalanceToWire } from './claimable-balance-wire.ts'
import { replicaOf, type Horizon } from './horizon-world.ts'
import { listOperations, listTransactions, refuseUnknown } from './list-history.ts'

const { claimableBalances, claimableBalance } = chainContract
const { claimableBalanceTransactions, claimableBalanceOperations } = chainContract

/** Horizon on claimable balances: what waits now, and the history of each. */
export function createClaimableBalanceRoutes(horizon: Horizon) {
  const { world, url } = horizon
  return initServer().router(
    {
      claimableBalances,
      claimableBalance,
      claimableBalanceTransactions,
      claimableBalanceOperations,
    },
    {
      claimableBalances: async (asked) => listBalances(horizon, asked),
      claimableBalance: async ({ params: { balance_id }, res }) => {
        const found = replicaOf(world).claimableBalance(balance_id)
        return found == null
          ? refuse(res, chainProblem('not_found'))
          : { status: 200, body: claimableBalanceToWire(found, url(res)) }
      },
      claimableBalanceTransactions: async ({ params: { balance_id }, ...asked }) =>
        refuseUnknown(horizon, asked.res, { balance: balance_id }) ??
        listTransactions(horizon, asked, { balance: balance_id }),
      claimableBalanceOperations: async ({ params: { balance_id }, ...asked }) =>
        refuseUnknown(horizon, asked.res, { balance: balance_id }) ??
        listOperations(horizon, asked, { balance: balance_id, paymentsOnly: false }),
    },
  )
}

function listBalances(
  { world, url }: Horizon,
  { req, res, query }: { req: { path: string }; res: Response; query: ClaimableBalancesQuery },
) {
  const { asset = '', sponsor = '', claimant = '', cursor = '', limit = '' } = query
  const issuer = asset.split(':')[1] ?? ''
  const mistyped = Object.entries({ asset: issuer, sponsor, claimant }).find(
    ([, address]) => address !== '' && decodeStrkey('G', address) == null,
  )
  if (mistyped != null) {
    return refuse(res, badField(mistyped[0], 'must be an address without a typing error'))
  }
  const order = query.order === 'desc' ? 'desc' : 'asc'
  const all = replicaOf(world).claimableBalances({
    ...(asset !== '' && { asset: readAsset(asset) }),
    ...(sponsor !== '' && { sponsor }),
    ...(claimant !== '' && { claimant }),
  })
  const page = { cursor, order, limit: limit === '' ? DEFAULT_LIMIT : Number(limit) } as const
  const base = url(res)
  const records = (order === 'asc' ? all : all.toReversed())
    .filter((each) => cursor === '' || isBeyond(each, page))
    .slice(0, page.limit)
    .map((each) => claimableBalanceToWire(each, base))
  const _links = pageLinks(`${base}${req.path}`, query, page, records)
  return { status: 200 as const, body: { _links, _embedded: { records } } }
}

function isBeyond(
  { id, lastModifiedLedger }: ClaimableBalance,
  { cursor, order }: { cursor: string; order: 'asc' | 'desc' },
): boolean {
  const [ledger = '', last = ''] = cursor.split('-')
  const isSameLedger = lastModifiedLedger === Number(ledger)
  if (order === 'asc') return isSameLedger ? id > last : lastModifiedLedger > Number(ledger)
  return isSameLedger ? id < last : lastModifiedLedger < Number(ledger)
}

function readAsset(text: string): Asset {
  const [code = '', issuer = ''] = text.split(':')
  return text === 'native' ? text : { code, issuer }
}
