import { classifyRequestError, type RequestError } from '@aloha-pi/express-server'
import { DrizzleQueryError } from 'drizzle-orm'
import type { NextFunction, Request, Response } from 'express'
import { unknownOutcome } from './unknown-outcome.ts'
import type { ReportFault } from '../telemetry/logger.ts'
import { refusal, type Refusal } from './refusal.ts'
import { sendRefusal } from './send-refusal.ts'
import { UnavailableError } from '../telemetry/unavailable-error.ts'

const RETRY_SECONDS = 5

/** Last in the app: bad requests in the envelope, faults logged and returned without detail. */
export function handleErrors(options: { maxBodyBytes: number; reportFault: ReportFault }) {
  // express recognises an error handler by its four parameters.
  return (error: unknown, _req: Request, res: Response, _next: NextFunction) => {
    const classified = classifyRequestError(error)
    if (classified.kind === 'fault') options.reportFault(res.locals.requestId, error)
    // Not express's own handler: it prints the error as it is, past the log.
    if (res.headersSent) return void res.destroy()
    sendRefusal(res, describe(classified, res, options.maxBodyBytes))
  }
}

function describe(error: RequestError, res: Response, maxBodyBytes: number): Refusal {
  switch (error.kind) {
    case 'invalid':
      return refusal('invalid_request', error.issue)
    case 'bad_url':
      return refusal('invalid_request', {
        field: 'The path',
        rule: 'has a broken percent-encoding',
      })
    case 'body':
      return describeBody(error.refusal, error.reason, maxBodyBytes)
    case 'fault':
      return isUnavailable(error.error)
        ? refusal('unavailable', {}, { ...safeToRepeat(res), retryAfterSeconds: RETRY_SECONDS })
        : refusal('internal_error', {}, safeToRepeat(res))
  }
}

function describeBody(
  kind: Extract<RequestError, { kind: 'body' }>['refusal'],
  reason: string,
  maxBodyBytes: number,
): Refusal {
  switch (kind) {
    case 'too_large':
      return refusal('payload_too_large', { limit: String(maxBodyBytes) })
    case 'unsupported_media_type':
      return refusal('unsupported_media_type', { reason })
    case 'too_complex':
      return refusal('invalid_request', { field: 'The body', rule: `is refused: ${reason}` })
    case 'malformed':
      return refusal('malformed_body', { reason })
  }
}

/** drizzle wraps everything that a database or the way to it can do wrong. */
function isUnavailable(error: unknown): boolean {
  return error instanceof DrizzleQueryError || error instanceof UnavailableError
}

/** Of a fault in the middle of a write no one knows how far it got; all of these calls can be repeated. */
function safeToRepeat(res: Response): { note?: string } {
  const { action } = res.locals.operation ?? {}
  switch (action) {
    case 'approve':
    case 'complete':
    case 'abort':
      return { note: unknownOutcome(action) }
    case 'create':
      return { note: 'Whether the payout was begun is unknown; repeating the same call is safe' }
    default:
      return {}
  }
}
