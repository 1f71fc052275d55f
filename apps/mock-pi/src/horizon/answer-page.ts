import type { FilteredPageQuery, PageQuery } from '@aloha-pi/contracts/chain'
import type { Request, Response } from 'express'
import { refuse } from '../http/send-refusal.ts'
import type { LedgerView, Page } from '../ledger/ledger.ts'
import { totalOrderId } from '../ledger/total-order-id.ts'
import { chainProblem } from './chain-refusal.ts'

const DEFAULT_LIMIT = 10
/** Largest places that a total order id has for a transaction, and for an operation. */
const LAST_TRANSACTION = 0xfffff
const LAST_OPERATION = 0xfff

type AskedForNone = { req: { path: string }; url: string; query: FilteredPageQuery }
type Asked = { req: Request; res: Response; url: string; view: LedgerView; query: PageQuery }

/** Sends one page of a list, with links to the pages around it. */
export function answerPage<Wire extends { paging_token: string }>(
  { req, res, url, view, query }: Asked,
  find: (page: Page) => Wire[],
) {
  const page = readPage(query, view)
  if (isBeforeHistory(page, view)) return refuse(res, chainProblem('before_history'))
  const records = find(page)
  const _links = pageLinks(`${url}${req.path}`, query, page, records)
  return { status: 200 as const, body: { _links, _embedded: { records } } }
}

/** Sends a list of what the chain does not have. */
export function answerEmptyPage({ req, url, query }: AskedForNone) {
  const { order, limit = '' } = query
  const page = {
    cursor: query.cursor,
    order: order === 'desc' ? ('desc' as const) : ('asc' as const),
    limit: limit === '' ? DEFAULT_LIMIT : Number(limit),
  }
  const _links = pageLinks(`${url}${req.path}`, query, page, [])
  return { status: 200 as const, body: { _links, _embedded: { records: [] } } }
}

/** Empty parameters count as left out, as in Horizon, whose own links carry them. */
function readPage({ cursor = '', order, limit = '' }: PageQuery, view: LedgerView): Page {
  const now = () => totalOrderId(view.latest().sequence, LAST_TRANSACTION, LAST_OPERATION)
  return {
    order: order === 'desc' ? 'desc' : 'asc',
    limit: limit === '' ? DEFAULT_LIMIT : Number(limit),
    ...(cursor !== '' && { cursor: cursor === 'now' ? now() : BigInt(cursor) }),
  }
}

/** Going down beyond the oldest ledger is an error at Horizon; going up from there begins with that ledger. */
function isBeforeHistory({ cursor, order }: Page, view: LedgerView): boolean {
  return order === 'desc' && cursor != null && cursor <= totalOrderId(view.elder())
}

function pageLinks(
  path: string,
  query: Readonly<Record<string, unknown>>,
  { cursor, order, limit }: Omit<Page, 'cursor'> & { cursor?: bigint | string | undefined },
  records: readonly { paging_token: string }[],
) {
  const at = (token: string, direction: string) => {
    const parameters = { ...query, cursor: token, limit: String(limit), order: direction }
    const given = Object.entries(parameters).filter(
      (each): each is [string, string] => typeof each[1] === 'string',
    )
    const search = new URLSearchParams(given)
    search.sort()
    return { href: `${path}?${search}` }
  }
  const here = cursor == null ? '' : String(cursor)
  return {
    self: at(here, order),
    next: at(records.at(-1)?.paging_token ?? here, order),
    prev: at(records[0]?.paging_token ?? here, order === 'asc' ? 'desc' : 'asc'),
  }
}
