import { describeIssue } from '@aloha-pi/contracts'
import { paymentSchema } from '@aloha-pi/contracts/platform'
import type { Schema } from './check-arguments.ts'
import { PiApiError, type PiErrorBody } from './errors/pi-api-error.ts'
import { ResponseShapeError, type ShapeFault } from './errors/response-shape-error.ts'
import type { Answer } from './exchange.ts'
import type { Redact } from './redact.ts'

/** What a route's contract declares per status. */
export type DeclaredResponses = Record<number | string, unknown>

/** The data of a declared 2xx answer; throws ResponseShapeError or PiApiError for any other. */
export function readAnswer(
  request: string,
  responses: DeclaredResponses,
  answer: Answer,
  redact: Redact,
): unknown {
  const { status, bytes, requestId } = answer
  if (status >= 400)
    throw new PiApiError(request, { status, requestId, ...readError(bytes, redact) })
  const refuse = (fault: ShapeFault, sentence: string, detail?: string) =>
    new ResponseShapeError(request, fault, {
      status,
      requestId,
      sentence,
      ...(detail == null ? {} : { detail }),
    })
  const schema = responses[status]
  if (!isSchema(schema)) throw refuse('unexpected_status', 'which the contract does not have.')
  if (bytes.length === 0) throw refuse('not_json', 'and an empty body where JSON should be.')
  const json = parseJson(bytes)
  if (!json.ok) throw refuse('not_json', 'and a body that is no valid JSON.')
  const parsed = schema.safeParse(json.value)
  if (parsed.success) return parsed.data
  const { field, rule } = describeIssue(parsed.error, 'the body')
  const detail = redact.text(`${field} ${rule}`)
  throw refuse('wrong_shape', `and a body of another shape: ${detail}.`, detail)
}

function isSchema(schema: unknown): schema is Schema<unknown> {
  return typeof schema === 'object' && schema != null && 'safeParse' in schema
}

type Json = { ok: true; value: unknown } | { ok: false }

function parseJson(bytes: Uint8Array): Json {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return { ok: true, value: JSON.parse(text) }
  } catch {
    // Only the decoder and the parser throw here; their messages quote the answer, which may be a page.
    return { ok: false }
  }
}

function readError(bytes: Uint8Array, redact: Redact) {
  const json = parseJson(bytes)
  const body = json.ok ? redact.json(json.value) : undefined
  if (!isErrorBody(body)) return {}
  // Notifications put a sentence where all others have a code.
  const isCode = /^\w{1,64}$/.test(body.error)
  const { error_message: message, payment, verification_error: verificationError } = body
  const reason = isCode ? message : body.error
  return {
    body,
    code: isCode ? body.error : undefined,
    reason: typeof reason === 'string' ? oneLine(reason) : undefined,
    // An odd payment must not hide the code.
    payment: paymentSchema.safeParse(payment).data,
    verificationError: typeof verificationError === 'string' ? verificationError : undefined,
  }
}

function isErrorBody(value: unknown): value is PiErrorBody {
  return (
    typeof value === 'object' &&
    value != null &&
    'error' in value &&
    typeof value.error === 'string'
  )
}

/** Pi's text as part of a message: no line breaks, no more than a few lines. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').slice(0, 300)
}
