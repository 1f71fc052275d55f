import { chainProblems, LATEST_LEDGER_HEADER } from '@aloha-pi/contracts/chain'
import type * as z from 'zod'
import type { ChainResult, SubmitResult } from '../payouts/model/ports.ts'
import type { TextResponse } from './fetch-text.ts'
import { problemSchema } from './horizon-wire.ts'
import { parseJson } from './parse-json.ts'
import { unknown } from './pi-result.ts'

/** As Horizon writes them; anything else could be a page, or too much for the database. */
const RESULT_CODE = /^[a-z][a-z_]{0,63}$/

/** A 200 of the shape, Horizon's own 404, or nothing that can be used. */
export function readResource<Schema extends z.ZodType>(
  response: TextResponse,
  schema: Schema,
): ChainResult<z.infer<Schema>> {
  if (response.kind === 'lost') return unknown(response.cause)
  const { status, headers, text } = response
  if (status === 200) {
    const parsed = schema.safeParse(parseJson(text))
    return parsed.success ? { kind: 'ok', value: parsed.data } : unknown('unusable')
  }
  if (status === 404 && isProblem(text, 'not_found')) return { kind: 'absent' }
  if (status === 410) return { kind: 'pruned' }
  if (status !== 429 && status !== 503) return unknown('unusable')
  return { ...unknown('busy'), retryAfterMs: retryAfterMs(headers) }
}

/** Undefined when the response is not a refusal of Horizon's own: then it proves nothing at all. */
export function readSubmitRefusal(response: TextResponse): SubmitResult | undefined {
  if (response.kind === 'lost') return undefined
  const { status, headers, text } = response
  const notForwarded = { kind: 'not_forwarded', retryAfterMs: retryAfterMs(headers) } as const
  if (status === 429) return notForwarded
  const problem = problemSchema.safeParse(parseJson(text))
  if (!problem.success) return undefined
  // Pi may return 200 and put the refusal into the body (inferred from the tests of pi-ruby).
  const isInBody = status === 200 && problem.data.status === 400
  if (!isInBody && problem.data.status !== status) return undefined
  if (status === 403 || (status === 503 && isProblem(text, 'stale_history'))) return notForwarded
  if (problem.data.status !== 400) return undefined
  const codes = problem.data.extras?.result_codes
  if (codes?.transaction != null) {
    const { transaction: code, operations = [] } = codes
    const isUnusable = ![code, ...operations].every((each) => RESULT_CODE.test(each))
    return isUnusable ? undefined : { kind: 'refused', code, operations }
  }
  const code = 'transaction_malformed'
  return isProblem(text, code) ? { kind: 'refused', code, operations: [] } : undefined
}

/** Null where the header is missing; a header that is not a ledger makes the response unusable. */
export function latestLedger(response: TextResponse): number | null | 'unrecognised' {
  const text = response.kind === 'response' ? response.headers.get(LATEST_LEDGER_HEADER) : null
  if (text == null) return null
  return /^[1-9]\d{0,9}$/.test(text) ? Number(text) : 'unrecognised'
}

/** By the last part of the type: hosts of the URI differ between versions. */
function isProblem(text: string, name: keyof typeof chainProblems): boolean {
  const problem = problemSchema.safeParse(parseJson(text))
  const end = chainProblems[name].type.split('/').at(-1)
  return problem.success && problem.data.type.split('/').at(-1) === end
}

/** `Retry-After` in seconds; a date, or anything else, is null: it would need a clock to compare with. */
function retryAfterMs(headers: Headers): number | null {
  const text = headers.get('retry-after') ?? ''
  return /^\d{1,6}$/.test(text) ? Number(text) * 1000 : null
}
