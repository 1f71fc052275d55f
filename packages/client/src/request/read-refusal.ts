import {
  payoutRowSchema,
  paymentSchema,
  readRetryAfter,
  u2aRowSchema,
} from '@aloha-pi/contracts/wire'
import { AlohaApiError } from '../errors/aloha-api-error.ts'
import type { Refusal } from '../errors/api-error.ts'
import { PiApiError } from '../errors/pi-api-error.ts'
import type { ApiResponse } from './exchange.ts'
import { parseJson } from './parse-json.ts'
import type { Redact } from './redact.ts'

/** Pi's error of a response with a 4xx or 5xx status. */
export function readPiRefusal(request: string, response: ApiResponse, redact: Redact): PiApiError {
  const body = readErrorBody(response, redact)
  if (body == null) return new PiApiError(request, commonPart(response))
  // Notifications put a sentence where all others have a code.
  const isCode = /^\w{1,64}$/.test(body.error)
  const { error_message: message, payment, verification_error: verificationError } = body
  return new PiApiError(request, {
    ...commonPart(response),
    body,
    code: isCode ? body.error : undefined,
    reason: oneLine(isCode ? message : body.error),
    // A malformed payment must not hide the code.
    payment: paymentSchema.safeParse(payment).data,
    verificationError: typeof verificationError === 'string' ? verificationError : undefined,
  })
}

/** The aloha-pi server's error of a response with a 4xx or 5xx status. */
export function readAlohaRefusal(
  request: string,
  response: ApiResponse,
  redact: Redact,
): AlohaApiError {
  const body = readErrorBody(response, redact)
  const code = body?.['code']
  if (body == null || typeof code !== 'string' || !/^\w{1,64}$/.test(code)) {
    return new AlohaApiError(request, commonPart(response))
  }
  // A malformed record must not hide the code.
  const row = isObject(body['sbResData']) ? body['sbResData']['row'] : undefined
  return new AlohaApiError(request, {
    ...commonPart(response),
    body,
    code,
    reason: oneLine(body.error),
    payout: payoutRowSchema.safeParse(row).data,
    record: u2aRowSchema.safeParse(row).data,
  })
}

function commonPart({ status, requestId, headers }: ApiResponse): Refusal {
  return { status, requestId, retryAfterMs: readRetryAfter(headers()) }
}

type ErrorBody = { [field: string]: unknown; error: string }

function readErrorBody({ bytes }: ApiResponse, redact: Redact): ErrorBody | undefined {
  const json = parseJson(bytes)
  const body = json.ok ? redact.json(json.value) : undefined
  return isErrorBody(body) ? body : undefined
}

function isErrorBody(value: unknown): value is ErrorBody {
  return isObject(value) && typeof value['error'] === 'string'
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value != null
}

/** A server's text as part of a message: no line breaks, no more than a few lines. */
function oneLine(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').slice(0, 300)
}
