import { describeIssue, type InputIssue } from '@aloha-pi/contracts'
import { RequestValidationError } from '@ts-rest/express'
import { BodyRefusal, type BodyRefusalKind } from './body-refusal.ts'
import { LossyJsonError } from './lossy-json-error.ts'

/** Why a request was not served: the caller's input, or our fault. */
export type RequestError =
  | { kind: 'invalid'; where: 'path' | 'headers' | 'query' | 'body'; issue: InputIssue }
  | { kind: 'body'; refusal: BodyRefusalKind; reason: string }
  | { kind: 'bad_url' }
  | { kind: 'fault'; error: unknown }

/** Sorts what reaches an express error handler; each API then words it in its own shape. */
export function classifyRequestError(error: unknown): RequestError {
  if (error instanceof BodyRefusal) {
    return { kind: 'body', refusal: error.kind, reason: error.reason }
  }
  if (error instanceof LossyJsonError) return { kind: 'invalid', where: 'body', issue: error.issue }
  if (error instanceof RequestValidationError) return describeValidation(error)
  if (error instanceof URIError) return { kind: 'bad_url' }
  return { kind: 'fault', error }
}

function describeValidation(error: RequestValidationError): RequestError {
  const parts = [
    ['path', error.pathParams],
    ['headers', error.headers],
    ['query', error.query],
    ['body', error.body],
  ] as const
  for (const [where, failed] of parts) {
    // ts-rest types these as zod 3 or standard-schema errors; both carry zod's `issues`.
    if (failed != null) {
      return {
        kind: 'invalid',
        where,
        issue: describeIssue(failed as Parameters<typeof describeIssue>[0], where),
      }
    }
  }
  return { kind: 'fault', error }
}
