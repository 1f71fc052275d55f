import type { WireAnswer, WireRequest } from '../http/wire.ts'

/** One request of a case and what came of it. */
export type Exchange = {
  /** The operation, or where else it went. */
  to: string
  request: WireRequest
  answer: WireAnswer | undefined
  /** Why there is no response. */
  noAnswer: string | undefined
  /** What is wrong with it. */
  problems: string[]
}
