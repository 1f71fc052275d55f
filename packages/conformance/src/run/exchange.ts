import type { WireResponse, WireRequest } from '../http/wire.ts'

/** One request of a case and what came of it. */
export type Exchange = {
  /** The operation, or where else it went. */
  to: string
  request: WireRequest
  response: WireResponse | undefined
  /** Why there is no response. */
  noAnswer: string | undefined
  /** What is wrong with it. */
  problems: string[]
}
