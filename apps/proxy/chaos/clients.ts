import { setTimeout } from 'node:timers/promises'
import { createRandom, type Random } from '../testkit/random.ts'

export type Order = {
  name: string
  uid: string
  address: string
  stroops: bigint
  seed: number
  /** False: calls without an idempotency key. Each has its own body, and is never cancelled. */
  isKeyed: boolean
  /** False: Pi knows no such user. */
  isPayable: boolean
}
export type Row = { payout_id: string; status: string; txid: string | null }
/** What came back to one call; without a row it proves nothing. */
export type ClientResponse = {
  order: string
  /** `create`, `details` or `cancel`. */
  asked: string
  sentAt: number
  at: number
  status: number | null
  row: Row | undefined
  code: string | undefined
}

const FINAL = new Set(['completed', 'paid_unconfirmed', 'cancelled', 'failed'])
export function isFinalRow(row: Row | undefined): boolean {
  return isFinal(row?.status)
}
export function isFinal(status: string | undefined): boolean {
  return status != null && FINAL.has(status)
}

export type ClientWorld = {
  urls: readonly [string, ...string[]]
  key: string
  record: (response: ClientResponse, text: string) => void
  isOver: () => boolean
}

/** Asks until the payout is final: repeats, joins, looks, sometimes cancels, gives up early. Returns the end. */
export async function driveOrder(world: ClientWorld, order: Order): Promise<Row | undefined> {
  const random = createRandom(order.seed)
  const wantsCancel = order.isKeyed && random.chance(0.08)
  let id: string | undefined
  const ends: Row[] = []
  const call = async (method: string, path: string, body?: string) => {
    const response = await ask(world, order, random, { method, path, body })
    id ??= response.row?.payout_id
    if (response.row != null && isFinalRow(response.row)) ends.push(response.row)
  }
  const create = () => call('POST', 'create', bodyOf(order))
  while (ends.length === 0 && !world.isOver()) {
    if (id != null && wantsCancel && random.chance(0.3)) await call('POST', `cancel/${id}`, '{}')
    else if (id != null && random.chance(0.3)) await call('GET', `details/${id}`)
    else await Promise.all(random.chance(0.15) ? [create(), create()] : [create()])
    if (ends.length === 0) await setTimeout(random.int(500, 5_000))
  }
  const [end] = ends
  if (end != null && random.chance(0.2)) await create()
  if (end != null && order.isKeyed && random.chance(0.05))
    await call('POST', `cancel/${end.payout_id}`, '{}')
  return end
}

/** Looks once, without an injected fault: what was ever reported must be known, and not be begun again. */
export async function lookUp(
  world: ClientWorld,
  order: Order,
  id: string | undefined,
): Promise<ClientResponse> {
  const request =
    id == null
      ? { method: 'POST', path: 'create', body: bodyOf(order) }
      : { method: 'GET', path: `details/${id}` }
  return ask(world, order, undefined, request)
}

function bodyOf({ name, uid, stroops }: Order): string {
  const metadata = { order: name }
  return JSON.stringify({ payment: { amount: Number(stroops) / 1e7, memo: name, metadata, uid } })
}

async function ask(
  world: ClientWorld,
  order: Order,
  random: Random | undefined,
  { method, path, body }: { method: string; path: string; body?: string | undefined },
): Promise<ClientResponse> {
  const url = random?.pick(world.urls) ?? world.urls[0]
  const sentAt = Date.now()
  const headers = {
    authorization: `Bearer ${world.key}`,
    'content-type': 'application/json',
    ...(path === 'create' && order.isKeyed && { 'idempotency-key': order.name }),
  }
  let status: number | null = null
  let text = ''
  try {
    const response = await fetch(`${url}/v1/transaction/a2u/${path}`, {
      method,
      headers,
      ...(body != null && { body }),
      signal: AbortSignal.timeout(random?.int(800, 8_000) ?? 20_000),
    })
    status = response.status
    text = await response.text()
  } catch {
    // No response: the outcome is open.
  }
  const [asked = path] = path.split('/')
  const said = readResponse(text)
  const response = { order: order.name, asked, sentAt, at: Date.now(), status, ...said }
  world.record(response, text)
  return response
}

/** A page of a load balancer, or half a response, says nothing. */
function readResponse(text: string): Pick<ClientResponse, 'row' | 'code'> {
  try {
    // The shape of our contract; anything else has neither field.
    const body = JSON.parse(text) as { code?: string; sbResData?: { row?: Row } } | null
    return { row: body?.sbResData?.row, code: body?.code }
  } catch {
    return { row: undefined, code: undefined }
  }
}
