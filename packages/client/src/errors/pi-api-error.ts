import type { Payment, PlatformErrorCode } from '@aloha-pi/contracts/wire'
import { ApiError, type Refusal } from './api-error.ts'

/** Pi's error object as it came, with the credential taken out should Pi have repeated it. */
export type PiErrorBody = { [field: string]: unknown; error: string }

export type PiRefusal = Refusal & {
  payment?: Payment | undefined
  verificationError?: string | undefined
  body?: PiErrorBody | undefined
}

/**
 * Pi responded with a 4xx or 5xx status. With Pi's JSON error shape, `code` and `body` are set; without it
 * (empty 401, HTML 500, a gateway's page) only `status` is known and both are undefined.
 */
export class PiApiError extends ApiError {
  override name = 'PiApiError'
  /** Pi's error code; undefined without one, also when `error` is a sentence (notifications). */
  readonly code: PlatformErrorCode | (string & {}) | undefined
  /** The payment that blocks this one, when Pi sent one of the current shape. */
  readonly payment: Payment | undefined
  readonly verificationError: string | undefined
  readonly body: PiErrorBody | undefined

  constructor(request: string, refusal: PiRefusal) {
    super(request, refusal)
    this.code = refusal.code
    this.payment = refusal.payment
    this.verificationError = refusal.verificationError
    this.body = refusal.body
  }
}

export function isPiApiError(error: unknown): error is PiApiError {
  return error instanceof PiApiError
}
