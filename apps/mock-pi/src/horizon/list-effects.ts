import {
  LAST_EVENT_ID_HEADER,
  type ChainEffect,
  type EffectsQuery,
  type StreamHeaders,
} from '@aloha-pi/contracts/chain'
import type { Response } from 'express'
import { refuse } from '../http/send-refusal.ts'
import type { LedgerOperation, LedgerView } from '../ledger/ledger.ts'
import { totalOrderId } from '../ledger/total-order-id.ts'
import { DEFAULT_LIMIT, isBeforeHistory, pageLinks } from './send-list.ts'
import { sendStream } from './send-stream.ts'
import { chainProblem } from './chain-refusal.ts'
import { EFFECT_TYPES } from './effect-types.ts'
import { effectsOf, type Effect } from './effects-of.ts'
import { recordEvent } from './event-text.ts'
import { linksTo, secondsToWire } from './hal-links.ts'
import { replicaOf, type Horizon } from './horizon-world.ts'
import { prefersEvents, type ListRequest } from './negotiate.ts'
import { muxed } from './operation-details.ts'

type Asked = { req: ListRequest; res: Response; query: EffectsQuery; headers: StreamHeaders }
/** Whose effects are asked for: everyone's where it is empty. `operation` is an id. */
type Owner = { account?: string; ledger?: number; transaction?: string; operation?: bigint }
/** An effect by its operation, and its place among the effects of that, from 1. */
type Placed = { operation: LedgerOperation; order: bigint; effect: Effect }
type Page = {
  cursor: { operation: bigint; order: bigint } | null
  order: 'asc' | 'desc'
  limit: number
}

/** Effects, as a page or as a stream. */
export function listEffects(horizon: Horizon, asked: Asked, owner: Owner) {
  const { req, res, query } = asked
  const view = replicaOf(horizon.world)
  const page = readPage(asked, view)
  if (isPast(page, view)) return refuse(res, chainProblem('before_history'))
  const url = horizon.url(res)
  if (prefersEvents(req)) return sendStream(horizon, asked, streamOf(horizon, { owner, page, url }))
  const records = findEffects(view, owner, page).map((each) => effectToWire(each, url))
  const { cursor } = page
  const here = cursor == null ? undefined : tokenOf(cursor.operation, cursor.order)
  const _links = pageLinks(`${url}${req.path}`, query, { ...page, cursor: here }, records)
  return { status: 200 as const, body: { _links, _embedded: { records } } }
}

/** Effects from a page on; each is written when it is sent. */
function streamOf(
  { world }: Horizon,
  { owner, page, url }: { owner: Owner; page: Page; url: string },
) {
  const { ledger, settings } = world
  let { cursor } = page
  function* write(effects: readonly Placed[]) {
    for (const each of effects) {
      cursor = { operation: each.operation.id, order: each.order }
      yield recordEvent(effectToWire(each, url))
    }
  }
  return {
    limit: page.limit,
    read(limit: number) {
      const view = replicaOf({ ledger, settings })
      const rest = { ...page, cursor, limit }
      return isPast(rest, view) ? null : write(findEffects(view, owner, rest))
    },
  }
}

function isPast({ cursor, order }: Page, view: LedgerView): boolean {
  return isBeforeHistory({ cursor: cursor?.operation, order }, view)
}

/** Horizon takes a cursor of one number for one behind all effects of that operation. */
function readPage({ query, headers }: Pick<Asked, 'query' | 'headers'>, view: LedgerView): Page {
  const { order, limit = '' } = query
  const newest = totalOrderId(view.latest().sequence + 1) - 1n
  // A client that reads a stream on repeats its query, so the header is the newer of the two.
  const asked = headers[LAST_EVENT_ID_HEADER] || (query.cursor ?? '')
  const token = asked === 'now' ? String(newest) : asked
  const [operation = '', place = String(2n ** 63n - 1n)] = token.split('-')
  return {
    order: order === 'desc' ? 'desc' : 'asc',
    limit: limit === '' ? DEFAULT_LIMIT : Number(limit),
    cursor: operation === '' ? null : { operation: BigInt(operation), order: BigInt(place) },
  }
}

/** Reads operations from that of the cursor on, until there are effects enough. */
function findEffects(view: LedgerView, owner: Owner, page: Page): Placed[] {
  const { cursor, order, limit } = page
  const { operation, ...query } = owner
  const step = order === 'asc' ? -1n : 1n
  const first = operation ?? cursor?.operation
  let from = first == null ? undefined : first + step
  const found: Placed[] = []
  while (found.length < limit) {
    const search = { ...query, includeFailed: false, paymentsOnly: false }
    const size = operation == null ? limit : 1
    const operations = view.operations(search, { cursor: from, order, limit: size })
    const own = operations.filter(({ id }) => operation == null || id === operation)
    found.push(...own.flatMap((each) => placeEffects(each, owner, page)))
    from = operations.at(-1)?.id
    if (operations.length < size || operation != null) break
  }
  return found.slice(0, limit)
}

function placeEffects(operation: LedgerOperation, { account }: Owner, page: Page): Placed[] {
  const { cursor, order } = page
  const placed = effectsOf(operation)
    .map((effect, index) => ({ operation, order: BigInt(index + 1), effect }))
    .filter(({ effect }) => account == null || effect.account.address === account)
    .filter((each) => {
      if (cursor == null) return true
      const [id, start] = [each.operation.id, cursor.operation]
      const behind = id === start ? each.order - cursor.order : id - start
      return order === 'asc' ? behind > 0n : behind < 0n
    })
  return order === 'asc' ? placed : placed.toReversed()
}

function effectToWire({ operation, order, effect }: Placed, url: string): ChainEffect {
  const { id, transaction } = operation
  const { account, type, details } = effect
  const { link } = linksTo(url)
  const token = tokenOf(id, order)
  return {
    _links: {
      operation: link(`/operations/${id}`),
      succeeds: link(`/effects?order=desc&cursor=${token}`),
      precedes: link(`/effects?order=asc&cursor=${token}`),
    },
    id: `${String(id).padStart(19, '0')}-${String(order).padStart(10, '0')}`,
    paging_token: token,
    account: account.address,
    ...muxed('account', account),
    type,
    type_i: EFFECT_TYPES[type],
    created_at: secondsToWire(transaction.closedAt),
    ...details,
  }
}

function tokenOf(operation: bigint, order: bigint): string {
  return `${operation}-${order}`
}
