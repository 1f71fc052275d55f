import {
  LAST_EVENT_ID_HEADER,
  type FilteredPageQuery,
  type PageQuery,
  type StreamHeaders,
} from '@aloha-pi/contracts/chain'
import type { Response } from 'express'
import { refuse } from '../http/send-refusal.ts'
import type { LedgerView, Page } from '../ledger/ledger.ts'
import { totalOrderId } from '../ledger/total-order-id.ts'
import { sendStream } from './send-stream.ts'
import { chainProblem } from './chain-refusal.ts'
import { recordEvent } from './event-text.ts'
import { replicaOf, type Horizon } from './horizon-world.ts'
import { prefersEvents, type ListRequest } from './negotiate.ts'

export const DEFAULT_LIMIT = 10
/** Largest places that a total order id has for a transaction, and for an operation. */
const LAST_TRANSACTION = 0xfffff
const LAST_OPERATION = 0xfff

type AskedForNone = { req: ListRequest; res: Response; query: FilteredPageQuery }
export type AskedForList<Query extends PageQuery = PageQuery> = {
  req: ListRequest
  res: Response
  query: Query
  headers: StreamHeaders
}
/** A list of the chain: its records, and how Horizon shows each. */
type List<Item, Wire> = {
  find(view: LedgerView, page: Page): Item[]
  toWire(item: Item): Wire
}

/** Sends a list: one page and links to the pages around it, or a stream of its records. */
export function sendList<Item, Wire extends { paging_token: string }>(
  horizon: Horizon,
  asked: AskedForList,
  list: List<Item, Wire>,
) {
  const { req, res, query } = asked
  const view = replicaOf(horizon.world)
  const page = readPage(asked, view)
  if (isBeforeHistory(page, view)) return refuse(res, chainProblem('before_history'))
  if (prefersEvents(req)) return sendStream(horizon, asked, streamOf(horizon, page, list))
  const records = list.find(view, page).map(list.toWire)
  const _links = pageLinks(`${horizon.url(res)}${req.path}`, query, page, records)
  return { status: 200 as const, body: { _links, _embedded: { records } } }
}

/** Sends a list of what the chain does not have: an empty page, or a stream without records. */
export function sendEmptyList(horizon: Horizon, asked: AskedForNone) {
  return prefersEvents(asked.req)
    ? sendStream(horizon, asked, { limit: 1, read: () => [] })
    : sendEmptyPage(horizon, asked)
}

/** Sends the empty list of what the chain does not have. */
export function sendEmptyPage(horizon: Horizon, { req, res, query }: AskedForNone) {
  const { order, limit = '' } = query
  const page = {
    cursor: query.cursor,
    order: order === 'desc' ? ('desc' as const) : ('asc' as const),
    limit: limit === '' ? DEFAULT_LIMIT : Number(limit),
  }
  const _links = pageLinks(`${horizon.url(res)}${req.path}`, query, page, [])
  return { status: 200 as const, body: { _links, _embedded: { records: [] } } }
}

/** The records of a list, from a page on; each is written down when it is sent. */
function streamOf<Item, Wire extends { paging_token: string }>(
  { world }: Horizon,
  page: Page,
  { find, toWire }: List<Item, Wire>,
) {
  const { ledger, settings } = world
  let { cursor } = page
  function* write(items: readonly Item[]) {
    for (const item of items) {
      const record = toWire(item)
      cursor = BigInt(record.paging_token)
      yield recordEvent(record)
    }
  }
  return {
    limit: page.limit,
    read(limit: number) {
      const view = replicaOf({ ledger, settings })
      const rest = { ...page, cursor, limit }
      return isBeforeHistory(rest, view) ? null : write(find(view, rest))
    },
  }
}

/** Empty parameters count as left out, as in Horizon, whose own links carry them. */
function readPage({ query, headers }: AskedForList, view: LedgerView): Page {
  const { order, limit = '' } = query
  const now = () => totalOrderId(view.latest().sequence, LAST_TRANSACTION, LAST_OPERATION)
  // A client that reads a stream on repeats its query, so the header is the newer of the two.
  const cursor = headers[LAST_EVENT_ID_HEADER] || (query.cursor ?? '')
  return {
    order: order === 'desc' ? 'desc' : 'asc',
    limit: limit === '' ? DEFAULT_LIMIT : Number(limit),
    ...(cursor !== '' && { cursor: cursor === 'now' ? now() : BigInt(cursor) }),
  }
}
/** Going down beyond the oldest ledger is an error at Horizon; going up from there begins with that ledger. */
export function isBeforeHistory({ cursor, order }: Omit<Page, 'limit'>, view: LedgerView): boolean {
  return order === 'desc' && cursor != null && cursor <= totalOrderId(view.elder())
}

/** Links to a page and those around it. */
export function pageLinks(
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
