import type { AlohaErrorCode, PayoutRow, U2aRow } from '@aloha-pi/contracts/wire'
import { ApiError, type Refusal } from './api-error.ts'

/** The error envelope as it came, with the key taken out should the server have repeated it. */
export type AlohaErrorBody = { [field: string]: unknown; error: string }

export type AlohaRefusal = Refusal & {
  payout?: PayoutRow | undefined
  record?: U2aRow | undefined
  body?: AlohaErrorBody | undefined
}

/**
 * The aloha-pi server responded with a 4xx or 5xx status. Without its error envelope (a gateway's page)
 * only `status` is known: `code` and `body` are undefined.
 */
export class AlohaApiError extends ApiError {
  override name = 'AlohaApiError'
  readonly code: AlohaErrorCode | (string & {}) | undefined
  /** The payout in the state that the response found or left it in: `failed`, `cancelled`, … */
  readonly payout: PayoutRow | undefined
  /** The server's record of a user-to-app payment. */
  readonly record: U2aRow | undefined
  readonly body: AlohaErrorBody | undefined

  constructor(request: string, refusal: AlohaRefusal) {
    super(request, refusal)
    this.code = refusal.code
    this.payout = refusal.payout
    this.record = refusal.record
    this.body = refusal.body
  }
}

export function isAlohaApiError(error: unknown): error is AlohaApiError {
  return error instanceof AlohaApiError
}
