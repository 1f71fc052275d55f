import type { JournalApi, JournalEntry } from '@aloha-pi/contracts/wire'
import type { KeptBody } from './kept-body.ts'

/** Who called: `username` with an access token. */
export type Caller = { appId: string; username: string | null; scopes: readonly string[] }

/** One request and its response, as they came: `describeExchange` makes the entry that is shown. */
export type Exchange = {
  id: number
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
  /** Once that is known. */
  caller: Caller | null
  /** The route of a contract, once one has taken the request. */
  route: unknown
  response: { status: number; headers: Readonly<Record<string, unknown>> } | null
  received: KeptBody | null
  validation: JournalEntry['validation'] | null
  /** Whether a fault holds its response back, or has. */
  isHeld: boolean
  /** What a fault did to it, and the id for `explain`, which a response that is never sent does not show. */
  fault: { id: string; rule: string; requestId: string } | null
}
