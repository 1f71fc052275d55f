import type { JournalApi, JournalEntry } from '@aloha-pi/contracts/wire'
import { MAX_KEPT_BODY, type KeptBody } from './kept-body.ts'

/** One request and its response, as cheap to keep as it can be: `describeExchange` makes the entry that is shown. */
export type Exchange = {
  id: number
  /** Bytes that the journal counts for it. */
  weight: number
  api: JournalApi
  /** The mock's clock, in ms. */
  at: number
  /** A clock that only runs forward, in ms. */
  startedAt: number
  durationMs: number | null
  method: string
  /** Path and query. */
  url: string
  /** Name and value in turn, without credentials. */
  headers: readonly string[]
  credential: JournalEntry['request']['credential']
  sent: KeptBody | null
  /** Who called, once that is known: `username` with an access token. */
  caller: { appId: string; username: string | null; scopes: readonly string[] } | null
  /** The route of a contract, once one has taken the request. */
  route: unknown
  response: { status: number; headers: Readonly<Record<string, unknown>> } | null
  received: KeptBody | null
  validation: JournalEntry['validation'] | null
  fault: string | null
  /** Found when first asked for. */
  paymentId?: string | null
}

/** Fixed part of what an exchange costs, in bytes. */
const FIXED_WEIGHT = 600

/** About how many bytes of memory it takes. */
export function weighExchange({ url, headers, sent, response, received }: Exchange): number {
  let weight = FIXED_WEIGHT + url.length
  for (const text of headers) weight += text.length
  for (const body of [sent, received]) weight += Math.min(body?.bytes ?? 0, MAX_KEPT_BODY)
  return response == null ? weight : weight + 200
}
